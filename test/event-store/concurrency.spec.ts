import { money } from '../../src/domain/money.js';
import { walkChain } from '../../src/event-store/chain.js';
import type { Decided } from '../../src/event-store/event-store.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type Program, openBooks, startBooks } from './program.js';

describe('many commands at once, from two programs on one database', () => {
  let database: FreshDatabase;
  let programs: [Program, Program];
  beforeAll(async () => {
    database = await freshDatabase();
    programs = await Promise.all([startBooks(database.connections.service), startBooks(database.connections.service)]);
  });
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await database.close();
  });

  const positionsOf = async (ledger: string): Promise<bigint[]> => {
    const positions: bigint[] = [];
    for await (const { position } of programs[0].reader.all(ledger)) positions.push(position);
    return positions;
  };
  const upTo = (last: number): bigint[] => Array.from({ length: last }, (_, index) => BigInt(index + 1));
  const acknowledged = (answers: Decided[]): bigint[] => answers.flatMap(({ events }) => events.map(({ position }) => position));
  const inOrder = (positions: bigint[]): bigint[] => [...positions].sort((a, b) => Number(a - b));

  it('the lines of one ledger are numbered without a gap, and every answer names the lines that are there', async () => {
    const ledger = await openBooks(programs[0]);
    const answers = await Promise.all(Array.from({ length: 32 }, (_, index) => programs[index % 2]!.record(ledger)));
    expect(await positionsOf(ledger)).toEqual(upTo(5 + 64));
    expect(inOrder(acknowledged(answers))).toEqual(upTo(5 + 64).slice(5));
    expect(await walkChain(programs[1].pool, ledger)).toEqual({ events: 69n, faults: [] });
  });

  it('eight ledgers are numbered each for itself', async () => {
    const ledgers = await Promise.all(Array.from({ length: 8 }, (_, index) => openBooks(programs[index % 2]!)));
    await Promise.all(ledgers.flatMap((ledger) => Array.from({ length: 6 }, (_, index) => programs[index % 2]!.record(ledger))));
    for (const ledger of ledgers) {
      expect(await positionsOf(ledger)).toEqual(upTo(5 + 12));
      expect(await walkChain(programs[0].pool, ledger)).toEqual({ events: 17n, faults: [] });
    }
  });

  it('positions stand in the order of their commits: a reader who remembers only the last one misses nothing', async () => {
    const ledger = await openBooks(programs[0]);
    let isWriting = true;
    const read: bigint[] = [];
    const reader = (async () => {
      for (let last = 0n; ; ) {
        const wasWriting = isWriting;
        const page = await programs[1].reader.page(ledger, last, 7);
        read.push(...page.map(({ position }) => position));
        last = page.at(-1)?.position ?? last;
        if (page.length === 0 && !wasWriting) return;
      }
    })();
    await Promise.all(Array.from({ length: 32 }, (_, index) => programs[index % 2]!.record(ledger)));
    isWriting = false;
    await reader;
    expect(read).toEqual(upTo(5 + 64));
  });

  it('the fund ends where the same payments one after another would have brought it', async () => {
    const ledger = await openBooks(programs[0]);
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => programs[index % 2]!.record(ledger, { amount: money(BigInt(1000 + index), 'CAD') })),
    );
    const { rows } = await database.servicePool.query(
      'select sum(owed_minor)::text as owed, count(*)::int as lines from obligation where ledger_id = $1',
      [ledger],
    );
    const owed = Array.from({ length: 20 }, (_, index) => Math.round((1000 + index) / 5)).reduce((sum, each) => sum + each, 0);
    expect(rows).toEqual([{ owed: String(owed), lines: 20 }]);
  });
});
