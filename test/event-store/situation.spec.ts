import type { Pool } from 'pg';
import { type Fund, fundStream } from '../../src/domain/fund.js';
import { money } from '../../src/domain/money.js';
import { lookUp } from '../../src/event-store/situation.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type Program, openBooks, startBooks } from './program.js';

describe('what is looked up for a group', () => {
  let database: FreshDatabase;
  let program: Program;
  let ledger: string;
  beforeAll(async () => {
    database = await freshDatabase();
    program = await startBooks(database.connections.service);
    ledger = await openBooks(program);
    await program.record(ledger);
  });
  afterAll(async () => {
    await program.stop();
    await database.close();
  });

  it('is all of one head, also what has to be folded anew while others go on writing', async () => {
    const otherShape = { ...fundStream('CAD'), shape: 99 };
    let asked = 0;
    const between = {
      query: async (...query: unknown[]) => {
        asked += 1;
        if (asked === 2) await program.record(ledger, { amount: money(70_000n, 'CAD') });
        return (program.pool.query as (...query: unknown[]) => unknown)(...query);
      },
    };
    const { head, streams } = await lookUp(between as unknown as Pool, ledger, [], [otherShape]);
    expect(asked).toBe(2);
    expect(head.position).toBe(7n);
    expect(streams.get('fund/CAD')).toMatchObject({ version: 1 });
    expect((streams.get('fund/CAD')!.state as Fund).derived).toEqual(money(4000n, 'CAD'));
  });
});
