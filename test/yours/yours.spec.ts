import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { erasureReaches } from '../../src/domain/erasure.js';
import { PayoutSweep } from '../../src/payouts/payouts.jobs.js';
import { PersonCodes } from '../../src/yours/person-codes.queries.js';
import { codeOf, typedCode } from '../../src/yours/codes.js';
import { Browser } from '../console/browser.js';
import { firstSteward } from '../console/wizard.js';
import { Practice } from '../safekeeping/practice.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';

const at = '/river/yours';

describe('A code', () => {
  it('is typed as it is read: small letters, blanks, O for 0 and I for 1', () => {
    const code = codeOf(Uint8Array.from({ length: 16 }, (_, index) => index * 13));
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(typedCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code.replaceAll('-', ''));
    expect(typedCode('oooo-iiii-llll-0000')).toBe('0000111111110000');
    for (const wrong of ['', 'K7QP', 'K7QP-2M9X-T4VD-H8WU', 'x'.repeat(80)]) expect(typedCode(wrong)).toBeUndefined();
  });
});

describe('A person’s own page', () => {
  let program: TestProgram;
  let practice: Practice;
  let ava: Browser;
  let they: Browser;
  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 });
    ava = await firstSteward(program);
    they = new Browser(program.app);
    practice = new Practice(program, (await program.app.get(Ledgers).bySlug('river'))!.ledgerId);
    await practice.receives(1_000_000n, '2026-10-30T16:00:00.000Z');
  });
  afterAll(() => program.stop());

  const code = (recipient: string) => program.app.get(PersonCodes).issue(practice.ledger, recipient);
  const does = (typed: string, deed = 'look', more: Record<string, string> = {}) => they.post(at, { code: typed, does: deed, ...more });

  it('is opened by the code alone; looking at its address says and does nothing', async () => {
    const { call, recipient } = await practice.notes();
    await practice.sends(call, '2026-11-02T15:00:00.000Z');
    const given = await code(recipient);
    expect((await they.get(at)).text).not.toContain('was sent on');
    const page = await does(given.toLowerCase());
    expect([page.status, page.text.includes('was sent on')]).toEqual([200, true]);
    expect(they.addresses.join()).not.toContain(given);
    for (const wrong of ['', 'K7QP-2M9X-T4VD-H8WC', `${given}X`]) expect((await does(wrong)).status).toBe(404);
  });

  it('shows no amount until it is asked to, and nobody else’s money', async () => {
    const { call, recipient } = await practice.notes();
    const other = await practice.notes();
    await practice.sends(call, '2026-11-02T15:00:00.000Z');
    await practice.sends(other.call, '2026-11-02T15:00:00.000Z');
    await practice.proposes(call, 7500n);
    const given = await code(recipient);
    expect((await does(given)).text).not.toContain('20.00');
    const shown = (await does(given, 'show')).text;
    expect(shown.match(/\$20\.00\u00a0CAD/g)).toHaveLength(1);
    expect(shown).not.toContain('75.00');
  });

  it('takes their word that it arrived, once, and only of their own', async () => {
    const { call, recipient } = await practice.notes();
    const other = await practice.notes();
    const sent = await practice.sends(call, '2026-11-02T15:00:00.000Z');
    const theirs = await practice.sends(other.call, '2026-11-02T15:00:00.000Z');
    const given = await code(recipient);
    const [first, second] = [await does(given, 'arrived', { payout: sent }), await does(given, 'arrived', { payout: sent })];
    expect([first.text.includes('arrived; it was sent on'), second.status]).toEqual([true, 200]);
    expect(await practice.statusOf('payout', sent)).toBe('paid');
    expect((await does(given, 'arrived', { payout: theirs })).status).toBe(404);
    expect(await practice.statusOf('payout', theirs)).toBe('sent');
  });

  it('takes their word that it did not arrive: the books hold it, a steward sees it, and waiting alone is no arrival then', async () => {
    const { call, recipient } = await practice.notes();
    const other = await practice.notes();
    const sent = await practice.sends(call, '2026-11-02T15:00:00.000Z');
    const theirs = await practice.sends(other.call, '2026-11-02T15:00:00.000Z');
    const given = await code(recipient);
    const [first, second] = [await does(given, 'missing', { payout: sent }), await does(given, 'missing', { payout: sent })];
    expect([first.text.includes('did not arrive, you said'), second.status]).toEqual([true, 200]);
    expect((await does(given, 'missing', { payout: theirs })).status).toBe(404);
    expect((await ava.get('/console/river/payouts/in-doubt')).text).toContain('the person says that it has not arrived');
    program.setTime('2026-12-10T15:00:00Z');
    await program.app.get(PayoutSweep).confirmOld();
    expect([await practice.statusOf('payout', sent), await practice.statusOf('payout', theirs)]).toEqual(['sent', 'paid']);
    program.setTime('2026-11-02T15:00:00Z');
    await does(given, 'arrived', { payout: sent });
    expect(await practice.statusOf('payout', sent)).toBe('paid');
  });

  it('forgets them after a second press, for good, and the code with them', async () => {
    const { call, recipient } = await practice.notes();
    const paid = await practice.pays(call, '2026-11-02T15:00:00.000Z');
    const given = await code(recipient);
    const asked = await does(given, 'forget');
    for (const sentence of erasureReaches) expect(asked.text).toContain(sentence);
    expect(await practice.statusOf('call', call)).toBe('open');
    expect((await does(given, 'forget-for-good')).text).toContain('Nothing here leads to you any more.');
    expect(await practice.keysOf([recipient, call, paid])).toEqual([]);
    expect((await does(given)).status).toBe(404);
    expect(await practice.rows('select 1 from person_code where recipient_id = $1', [recipient])).toEqual([]);
  });

  it('closes 60 days after the last payout', async () => {
    program.setTime('2026-11-02T15:00:00Z');
    const { call, recipient } = await practice.notes();
    const given = await code(recipient);
    program.setTime('2026-12-20T15:00:00Z');
    await practice.pays(call, '2026-12-20T15:00:00.000Z');
    program.setTime('2027-02-18T14:00:00Z');
    expect((await does(given)).status).toBe(200);
    program.setTime('2027-02-18T16:00:00Z');
    expect((await does(given)).status).toBe(404);
    program.setTime('2026-11-02T15:00:00Z');
  });

  it('is given and ended by a steward: the code is shown once, a new one ends the one before', async () => {
    const { call } = await practice.notes();
    const press = (key: string) => ava.post(`/console/river/calls/${call}/code`, {}, key);
    const codeIn = (text: string): string => /<p class="mono">([0-9A-Z-]{19})<\/p>/.exec(text)?.[1] ?? '';
    const [first, second] = [await press('give-it'), await press('give-it')];
    expect(codeIn(first.text)).toMatch(/-/);
    expect(codeIn(second.text)).toBe(codeIn(first.text));
    expect(first.text).toContain(`/river/yours#${codeIn(first.text)}`);
    expect((await ava.get(`/console/river/calls/${call}`)).text).not.toContain(codeIn(first.text));
    expect((await does(codeIn(first.text))).status).toBe(200);
    const anew = codeIn((await press(newRequest())).text);
    expect([(await does(codeIn(first.text))).status, (await does(anew)).status]).toEqual([404, 200]);
    await ava.post(`/console/river/calls/${call}/end-code`, {}, newRequest());
    expect((await does(anew)).status).toBe(404);
  });

  it('sets no cookie, is kept by nobody, and is found by no search engine', async () => {
    const answer = await program.app.inject({ method: 'GET', url: at });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toContain('name="robots" content="noindex');
    expect((await program.app.inject({ method: 'GET', url: '/nowhere/yours' })).statusCode).toBe(404);
  });
});
