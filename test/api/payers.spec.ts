import { DataSource } from 'typeorm';
import { JOURNAL } from '../../src/domain/journal.js';
import type { Sealed } from '../../src/domain/sealed.js';
import { Payments } from '../../src/payments/payments.queries.js';
import { Erasures } from '../../src/safekeeping/erasures.js';
import { Examination } from '../../src/safekeeping/examination.js';
import type { JournalFile } from '../../src/safekeeping/journal.js';
import { Vault } from '../../src/vault/vault.js';
import { type ApiHost, type Client, multipart, startApi } from './client.js';

const cad = (amount: string) => ({ amount, currency: 'CAD' });
const file = [
  '2026-10-02,Internet Banking E-TRANSFER 0123 Wren Hollow,,200.00',
  '2026-10-02,Internet Banking E-TRANSFER 0124 Osprey Vale,,200.00',
  '2026-10-03,Internet Banking E-TRANSFER 0125 WREN HOLLOW,,33.00',
  '',
].join('\n');

/** As typed, and as the bank wrote it. */
const ospreys = ['0124 Osprey Vale', 'Osprey Vale'];

describe('whoever paid is forgotten with one action', () => {
  let host: ApiHost;
  let api: Client;
  let account: string;
  let wrens: string[];
  let osprey: string;
  let others: string[];
  beforeAll(async () => {
    host = await startApi();
    api = host.steward;
    account = (await api.post('accounts', { name: 'Chequing', kind: 'bank', currency: 'CAD' })).json().account;
    const pay = async (payer: string, receivedAt: string): Promise<string> =>
      (
        await api.post('payments', {
          amount: cad('150.00'),
          method: 'interac',
          offering: 'ces-50',
          receivedAt,
          payer,
          reference: 'CAxy12zw34',
        })
      ).json().payment;
    const byHand = [await pay('Wren Hollow', '2026-09-01'), await pay('wren  hollow', '2026-09-08')];
    osprey = await pay('Osprey Vale', '2026-09-09');
    const { import: id, lines } = await preview();
    const verdicts = lines.map(({ line }, index) => ({
      line,
      ...(index < 2 ? { becomes: 'payment', offering: 'ces-50' } : { becomes: 'to-review' }),
    }));
    await api.post(`imports/${id}/confirm`, { verdicts });
    const payments = (
      await rows<{ payment_id: string }>(
        'select payment_id from observation where ledger_id = $1 and payment_id is not null order by position',
      )
    ).map(({ payment_id }) => payment_id);
    wrens = [...byHand, payments[0]!];
    others = [osprey, payments[1]!];
  });
  afterAll(() => host.stop());

  const preview = async (): Promise<{ import: string; lines: { line: number; isHere: boolean }[] }> => {
    const form = multipart({ account, format: 'cibc' }, { bytes: file });
    return (await api.post('imports', form.payload, form.headers)).json();
  };
  const rows = <Row>(sql: string): Promise<Row[]> => host.program.app.get(DataSource).query<Row[]>(sql, [host.ledger]);
  const names = async (): Promise<string[]> =>
    [...(await host.program.app.get(Payments).payerNames(host.ledger, [...wrens, ...others])).values()].sort();
  /** What the lines still say in their own words. */
  const words = async (): Promise<(string | undefined)[]> => {
    const lines = await rows<{ text: Sealed }>('select text from observation where ledger_id = $1 order by day, amount_minor, position');
    return host.program.app.get(Vault).openMany(
      host.ledger,
      lines.map(({ text }) => ({ fieldName: 'observation.text', sealed: text })),
    );
  };
  const journal = (): JournalFile => host.program.app.get(JOURNAL);
  const payersInJournal = async (): Promise<unknown[]> =>
    (await journal().read()).entries.filter((entry) => entry.kind === 'payer-erasure' && entry.ledger === host.ledger);
  const faults = async (): Promise<readonly string[]> => (await host.program.app.get(Examination).of(host.ledger)).faults;
  const figures = async () => [
    (await api.get('obligations/funds')).json(),
    (await api.get('payments?limit=200')).json().items,
    (await api.get('reports/2026-10')).json(),
  ];

  it('here, wherever else they paid under that name, and in every line that names them; amounts stay', async () => {
    const before = await figures();
    expect((await names()).map((name) => name.toLowerCase())).toContain('wren hollow');
    const key = { 'idempotency-key': 'forget-wren' };
    const forgotten = await api.post(`payments/${wrens[1]}/forget-payer`, undefined, key);
    expect([forgotten.statusCode, forgotten.json()]).toEqual([200, { payments: 3 }]);
    expect(await names()).toEqual(ospreys);
    expect(await words()).toEqual([undefined, expect.stringContaining('Osprey Vale'), undefined]);
    expect(await figures()).toEqual(before);
    expect((await api.post(`payments/${wrens[1]}/forget-payer`, undefined, key)).json()).toEqual({ payments: 3 });
  });

  it('the event says of how many payments, and leads to none of them', async () => {
    const events = (await api.get('events?limit=200')).json().items;
    const said = events.filter(({ type }: { type: string }) => type === 'PayerForgotten');
    expect(said).toMatchObject([{ stream: 'payers', data: { payments: 3 } }]);
    expect(JSON.stringify(said)).not.toContain(wrens[0]);
    const [kept] = await rows<{ count: number }>(
      `select count(*)::int as count from request where ledger_id = $1 and route = 'RecordPayment' and input_mac is not null`,
    );
    expect(kept!.count).toBe(1); // of Osprey's alone
  });

  it('the journal says so by their first payment, which every older copy that names them knows, before the books do', async () => {
    expect(await payersInJournal()).toMatchObject([{ kind: 'payer-erasure', payment: [...wrens].sort()[0] }]);
  });

  it('the same file again brings back neither the name nor the money', async () => {
    const again = await preview();
    expect(again.lines.map(({ isHere }) => isHere)).toEqual([true, true, true]);
    const before = await host.head();
    expect((await api.post(`imports/${again.import}/confirm`, { verdicts: [] })).json()).toMatchObject({ recorded: 0 });
    expect(await host.head()).toBe(before);
  });

  it('but as many equal lines as there are more of are new', async () => {
    const more = `${file}2026-10-02,Internet Banking E-TRANSFER 0199 Linnet Marsh,,200.00\n`;
    const form = multipart({ account, format: 'cibc' }, { bytes: more });
    const { lines } = (await api.post('imports', form.payload, form.headers)).json();
    expect(lines.map(({ isHere }: { isHere: boolean }) => isHere)).toEqual([true, true, true, false]);
  });

  it('asked again there is nobody left to forget, and the books are in order', async () => {
    const before = await host.head();
    expect((await api.post(`payments/${wrens[0]}/forget-payer`)).json()).toEqual({ payments: 0 });
    expect(await host.head()).toBe(before);
    expect(await payersInJournal()).toHaveLength(1);
    expect(await faults()).toEqual([]);
  });

  it('is for stewards, and for payments that are there', async () => {
    expect((await (await host.as('bookkeeper')).post(`payments/${osprey}/forget-payer`)).statusCode).toBe(403);
    const unknown = await api.post('payments/01990000-0000-7000-8000-000000000001/forget-payer');
    expect([unknown.statusCode, unknown.json().code]).toEqual([409, 'payment/unknown']);
    expect(await names()).toEqual(ospreys);
  });

  it('known to the journal alone, as in a copy that is older, is told by the doctor and forgotten when the journal is applied', async () => {
    await journal().write({ kind: 'payer-erasure', ledger: host.ledger, payment: osprey, at: '2026-11-02T15:00:00.000Z' });
    expect(await faults()).toEqual([
      'The journal says that somebody who paid was to be forgotten, and their name still opens: run mutual-aid-ledger erase --from-journal.',
    ]);
    const erasures = host.program.app.get(Erasures);
    expect(await erasures.applyJournal()).toBe(1);
    expect([await names(), await faults(), await erasures.applyJournal()]).toEqual([[], [], 0]);
  });
});
