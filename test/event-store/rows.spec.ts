import fc from 'fast-check';
import { v7 } from 'uuid';
import { RowChanges } from '../../src/event-store/rows.js';
import { shapeOf, statementsAlone } from '../../src/event-store/row-statements.js';
import { PaymentRow } from '../../src/payments/payments.projection.js';
import { MonthTotalRow } from '../../src/reports/month-totals.projection.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';

type Change = { readonly what: 'insert' | 'set' | 'add' | 'remove'; readonly on: number; readonly size: number };

describe('changes to rows', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());

  const ids = Array.from({ length: 3 }, () => v7());
  const keyOf = (ledgerId: string, on: number) => ({ ledgerId, paymentId: ids[on]! });
  const rowOf = (ledgerId: string, { on, size }: Change): PaymentRow =>
    ({
      ...keyOf(ledgerId, on),
      receivedAt: '2026-10-04T16:00:00.000Z',
      month: '2026-10',
      belongsTo: null,
      amountMinor: BigInt(size),
      currency: 'CAD',
      feeMinor: 0n,
      taxMinor: 0n,
      tax: { treatment: 'exempt' },
      method: 'cash',
      offering: 'ces-50',
      insidePledge: true,
      policyVersion: size,
      refundedMinor: 0n,
      reversedMinor: 0n,
      reinstatedMinor: 0n,
      corrected: false,
      status: 'received',
      accountId: null,
      observationId: null,
      payer: null,
      reference: null,
    }) as PaymentRow;

  function gather(rows: RowChanges<PaymentRow>, ledger: string, change: Change): void {
    const key = keyOf(ledger, change.on);
    if (change.what === 'insert') rows.insert(rowOf(ledger, change));
    if (change.what === 'set') rows.set(key, { status: 'voided', refundedMinor: BigInt(change.size) });
    if (change.what === 'add') rows.add(key, { refundedMinor: BigInt(change.size), feeMinor: 1n });
    if (change.what === 'remove') rows.remove(key);
  }

  /** Writes each group of changes as one append or one page of a rebuild would. */
  async function written(groups: readonly (readonly Change[])[]): Promise<unknown[]> {
    const ledger = v7();
    const shape = shapeOf(database.dataSource, PaymentRow);
    for (const group of groups) {
      const rows = new RowChanges<PaymentRow>(['ledgerId', 'paymentId']);
      for (const change of group) gather(rows, ledger, change);
      for (const { sql, values } of statementsAlone(shape, rows.all(), shape.table)) await database.servicePool.query(sql, [...values]);
    }
    const { rows } = await database.servicePool.query('select * from payment where ledger_id = $1 order by payment_id', [ledger]);
    return rows.map((row) => ({ ...row, ledger_id: undefined }));
  }

  /** A row is inserted where none stands, and changed or removed where one does, as the books see to it. */
  function possible(changes: readonly Change[]): Change[] {
    const standing = new Set<number>();
    return changes.filter(({ what, on }) => {
      if ((what === 'insert') === standing.has(on)) return false;
      if (what === 'insert') standing.add(on);
      if (what === 'remove') standing.delete(on);
      return true;
    });
  }

  it('come to the same rows, written one by one or many at once', async () => {
    const change = fc.record({
      what: fc.constantFrom('insert' as const, 'set' as const, 'add' as const, 'remove' as const),
      on: fc.nat(2),
      size: fc.nat(99),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 20 }), fc.integer({ min: 1, max: 19 }), async (wanted, cut) => {
        const changes = possible(wanted);
        const oneByOne = await written(changes.map((each) => [each]));
        expect(await written([changes])).toEqual(oneByOne);
        expect(await written([changes.slice(0, cut), changes.slice(cut)])).toEqual(oneByOne);
      }),
      { numRuns: 60 },
    );
  });

  it('that are totals come to the same sums, written one by one or many at once', async () => {
    const shape = shapeOf(database.dataSource, MonthTotalRow);
    const total = fc.record({ month: fc.constantFrom('2026-09', '2026-10'), minor: fc.bigInt({ min: -99n, max: 99n }) });
    const writtenIn = async (groups: readonly (readonly { month: string; minor: bigint }[])[]): Promise<unknown[]> => {
      const ledgerId = v7();
      for (const group of groups) {
        const rows = new RowChanges<MonthTotalRow>(['ledgerId', 'month', 'kind', 'currency']);
        for (const { month, minor } of group) rows.total({ ledgerId, month, kind: 'derived', currency: 'CAD' }, { minor, lines: 1n });
        for (const { sql, values } of statementsAlone(shape, rows.all(), shape.table)) await database.servicePool.query(sql, [...values]);
      }
      const sql = 'select month, minor::int, lines::int from month_total where ledger_id = $1 order by month';
      return (await database.servicePool.query(sql, [ledgerId])).rows;
    };
    await fc.assert(
      fc.asyncProperty(fc.array(total, { maxLength: 12 }), fc.nat(11), async (all, cut) => {
        const months = ['2026-09', '2026-10'].filter((month) => all.some((each) => each.month === month));
        const sums = months.map((month) => {
          const alike = all.filter((each) => each.month === month);
          return { month, minor: Number(alike.reduce((sum, { minor }) => sum + minor, 0n)), lines: alike.length };
        });
        for (const groups of [all.map((each) => [each]), [all], [all.slice(0, cut), all.slice(cut)]])
          expect(await writtenIn(groups)).toEqual(sums);
      }),
      { numRuns: 30 },
    );
  });

  it('to a total are no other changes in the same append', () => {
    const rows = new RowChanges<PaymentRow>(['ledgerId', 'paymentId']);
    const ledgerId = v7();
    rows.set(keyOf(ledgerId, 0), { status: 'voided' });
    expect(() => rows.total(keyOf(ledgerId, 0), { refundedMinor: 1n })).toThrow(/cannot be changed in another way/);
  });

  it('cannot name a row by half of its key, or a column that is not there', () => {
    const rows = new RowChanges<PaymentRow>(['ledgerId', 'paymentId']);
    expect(() => rows.remove({ ledgerId: v7() })).toThrow(/whole key/);
    rows.set(keyOf(v7(), 0), { shoeSize: 1 } as never);
    expect(() => statementsAlone(shapeOf(database.dataSource, PaymentRow), rows.all(), 'payment')).toThrow(/no column for "shoeSize"/);
  });
});
