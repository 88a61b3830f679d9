import fc from 'fast-check';
import { v7 } from 'uuid';
import { projections } from '../../src/rows.js';
import { type FundFact, evolveFund, fundStream } from '../../src/domain/fund.js';
import { walkChain } from '../../src/event-store/chain.js';
import type { Decided } from '../../src/event-store/event-store.js';
import type { RecordedEvent } from '../../src/event-store/recorded.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type Ask, type Known, askFor, keyOf, someDeeds } from './deeds.js';
import { type Program, openBooks, startBooks } from './program.js';

describe('whatever is asked of three programs on one database at once', () => {
  let database: FreshDatabase;
  let programs: Program[];
  beforeAll(async () => {
    database = await freshDatabase();
    programs = await Promise.all(Array.from({ length: 3 }, () => startBooks(database.connections.service, 6)));
  });
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await database.close();
  });

  async function openKnown(): Promise<Known> {
    const ledger = await openBooks(programs[0]!);
    const payments = [v7(), v7()];
    for (const payment of payments) await programs[0]!.record(ledger, { payment });
    const payer = v7();
    await database.dataSource.getRepository(keyOf(ledger, payer).constructor).insert(keyOf(ledger, payer));
    return { ledger, requests: [], answered: [], payments, payer };
  }

  /** First answers by request. */
  type Heard = Map<string, readonly RecordedEvent[]>;
  type Told = { readonly ask: Ask; readonly answer: PromiseSettledResult<Decided> };

  async function together(asks: readonly Ask[], heard: Heard): Promise<void> {
    const answers = await Promise.allSettled(asks.map((ask) => ask.send()));
    const all = asks.map((ask, index): Told => ({ ask, answer: answers[index]! }));
    for (const { ask, answer } of all) {
      expect(answer.status === 'fulfilled').toBe(ask.expects === 'yes');
      if (answer.status === 'rejected') {
        const { name, code } = answer.reason as { name: string; code?: string };
        expect(code ?? name).toBe(ask.expects);
      } else if (!answer.value.repeated) {
        expect(heard.has(ask.request)).toBe(false);
        heard.set(ask.request, answer.value.events);
      }
    }
    for (const { ask, answer } of all) {
      if (answer.status === 'fulfilled') expect(answer.value.events).toStrictEqual(heard.get(ask.request));
    }
  }

  async function booksAgree({ ledger }: Known, heard: Heard): Promise<void> {
    const events: RecordedEvent[] = [];
    let fund = fundStream('CAD').unborn;
    for await (const event of programs[1]!.reader.all(ledger)) {
      events.push(event);
      if (event.stream === 'fund/CAD') fund = evolveFund(fund, event as unknown as FundFact);
    }
    expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => BigInt(index + 1)));
    expect(events.length).toBe(9 + [...heard.values()].flat().length);
    for (const answer of heard.values()) {
      for (const event of answer) expect(events[Number(event.position) - 1]).toStrictEqual(event);
    }
    const { rows } = await database.servicePool.query<{ request_id: string }>(
      'select request_id from request where ledger_id = $1 order by recorded_at, request_id',
      [ledger],
    );
    expect(rows.map(({ request_id }) => request_id)).toEqual(expect.arrayContaining([...heard.keys()]));
    expect(rows.length).toBe(5 + heard.size);
    expect(await walkChain(programs[2]!.pool, ledger)).toEqual({ events: BigInt(events.length), faults: [] });
    expect(await programs[2]!.reader.state(ledger, fundStream('CAD'))).toEqual(fund);
    for (const projection of projections) {
      expect(await programs[0]!.rebuilding.rebuild(projection, ledger, false)).toMatchObject({ different: 0 });
    }
  }

  it('nothing is lost or doubled; who cannot be served fails alone; states, rows and chain agree; what is asked again is answered the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(someDeeds, { minLength: 1, maxLength: 24 }), { minLength: 3, maxLength: 8 }), async (moments) => {
        const [known, heard] = [await openKnown(), new Map() as Heard];
        const asked: Ask[] = [];
        for (const moment of moments) {
          const asks = moment.map((deed) => askFor(programs, known, deed));
          asked.push(...asks);
          await together(asks, heard);
          known.answered.push(...asks.filter(({ request }) => known.requests.includes(request)).map(({ request }) => request));
        }
        await booksAgree(known, heard);
        for (const { request, expects, send } of asked) {
          if (expects === 'yes') expect(await send()).toStrictEqual({ events: heard.get(request), repeated: true });
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });
});
