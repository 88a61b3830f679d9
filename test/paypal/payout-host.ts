import { LogCall } from '../../src/domain/call.js';
import { money } from '../../src/domain/money.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { ApprovePayout } from '../../src/domain/payout-decisions.js';
import { ChoosePayingAccount, SetPayoutLimit } from '../../src/domain/payout-limits.js';
import { ProposePayout } from '../../src/domain/payout-proposal.js';
import { PayoutSteps } from '../../src/payouts/payout-steps.js';
import { Examination } from '../../src/safekeeping/examination.js';
import { newRequest } from '../support/ledger.js';
import { type PayPalHost, startPayPalHost } from './host.js';

export interface PayoutStanding {
  readonly status: string;
  readonly why: string | null;
  readonly told: string | null;
}

/** A ledger with money in it that pays over PayPal's API, and the simulator that it pays through. */
export interface PayoutHost extends PayPalHost {
  /** A payout to a person who made a call, that is approved. */
  approved(address?: string, amountMinor?: bigint): Promise<string>;
  /** One step, if it is due. */
  step(payout: string): Promise<void>;
  passes(minutes: number): void;
  /** An hour passes before each step, until it stands as it is expected to. */
  until(payout: string, status: string): Promise<PayoutStanding>;
  payout(payout: string): Promise<PayoutStanding>;
  /** Types of what was recorded of it, in order. */
  history(payout: string): Promise<string[]>;
  /** What the program's own examination finds wrong with its books. */
  faults(): Promise<readonly string[]>;
}

const mostSteps = 30;

/** @param env settings beside those that lead to the simulator, which answers within a second or not at all */
export async function startPayoutHost(env: Record<string, string> = {}): Promise<PayoutHost> {
  const host = await startPayPalHost(env);
  const { program, ledger, account, sql, stub } = host;
  stub.status = 'PENDING';
  let now = Date.parse('2026-11-02T15:00:00.000Z');
  const asked = () => ({ ledger, by: 'account:ava', request: newRequest() });
  await host.connect();
  await program.send(new ChoosePayingAccount({ ...asked(), account }));
  await program.send(new SetPayoutLimit({ ...asked(), perPayout: money(50_000n, 'CAD'), perDay: money(5_000_000n, 'CAD') }));
  await program.send(
    new RecordPayment({
      ...asked(),
      amount: money(20_000_000n, 'CAD'),
      method: 'interac',
      offering: 'ces-50',
      receivedAt: '2026-10-04T16:00:00.000Z',
    }),
  );

  const passes = (minutes: number): void => {
    now += minutes * 60_000;
    program.setTime(new Date(now).toISOString());
  };
  const step = async (payout: string): Promise<void> => {
    await program.app.get(PayoutSteps).step({ ledger, payout });
  };
  const standing = async (payout: string): Promise<PayoutStanding> => {
    const [row] = await sql<PayoutStanding>(
      `select p.status, p.why, w.told from payout p left join payout_watch w using (ledger_id, payout_id) where p.payout_id = '${payout}'`,
    );
    return row!;
  };
  return {
    ...host,
    approved: async (address = 'ines@example.org', amountMinor = 4000n) => {
      const logged = await program.send(new LogCall({ ...asked(), rail: 'paypal', address, fitsThePromise: true }));
      const call = logged.events.flatMap((event) => (event.type === 'CallLogged' ? [event.data.call] : []))[0]!;
      const proposed = await program.send(new ProposePayout({ ...asked(), call, amount: money(amountMinor, 'CAD') }));
      const payout = proposed.events.flatMap((event) => (event.type === 'PayoutProposed' ? [event.data.payout] : []))[0]!;
      await program.send(new ApprovePayout({ ...asked(), payout }));
      return payout;
    },
    step,
    passes,
    until: async (payout, status) => {
      for (let steps = 0; steps < mostSteps; steps += 1) {
        const found = await standing(payout);
        if (found.status === status) return found;
        passes(60);
        await step(payout);
      }
      throw new Error(`The payout never became ${status}: ${JSON.stringify(await standing(payout))}`);
    },
    payout: standing,
    history: async (payout) =>
      (await sql<{ type: string }>(`select type from event where stream = 'payout/${payout}' order by position`)).map(({ type }) => type),
    faults: async () => (await program.app.get(Examination).of(ledger)).faults,
  };
}
