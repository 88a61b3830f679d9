import { readFileSync } from 'node:fs';
import { type ApiHost, type Client, multipart, startApi } from './client.js';

const file = readFileSync(`${__dirname}/../fixtures/intake/rbc-2026-10.csv`);
const namesInTheFile = /rowan|juniper|greenleaf|CA7kq2x9bt/i;
const cad = (amount: string) => ({ amount, currency: 'CAD' });

describe('a month over the API', () => {
  let host: ApiHost;
  let api: Client;
  beforeAll(async () => {
    host = await startApi();
    api = host.steward;
  });
  afterAll(() => host.stop());

  it('states what was owed and paid before, once', async () => {
    const said = { owed: cad('500.00'), paid: cad('300.00') };
    const stated = await api.post('obligations/opening-balance', said);
    expect([stated.statusCode, stated.json()]).toEqual([201, { ...said, month: '2026-11' }]);
    const again = await api.post('obligations/opening-balance', said);
    expect([again.statusCode, again.json().code]).toEqual([409, 'fund/opening-stated']);
  });

  it('reads the promise and what is sold', async () => {
    expect((await api.get('policies')).json().items).toMatchObject([{ version: 1, shareBp: 2000, base: 'gross' }]);
    const defined = await api.post('offerings', { offering: 'group', name: 'Group', tax: { treatment: 'exempt' }, insidePledge: true });
    expect([defined.statusCode, defined.json()]).toEqual([
      201,
      { offering: 'group', name: 'Group', tax: { treatment: 'exempt' }, insidePledge: true },
    ]);
    const { items } = (await api.get('offerings')).json();
    expect(items.map(({ offering }: { offering: string }) => offering)).toEqual(['ces-50', 'counselling-reduced', 'group']);
    expect(items[0].bands.upper).toEqual({ from: cad('200.00'), to: cad('250.00') });
    const policy = { shareBp: 2500, base: 'net-of-tax', currencyRule: 'home', startsOn: '2027-01-01', words: 'A quarter from next year.' };
    expect((await api.post('policies', policy)).json()).toEqual({ ...policy, version: 2, rounding: 'half-up-per-payment' });
  });

  it('brings in a file: a preview first, then the books, and nothing the second time', async () => {
    const account = (await api.post('accounts', { name: 'Chequing', kind: 'bank', currency: 'CAD' })).json().account;
    expect((await api.get('accounts')).json()).toEqual({ items: [{ account, name: 'Chequing', kind: 'bank', currency: 'CAD' }] });
    const before = await host.head();
    const form = multipart({ account }, { bytes: file });
    const preview = await api.post('imports', form.payload, form.headers);
    expect(preview.statusCode).toBe(201);
    expect(await host.head()).toBe(before);
    const { import: id, lines } = preview.json();
    expect((await api.get(`imports/${id}`)).json()).toEqual(preview.json());
    expect(preview.body).not.toMatch(namesInTheFile);

    const unknown = await api.post(`imports/${id}/confirm`, { verdicts: [{ line: 9999, becomes: 'to-review' }] });
    expect([unknown.statusCode, unknown.json().errors[0].field]).toEqual([400, 'verdicts.0.line']);
    const confirmed = await api.post(`imports/${id}/confirm`, { verdicts: [] });
    expect(confirmed.statusCode).toBe(200);
    expect(confirmed.json()).toMatchObject({ import: id, recorded: lines.length });

    const again = multipart({ account }, { bytes: file });
    const second = (await api.post('imports', again.payload, again.headers)).json();
    expect(second.lines.every(({ isHere }: { isHere: boolean }) => isHere)).toBe(true);
    const nothing = await api.post(`imports/${second.import}/confirm`, { verdicts: [] });
    expect(nothing.json()).toMatchObject({ recorded: 0, payments: 0 });
    const page = await api.get('observations?limit=200');
    expect(page.json().items).toHaveLength(lines.length);
    expect(page.body).not.toMatch(/"(text|sealed|box)"/);
    expect(page.body).not.toMatch(namesInTheFile);
  });

  it('takes a file whose format is said beside it', async () => {
    const account = (await api.post('accounts', { name: 'Other bank', kind: 'bank', currency: 'CAD' })).json().account;
    const form = multipart({ account, format: 'cibc' }, { bytes: '2026-10-02,Something,,200.00\n' });
    const preview = await api.post('imports', form.payload, form.headers);
    expect([preview.statusCode, preview.json().source, preview.json().lines[0].amount]).toEqual([201, 'cibc', cad('200.00')]);
  });

  it('pages through what is owed, and every line adds up to the funds', async () => {
    const seen: { position: string; owed: { amount: string } }[] = [];
    for (let path = 'obligations?limit=2'; path; ) {
      const page = await api.get(path);
      seen.push(...page.json().items);
      path = /<([^>]+)>; rel="next"/.exec(String(page.headers.link ?? ''))?.[1] ?? '';
    }
    expect(new Set(seen.map(({ position }) => position)).size).toBe(seen.length);
    const cents = seen.reduce((sum, { owed }) => sum + Math.round(Number(owed.amount) * 100), 0);
    const [fund] = (await api.get('obligations/funds')).json().items;
    expect(fund.available).toEqual(cad((cents / 100).toFixed(2)));
  });

  it('notes a call and sends a payout by hand, and only the holder of the card sees where', async () => {
    const logged = await api.post('calls', {
      link: 'https://bsky.app/a/post',
      rail: 'interac',
      address: 'wren@example.org',
      payee: 'Wren',
      fitsThePromise: true,
    });
    expect(logged.statusCode).toBe(201);
    expect(logged.json()).toMatchObject({ platform: 'bluesky', status: 'open' });
    const { call } = logged.json();
    const open = await api.get('calls');
    expect(open.json().items.map((each: { call: string }) => each.call)).toEqual([call]);
    expect(open.body + logged.body).not.toMatch(/wren|post|sealed/i);

    const proposed = await api.post('payouts', { call, amount: cad('40.00') });
    expect(proposed.statusCode).toBe(201);
    const { payout } = proposed.json();
    const [one, other] = await Promise.all([api.post(`payouts/${payout}/approve`), api.post(`payouts/${payout}/approve`)]);
    expect([one.statusCode, other.statusCode]).toEqual([200, 200]);
    expect([one.json(), other.json()]).toEqual([
      { payout, status: 'approved' },
      { payout, status: 'approved' },
    ]);
    await host.carry(payout);

    const card = await api.post(`payouts/${payout}/card`, undefined, { 'idempotency-key': 'the-card' });
    expect(card.json()).toMatchObject({
      payout,
      status: 'held',
      address: 'wren@example.org',
      payee: 'Wren',
      amount: cad('40.00'),
      rail: 'interac',
    });
    expect(card.headers['cache-control']).toBe('no-store');
    const another = await (await host.as('steward')).post(`payouts/${payout}/card`);
    expect([another.statusCode, another.json().code]).toEqual([409, 'payout/held-by-another']);
    expect((await api.post(`payouts/${payout}/put-back`)).json()).toEqual({ payout, status: 'approved' });
    const old = await api.post(`payouts/${payout}/card`, undefined, { 'idempotency-key': 'the-card' });
    expect([old.statusCode, old.json().code]).toEqual([409, 'payout/card-not-open']);
    const reopened = await api.post(`payouts/${payout}/card`);
    expect([reopened.statusCode, reopened.json()]).toMatchObject([200, { status: 'held' }]);

    expect((await api.post(`payouts/${payout}/card`, { notInAccount: 'yes' })).statusCode).toBe(400);

    expect((await api.post(`payouts/${payout}/sent`, { sentAt: '2026-11-02', reference: 'C1AbCd' })).json()).toEqual({
      payout,
      status: 'sent',
    });
    expect((await api.post(`payouts/${payout}/undo`)).json()).toEqual({ payout, status: 'held' });
    await api.post(`payouts/${payout}/sent`, { sentAt: '2026-11-02' });
    expect((await api.post(`payouts/${payout}/confirm`, { because: 'person-said-so' })).json()).toEqual({ payout, status: 'paid' });
    expect((await api.post(`payouts/${payout}/returned`, { reason: 'declined', returnedAt: '2026-11-02' })).json()).toEqual({
      payout,
      status: 'returned',
    });
    const read = await api.get(`payouts/${payout}`);
    expect(read.json()).toMatchObject({ payout, status: 'returned', amount: cad('40.00'), returnReason: 'declined' });
    expect((await api.get('payouts')).json().items).toEqual([read.json()]);
    expect(read.body).not.toMatch(/wren|sealed/i);
    expect((await api.post(`calls/${call}/close`, { reason: 'answered' })).json()).toEqual({ call, status: 'closed' });
    expect((await api.get('calls')).json()).toEqual({ items: [] });
  });

  it('closes a month, once it has ended', async () => {
    expect((await api.post('months/2026-10/close')).json()).toEqual({ month: '2026-10', status: 'closed' });
    expect((await api.get('months')).json().items).toMatchObject([{ month: '2026-10', status: 'closed' }]);
    const early = await api.post('months/2026-11/close');
    expect([early.statusCode, early.json().code]).toEqual([409, 'month/not-ended']);
  });

  it('says what the next publication would say and what waits, and takes the rules and the address', async () => {
    expect((await api.post('publications/rules', { preset: 'open', pledgeEvery: 'quarterly' })).json()).toEqual({
      preset: 'open',
      pledgeEvery: 'quarterly',
    });
    expect((await api.post('publications/public-address', { address: 'ledger.example' })).json()).toEqual({ address: 'ledger.example' });
    expect((await api.post('publications/payers-confirmed', { period: '2026-10', currency: 'CAD' })).json()).toEqual({
      period: '2026-10',
      currency: 'CAD',
    });
    const next = await api.get('publications/next');
    expect(next.json()).toMatchObject({
      addressConfirmed: true,
      date: expect.stringMatching(/^2026-1[12]-\d\d$/),
      entries: expect.any(Array),
    });
    expect((await api.get('publications')).json()).toEqual({ items: [] });
    const moved = await api.post('publications/public-address', { address: 'elsewhere.example' });
    expect([moved.statusCode, moved.json().code]).toEqual([409, 'ledger/address-for-life']);
  });

  it('reads the books event by event, and what is sealed stays sealed', async () => {
    const auditor = await host.as('auditor');
    const types: string[] = [];
    let text = '';
    for (let path = 'events?limit=40'; path; ) {
      const page = await auditor.get(path);
      expect(page.statusCode).toBe(200);
      text += page.body;
      types.push(...page.json().items.map(({ type }: { type: string }) => type));
      path = /<([^>]+)>; rel="next"/.exec(String(page.headers.link ?? ''))?.[1] ?? '';
    }
    expect(BigInt(types.length)).toBe(await host.head());
    expect(text).toContain('"address":{"sealed":true}');
    expect(text).not.toMatch(/"box"|wren|nonce/i);
  });

  it('keeps reads by their ETag', async () => {
    const first = await api.get('policies');
    const again = await api.get('policies', { 'if-none-match': String(first.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('lets each role do its part and no more', async () => {
    const [bookkeeper, approver, auditor] = await Promise.all([host.as('bookkeeper'), host.as('approver'), host.as('auditor')]);
    const asked = await Promise.all([
      bookkeeper.get('calls'),
      approver.get('calls'),
      auditor.get('observations'),
      approver.post('payments', {}),
      auditor.post('payouts', {}),
      bookkeeper.get('events'),
      bookkeeper.get('publications/next'),
      approver.post('obligations/advances', { amount: cad('5.00') }),
    ]);
    expect(asked.map(({ statusCode }) => statusCode)).toEqual(asked.map(() => 403));
    expect((await auditor.get('payouts')).statusCode).toBe(200);
  });
});
