import { projections } from '../../src/rows.js';
import { obligations } from '../../src/obligations/obligations.projection.js';
import { memberships } from '../../src/access/memberships.projection.js';
import { ChangeSteward, type LedgerFact, changeSteward, ledgerStream } from '../../src/domain/ledger.js';
import { money } from '../../src/domain/money.js';
import { v7 } from 'uuid';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type Program, openBooks, startBooks } from './program.js';

describe('rows made again from the first line of the books', () => {
  let database: FreshDatabase;
  let program: Program;
  beforeAll(async () => {
    database = await freshDatabase();
    program = await startBooks(database.connections.service);
  });
  afterAll(async () => {
    await program.stop();
    await database.close();
  });

  const rows = async (ledger: string) =>
    (await database.servicePool.query('select * from obligation where ledger_id = $1 order by position', [ledger])).rows;

  it('are the rows that stand', async () => {
    const ledger = await openBooks(program);
    for (let count = 0; count < 5; count += 1) await program.record(ledger, { payerName: 'A. Client' });
    for (const projection of projections)
      expect(await program.rebuilding.rebuild(projection, ledger, false)).toMatchObject({ different: 0 });
    expect(await program.rebuilding.rebuild(obligations, ledger, false)).toEqual({ table: 'obligation', rows: 5, different: 0, left: 0 });
  });

  it.each([
    ['changed', 'update obligation set owed_minor = owed_minor + 1 where ledger_id = $1 and position = 7', 2],
    ['missing', 'delete from obligation where ledger_id = $1 and position = 7', 1],
    [
      'too many',
      `insert into obligation select ledger_id, 99, kind, payment_id, month, belongs_to, currency, owed_minor, base_minor, base_kind,
        share_bp, policy_version, happened_at, published_on from obligation where ledger_id = $1 and position = 7`,
      1,
    ],
  ])('take the place of a row that is %s, and the difference is told; comparing alone changes nothing', async (_how, sql, different) => {
    const ledger = await openBooks(program);
    await program.record(ledger);
    await program.record(ledger);
    const sound = await rows(ledger);
    await database.servicePool.query(sql, [ledger]);
    const unsound = await rows(ledger);
    expect(await program.rebuilding.rebuild(obligations, ledger, false)).toMatchObject({ different });
    expect(await rows(ledger)).toEqual(unsound);
    expect(await program.rebuilding.rebuild(obligations, ledger, true)).toMatchObject({ different });
    expect(await rows(ledger)).toEqual(sound);
  });

  it('are gone on with after the program was cut off in the middle, and not made by two at once', async () => {
    const ledger = await openBooks(program);
    await Promise.all(Array.from({ length: 1_050 }, () => program.record(ledger)));
    const sound = await rows(ledger);
    await database.servicePool.query('update obligation set owed_minor = 0 where ledger_id = $1', [ledger]);
    const cut = program.rebuilding.rebuild(obligations, ledger, true, () => {
      throw new Error('The power went.');
    });
    await expect(cut).rejects.toThrow('The power went.');
    const {
      rows: [reached],
    } = await database.servicePool.query('select position::int from rebuild_progress where ledger_id = $1', [ledger]);
    expect(reached).toEqual({ position: 2_000 });
    expect((await rows(ledger)).every(({ owed_minor }) => owed_minor === '0')).toBe(true);

    const seen: bigint[] = [];
    let second: Promise<unknown> | undefined;
    const goneOnWith = await program.rebuilding.rebuild(obligations, ledger, true, (position) => {
      seen.push(position);
      second ??= expect(program.rebuilding.rebuild(obligations, ledger, true)).rejects.toMatchObject({ name: 'RebuildUnderWay' });
    });
    await second;
    expect(seen).toEqual([2_105n]);
    expect(goneOnWith).toEqual({ table: 'obligation', rows: 1_050, different: 2_100, left: 0 });
    expect(await rows(ledger)).toEqual(sound);
    const { rows: beside } = await database.servicePool.query(
      `select 1 from pg_class where relnamespace = 'rebuild'::regnamespace union all select 1 from rebuild_progress`,
    );
    expect(beside).toEqual([]);
  });

  it('are not mixed with rows that were made by other steps', async () => {
    const ledger = await openBooks(program);
    await program.record(ledger);
    const other = { ...obligations, recipe: 'other steps' };
    const cut = program.rebuilding.rebuild(other, ledger, true, () => {
      throw new Error('The power went.');
    });
    await expect(cut).rejects.toThrow('The power went.');
    await database.servicePool.query(`update rebuild.obligation_${ledger.replaceAll('-', '')} set owed_minor = 1`);
    expect(await program.rebuilding.rebuild(obligations, ledger, true)).toMatchObject({ rows: 1, different: 0 });
  });

  it('leave the rows of other ledgers alone', async () => {
    const [ledger, other] = [await openBooks(program), await openBooks(program)];
    await program.record(ledger);
    await program.record(other);
    const before = await rows(other);
    await database.servicePool.query('update obligation set owed_minor = 0 where ledger_id = $1', [ledger]);
    await program.rebuilding.rebuild(obligations, ledger, true);
    expect(await rows(other)).toEqual(before);
  });

  it('are the same while payments come in, also with every client of the pool waiting for the ledger', async () => {
    const ledger = await openBooks(program);
    const isOver = { yet: false };
    const writers = Array.from({ length: 12 }, async (_, index) => {
      while (!isOver.yet) await program.record(ledger, { amount: money(BigInt(100 + index), 'CAD') });
    });
    for (let count = 0; count < 5; count += 1) {
      expect(await program.rebuilding.rebuild(obligations, ledger, true)).toMatchObject({ different: 0 });
    }
    await database.servicePool.query('update obligation set owed_minor = owed_minor + 1 where ledger_id = $1 and position = 7', [ledger]);
    expect(await program.rebuilding.rebuild(obligations, ledger, true)).toMatchObject({ different: 2 });
    isOver.yet = true;
    await Promise.all(writers);
    for (const projection of projections)
      expect(await program.rebuilding.rebuild(projection, ledger, false)).toMatchObject({ different: 0 });
  });

  it('are the same where someone was taken off, and back on, again and again', async () => {
    const ledger = await openBooks(program);
    const change = (role?: 'auditor' | 'bookkeeper') => {
      const command = new ChangeSteward({ ledger, by: 'account:test', request: v7(), steward, ...(role && { role }) });
      const decision = ({ books }: { books: Parameters<typeof changeSteward>[0] }, now: string): { books: LedgerFact[] } => ({
        books: changeSteward(books, command.input, now),
      });
      return program.store.decide(command, { books: ledgerStream }, decision);
    };
    const steward = v7();
    for (const role of ['auditor', undefined, 'bookkeeper', 'auditor', undefined, 'bookkeeper'] as const) {
      await change(role);
      expect(await program.rebuilding.rebuild(memberships, ledger, false)).toMatchObject({ different: 0 });
    }
    await change();
    expect(await program.rebuilding.rebuild(memberships, ledger, true)).toEqual({ table: 'membership', rows: 1, different: 0, left: 0 });
  });
});
