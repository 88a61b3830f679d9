import fc from 'fast-check';
import pg from 'pg';
import { v7 } from 'uuid';
import { projections } from '../../src/rows.js';
import { type FundFact, evolveFund, fundImbalance, fundStream } from '../../src/domain/fund.js';
import { InvalidInput, Refusal } from '../../src/domain/refusal.js';
import { walkChain } from '../../src/event-store/chain.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import type { Decided } from '../../src/event-store/event-store.js';
import { sumPayouts } from '../../src/event-store/payout-totals.js';
import { Rebuilding } from '../../src/event-store/rebuild.js';
import { testConnections } from '../support/database.js';
import { type TestProgram, openTestLedger, startProgram } from '../support/ledger.js';
import { type Known, type Step, commandOf, learn, steps } from './steps.js';

describe('whatever people do, and however many of them at once', () => {
  let program: TestProgram;
  let pool: pg.Pool;
  beforeAll(async () => {
    program = await startProgram();
    pool = new pg.Pool({ ...testConnections().service, max: 2 });
  });
  afterAll(async () => {
    await pool.end();
    await program.stop();
  });

  let ledgers = 0;
  async function openKnown(): Promise<Known> {
    ledgers += 1;
    return { ledger: await openTestLedger(program, `river-${ledgers}`), stewards: [v7(), v7()], payments: [], calls: [], payouts: [] };
  }

  /** Does them all at once. A no is an answer; anything else is a fault. */
  async function together(known: Known, moment: readonly Step[]): Promise<void> {
    const answers = await Promise.allSettled(moment.map((step) => program.send<Decided>(commandOf(known, step))));
    for (const answer of answers) {
      if (answer.status === 'fulfilled') learn(known, answer.value.events);
      else if (!(answer.reason instanceof Refusal || answer.reason instanceof InvalidInput)) throw answer.reason;
    }
  }

  const totalsOfMonths = async (ledger: string) =>
    (await pool.query('select month, kind, currency, minor, lines from month_total where ledger_id = $1 order by 1, 2, 3', [ledger])).rows;
  const sumsOverRows = async (ledger: string) =>
    (
      await pool.query(
        `select month, kind, currency, sum(owed_minor)::text as minor, count(*)::text as lines from obligation where ledger_id = $1 group by 1, 2, 3
         order by 1, 2, 3`,
        [ledger],
      )
    ).rows;

  it('the books agree with themselves: kept states with the fold, rows with a rebuild, the fund with what came in, totals with their lines', async () => {
    const reader = program.app.get(EventReader);
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(steps, { minLength: 1, maxLength: 4 }), { minLength: 25, maxLength: 45 }), async (moments) => {
        const known = await openKnown();
        for (const moment of moments) await together(known, moment);
        const { ledger } = known;

        let position = 0n;
        let fund = fundStream('CAD').unborn;
        for await (const event of reader.all(ledger, 0n, 50)) {
          seen.add(event.type);
          position += 1n;
          expect(event.position).toBe(position);
          if (event.stream === 'fund/CAD') fund = evolveFund(fund, event as unknown as FundFact);
          expect(fundImbalance(fund).minor).toBe(0n);
        }
        expect(await reader.state(ledger, fundStream('CAD'))).toEqual(fund);
        expect((await walkChain(pool, ledger)).faults).toEqual([]);
        for (const projection of projections) {
          expect(await program.app.get(Rebuilding).rebuild(projection, ledger, false)).toMatchObject({ different: 0 });
        }
        expect(await sumPayouts(pool, ledger, false)).toMatchObject({ different: 0 });
        expect(await totalsOfMonths(ledger)).toEqual(await sumsOverRows(ledger));
      }),
      { numRuns: 12, endOnFailure: true },
    );
    const whatHappened = ['ObligationAdjusted', 'PayoutApproved', 'PayoutReleased', 'StewardRemoved', 'MonthClosed'];
    expect([...seen]).toEqual(expect.arrayContaining(whatHappened));
  });
});
