import { DataSource } from 'typeorm';
import { LogCall, type RailName } from '../../src/domain/call.js';
import { AdvanceFund, fundImbalance, fundStream } from '../../src/domain/fund.js';
import { nothing } from '../../src/domain/money.js';
import { type Payout, payoutStream } from '../../src/domain/payout.js';
import { ApprovePayout } from '../../src/domain/payout-decisions.js';
import { ChoosePayingAccount, SetPayoutLimit } from '../../src/domain/payout-limits.js';
import { ProposePayout } from '../../src/domain/payout-proposal.js';
import { AssertStatement } from '../../src/domain/statement.js';
import { Balances, postingsOf } from '../../src/domain/postings.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { PayoutSteps } from '../../src/payouts/payout-steps.js';
import { isBack } from '../paypal/simulator/life.js';
import { type PayPalHost, startPayPalHost } from '../paypal/host.js';
import { newRequest } from '../support/ledger.js';
import { cash } from '../support/given.js';

/** The whole program, its PayPal over sockets, and a ledger that pays over it. Jobs are run by the spec. */
export interface House extends PayPalHost {
  asked(by?: string): { ledger: string; by: string; request: string };
  /** A payout over PayPal's API, approved. */
  approved(amount?: string, address?: string): Promise<string>;
  proposed(amount?: string, address?: string, rail?: RailName): Promise<string>;
  status(payout: string): Promise<string>;
  /** One step, as a job makes it; time stands still unless it is moved. */
  step(payout: string): Promise<number | undefined>;
  /** Minutes pass, and every payout makes the steps that are due. */
  pass(minutes: number, ...payouts: string[]): Promise<void>;
  /** The account's own word on a period, in CAD. */
  states(from: string, through: string, opening: string, closing: string): Promise<unknown>;
  types(payout: string): Promise<string[]>;
  /** What is wrong: money out twice, a fund out of balance, books unlike the world, words that PayPal's documents do not allow. */
  faults(...payouts: string[]): Promise<string[]>;
}

const begins = Date.parse('2026-11-02T15:00:00.000Z');
const by = 'account:test';

/** In which bucket of the fund its money is, by what has become of it. */
const bucketOf: Readonly<Partial<Record<Payout['status'], string>>> = {
  proposed: 'free',
  cancelled: 'free',
  failed: 'free',
  approved: 'reserved',
  held: 'reserved',
  sending: 'reserved',
  'put-off': 'reserved',
  'in-doubt': 'reserved',
  sent: 'in-flight',
  accepted: 'in-flight',
  unclaimed: 'in-flight',
  'on-hold': 'in-flight',
};

export async function openHouse(env: Record<string, string> = {}): Promise<House> {
  const host = await startPayPalHost(env);
  const { program, ledger, account, stub } = host;
  const asked = (who = by) => ({ ledger, by: who, request: newRequest() });
  let now = begins;
  await host.connect();
  await program.send(new AdvanceFund({ ...asked(), amount: cash('100000.00 CAD') }));
  await program.send(new SetPayoutLimit({ ...asked(), perPayout: cash('100.00 CAD'), perDay: cash('90000.00 CAD') }));
  await program.send(new ChoosePayingAccount({ ...asked(), account }));
  const reader = program.app.get(EventReader);
  const status = async (payout: string) => (await reader.state(ledger, payoutStream(payout))).status;
  const step = (payout: string) => program.app.get(PayoutSteps).step({ ledger, payout });
  let people = 0;
  const proposed = async (amount = '40.00 CAD', address?: string, rail: RailName = 'paypal') => {
    people += 1;
    const { events } = await program.send(
      new LogCall({ ...asked(), rail, address: address ?? `person${people}@example.org`, fitsThePromise: true }),
    );
    const call = events.flatMap((event) => (event.type === 'CallLogged' ? [event.data.call] : []))[0]!;
    const made = await program.send(new ProposePayout({ ...asked(), call, amount: cash(amount) }));
    return made.events.flatMap((event) => (event.type === 'PayoutProposed' ? [event.data.payout] : []))[0]!;
  };
  const eventsOf = async () => (await reader.page(ledger, 0n, 100_000)) as readonly { type: string; stream: string }[];
  return {
    ...host,
    asked,
    proposed,
    status,
    step,
    approved: async (amount, address) => {
      const payout = await proposed(amount, address);
      await program.send(new ApprovePayout({ ...asked(), payout }));
      return payout;
    },
    pass: async (minutes, ...payouts) => {
      now += minutes * 60_000;
      program.setTime(new Date(now).toISOString());
      await host.sql(`update paypal_pace set held_until = held_until - interval '${minutes} minutes'`);
      for (const payout of payouts) await step(payout);
    },
    states: (from, through, opening, closing) =>
      program.send(
        new AssertStatement({ ...asked(), account, from, through, opening: cash(`${opening} CAD`), closing: cash(`${closing} CAD`) }),
      ),
    types: async (payout) => (await eventsOf()).filter(({ stream }) => stream === `payout/${payout}`).map(({ type }) => type),
    faults: async (...payouts) => {
      const fund = await reader.state(ledger, fundStream('CAD'));
      const balances = new Balances();
      const off = (await reader.page(ledger, 0n, 100_000)).flatMap((event) => balances.add(postingsOf(event as never)));
      const found = [...stub.memory.paidTwice().map((id) => `${id} was sent twice`), ...stub.breaches];
      if (fundImbalance(fund).minor !== nothing('CAD').minor) found.push('the fund is out of balance');
      if (off.length > 0 || balances.unlike(fund).length > 0) found.push('the postings do not agree');
      for (const payout of payouts) {
        const is = await status(payout);
        const bucket = fund.held[payout]?.in ?? 'free';
        if (bucket !== (bucketOf[is] ?? bucket)) found.push(`${payout} is ${is}, and its money is ${bucket}`);
        const out = stub.memory.witnessed().filter((one) => one.senderPayout === payout && !isBack(one.status)).length;
        const may = is === 'in-doubt' ? [0, 1] : [['accepted', 'unclaimed', 'on-hold', 'paid'].includes(is) ? 1 : 0];
        if (!may.includes(out)) found.push(`${payout} is ${is}, and ${out} are out`);
      }
      return found;
    },
  };
}

/** What the queue would lose, and the rows that say when to look again. */
export const forgetWatches = ({ program }: House) => program.app.get(DataSource).query('delete from payout_watch');
