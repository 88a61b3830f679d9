import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { ConfirmImport, type LineVerdict } from '../../src/domain/import.js';
import { money } from '../../src/domain/money.js';
import { CloseMonth } from '../../src/domain/month.js';
import { OpenAccount } from '../../src/domain/observation.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { lockKeyOf } from '../../src/event-store/ledger-lock.js';
import { ImportDrafts } from '../../src/reconciliation/import-drafts.queries.js';
import { ImportPreviews } from '../../src/reconciliation/import-preview.queries.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';

const header = '"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"';
const unknownPayment = '01990000-0000-7000-8000-0000000000aa';

describe('a file too long for one append', () => {
  let program: TestProgram;
  let ledger: string;
  let account: string;
  let files = 0;
  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 });
    ledger = await openTestLedger(program);
    const { events } = await program.send(new OpenAccount({ ...asked(), name: 'Chequing', kind: 'bank', currency: 'CAD' }));
    account = (events[0]!.data as { account: string }).account;
  });
  afterAll(() => program.stop());

  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
  /** Another file each time; its first line is line 2. */
  function fileOf(lines: number): Buffer {
    files += 1;
    const rows = Array.from(
      { length: lines },
      (_, at) => `Chequing,01234-5678901,10/2/2026,,"E-TRANSFER RECEIVED","WREN ${files} ${at}",200.00,,`,
    );
    return Buffer.from([header, ...rows].join('\n'));
  }
  const draftOf = (file: Buffer) => program.app.get(ImportDrafts).read(ledger, account, file);
  const confirm = (id: string, verdicts: readonly LineVerdict[] = [], request = newRequest()) =>
    program.send<object>(new ConfirmImport({ ...asked(), request, import: id, verdicts }));
  const sql = <R extends object>(text: string): Promise<R[]> => program.app.get(DataSource).query(text);
  const counts = async () =>
    (
      await sql<{ lines: number; payments: number; identities: number }>(
        `select (select count(*)::int from observation) as lines, (select count(*)::int from payment) as payments,
           (select count(*)::int from observation_line) as identities`,
      )
    )[0]!;
  /** What was there before is taken off. */
  async function added(act: () => Promise<unknown>) {
    const before = await counts();
    await act();
    const after = await counts();
    return {
      lines: after.lines - before.lines,
      payments: after.payments - before.payments,
      identities: after.identities - before.identities,
    };
  }

  it('is answered with counts and sums, and the same press again with the same', async () => {
    const draft = await draftOf(fileOf(1200));
    const verdicts: LineVerdict[] = [
      { line: 2, verdict: { becomes: 'dismissed', reason: 'outside-this-ledger' } },
      { line: 3, verdict: { becomes: 'to-review' } },
    ];
    const answer = { recorded: 1200, payments: 1198, matched: 1198, dismissed: 1 };
    const first = await confirm(draft, verdicts, 'one press');
    expect(first).toEqual({
      ...answer,
      received: [{ minor: 23_960_000n, currency: 'CAD' }],
      setAside: [{ minor: 4_792_000n, currency: 'CAD' }],
      repeated: false,
    });
    expect(await added(async () => expect(await confirm(draft, verdicts, 'one press')).toEqual({ ...first, repeated: true }))).toEqual({
      lines: 0,
      payments: 0,
      identities: 0,
    });
  });

  it('confirmed from three windows at once, has each line once, and all three are answered', async () => {
    const file = fileOf(1700);
    const drafts = [await draftOf(file), await draftOf(file), await draftOf(file)];
    const answers: unknown[] = [];
    expect(await added(async () => answers.push(...(await Promise.all(drafts.map((draft) => confirm(draft))))))).toEqual({
      lines: 1700,
      payments: 1700,
      identities: 1700,
    });
    expect((answers as { recorded: number }[]).reduce((sum, { recorded }) => sum + recorded, 0)).toBe(1700);
  });

  it('is counted over all of its parts: lines that are equal are as many as there are, and none is here twice', async () => {
    const file = Buffer.from(
      [header, ...Array.from({ length: 1200 }, () => 'Chequing,01234-5678901,10/2/2026,,"E-TRANSFER RECEIVED","WREN",200.00,,')].join('\n'),
    );
    const all = { lines: 1200, payments: 1200, identities: 1200 };
    expect(await added(async () => confirm(await draftOf(file)))).toEqual(all);
    expect(await added(async () => confirm(await draftOf(file)))).toEqual({ lines: 0, payments: 0, identities: 0 });
  });

  it('has a payment proposed to one line of all: to the one that is likely, though one of an earlier part is possible', async () => {
    const amount = money(13_711n, 'CAD');
    await program.send(
      new RecordPayment({ ...asked(), amount, method: 'interac', offering: 'ces-50', receivedAt: '2026-10-05T16:00:00.000Z' }),
    );
    const row = (day: string) => `Chequing,01234-5678901,${day},,"E-TRANSFER RECEIVED","HERON",137.11,,`;
    const [head, ...rows] = fileOf(1200).toString().split('\n');
    const file = Buffer.from([head, row('10/4/2026'), ...rows, row('10/5/2026')].join('\n'));
    const { parts } = await program.app.get(ImportPreviews).lookThrough(ledger, await draftOf(file));
    const proposed: number[] = [];
    for await (const lines of parts()) proposed.push(...lines.filter(({ alike }) => alike).map(({ line }) => line.line));
    expect(proposed).toEqual([1203]);
  });

  it('whose preview is gone on the way is not taken for a shorter one', async () => {
    const draft = await draftOf(fileOf(1200));
    const { count, parts } = await program.app.get(ImportPreviews).lookThrough(ledger, draft);
    expect(count).toBe(1200);
    let shown = 0;
    const show = async () => {
      for await (const lines of parts()) {
        shown += lines.length;
        await program.app.get(ImportDrafts).forget(ledger, draft);
      }
    };
    await expect(show()).rejects.toMatchObject({ code: 'import/gone' });
    expect(shown).toBeLessThan(1200);
  });

  it('where a later part is refused, says at which line, and what stands in the books by then', async () => {
    const draft = await draftOf(fileOf(1700));
    const stray: LineVerdict = { line: 1602, verdict: { becomes: 'evidence', payment: unknownPayment } };
    const refused = await confirm(draft, [stray]).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      faults: [
        { field: 'form', says: 'Lines 2 to 1501 of this file are in the books, and stay there. The others are not.' },
        { field: 'line 1602', says: expect.stringContaining('No payment of this amount waits for a line') },
      ],
    });
    expect(await added(() => confirm(draft))).toEqual({ lines: 200, payments: 200, identities: 200 });
  });

  it('names every line of which cannot be what was said of it', async () => {
    const rows = ['10/2/2026,,"INTERAC E-TRANSFER SENT","LARK",-80.00', '10/2/2026,,"E-TRANSFER RECEIVED","FINCH",200.00'];
    const draft = await draftOf(Buffer.from([header, ...rows.map((row) => `Chequing,01234-5678901,${row},,`)].join('\n')));
    const payment = (line: number, offering: string): LineVerdict => ({ line, verdict: { becomes: 'payment', offering } });
    await expect(confirm(draft, [payment(2, 'ces-50'), payment(3, 'unheard-of')])).rejects.toMatchObject({
      faults: [
        { field: 'line 2', says: 'Only money that came in can become a payment.' },
        { field: 'line 3', says: expect.stringContaining('There is no offering "unheard-of"') },
      ],
    });
  });

  it('goes on in the open month where its own is closed meanwhile, and names the one it belongs to', async () => {
    const draft = await draftOf(fileOf(1200));
    const other = await (program.app.get(DataSource).driver as unknown as { master: Pool }).master.connect();
    await other.query(`begin; select pg_advisory_xact_lock(${lockKeyOf(ledger)})`);
    const closing = program.send(new CloseMonth({ ...asked(), month: '2026-10' }));
    const waits = `select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted`;
    while ((await sql<{ n: number }>(waits))[0]!.n === 0) await sleep(20); // its figures are read, and it stands before the file
    const confirming = added(() => confirm(draft));
    await sleep(1500);
    await other.query('commit');
    other.release();
    await closing;
    expect(await confirming).toEqual({ lines: 1200, payments: 1200, identities: 1200 });
    expect(await sql(`select month, belongs_to, count(*)::int as n from obligation where belongs_to is not null group by 1, 2`)).toEqual([
      { month: '2026-11', belongs_to: '2026-10', n: 1200 },
    ]);
  });
});
