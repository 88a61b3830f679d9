import {
  ConfirmPayout,
  ApprovePayout,
  PreparePayout,
  RecordPayoutReturned,
  RecordPayoutSent,
  ShowPayoutCard,
} from '../../src/domain/payout-decisions.js';
import { ProposePayout } from '../../src/domain/payout-proposal.js';
import { type Consent, LogCall } from '../../src/domain/call.js';
import { GiveConsent } from '../../src/domain/consent.js';
import type { Finality } from '../../src/domain/payout.js';
import { addMonths, type Month } from '../../src/domain/calendar.js';
import { StateOpeningBalance } from '../../src/domain/fund.js';
import { ConfirmPublicAddress } from '../../src/domain/ledger.js';
import { money } from '../../src/domain/money.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { RefundPayment } from '../../src/domain/payment-changes.js';
import { Publish } from '../../src/domain/publish.js';
import { publicationDayIn } from '../../src/public-log/schedule.js';
import { newRequest, type TestProgram } from '../support/ledger.js';

/** What no public byte may ever hold: planted wherever a person leaves words. */
export const canary = {
  payer: 'Quillfeather',
  link: 'https://instagram.com/marrowbright',
  address: 'osprey-lantern@mail.example',
  payee: 'Thistledown Vex',
  memo: 'umbrella-nine-zero',
};
const six = [0, 1, 2, 3, 4, 5];

const by = 'account:test';
const cad = (minor: bigint) => money(minor, 'CAD');

/** A practice whose months are alike: six payments, one of them outside the promise, and six people to whom money goes. */
export class Year {
  private readonly calls: string[] = [];

  constructor(
    private readonly program: TestProgram,
    readonly ledger: string,
  ) {}

  private asked() {
    return { ledger: this.ledger, by, request: newRequest() };
  }

  async confirmAddress(): Promise<void> {
    await this.program.send(new ConfirmPublicAddress({ ...this.asked(), address: 'ledger.example' }));
  }

  async stateOpening(owedMinor: bigint): Promise<void> {
    await this.program.send(new StateOpeningBalance({ ...this.asked(), owed: cad(owedMinor), paid: cad(0n) }));
  }

  callAt(at: number): string {
    return this.calls[at]!;
  }

  /** Six people make calls. */
  async people(): Promise<void> {
    for (const each of six) {
      const { events } = await this.program.send(
        new LogCall({
          ...this.asked(),
          rail: 'interac',
          address: canary.address,
          payee: canary.payee,
          link: `${canary.link}/${each}`,
          fitsThePromise: true,
        }),
      );
      this.calls.push(events.flatMap((event) => (event.type === 'CallLogged' ? [event.data.call] : []))[0]!);
    }
  }

  /** Seven payments of 200.00, six people paying inside the promise, one outside; PayPal's comes with a fee. */
  async moneyIn(month: Month): Promise<string[]> {
    const paid: string[] = [];
    for (const each of [...six, 6]) {
      this.program.setTime(`${month}-${10 + each}T15:00:00Z`);
      const { events } = await this.program.send(
        new RecordPayment({
          ...this.asked(),
          amount: cad(20000n),
          method: each % 2 ? 'paypal' : 'interac',
          offering: each === 6 ? 'counselling-reduced' : 'ces-50',
          receivedAt: `${month}-${10 + each}T14:00:00.000Z`,
          payerName: `${canary.payer} ${each}`,
          reference: canary.memo,
          ...(each % 2 && { fee: cad(610n) }),
        }),
      );
      paid.push(events.flatMap((event) => (event.type === 'PaymentReceived' ? [event.data.payment] : []))[0]!);
    }
    return paid;
  }

  async refund(payment: string, minor: bigint, at: string): Promise<void> {
    await this.program.send(new RefundPayment({ ...this.asked(), payment, amount: cad(minor), refundedAt: at }));
  }

  /** `minor` to each of six people, sent on the 20th and found to have arrived. Answers the payouts. */
  async moneyOut(month: Month, minor: bigint, because: Finality = 'mail-accepted'): Promise<string[]> {
    const sent: string[] = [];
    for (const call of this.calls) {
      this.program.setTime(`${month}-20T15:00:00Z`);
      const { events } = await this.program.send(new ProposePayout({ ...this.asked(), call, amount: cad(minor) }));
      const payout = events.flatMap((event) => (event.type === 'PayoutProposed' ? [event.data.payout] : []))[0]!;
      await this.program.send(new ApprovePayout({ ...this.asked(), payout }));
      await this.program.send(new PreparePayout({ ...this.asked(), payout, code: 'AB2CD' }));
      await this.program.send(new ShowPayoutCard({ ...this.asked(), payout }));
      await this.program.send(
        new RecordPayoutSent({
          ...this.asked(),
          payout,
          sentAt: `${month}-20T15:00:00.000Z`,
          reference: canary.memo,
          againOnPurpose: true,
        }),
      );
      this.program.setTime(`${month}-22T15:00:00Z`);
      await this.program.send(new ConfirmPayout({ ...this.asked(), payout, because }));
      sent.push(payout);
    }
    return sent;
  }

  /** Of the people at these places among the six. */
  async agree(consent: Consent, places: readonly number[]): Promise<void> {
    for (const at of places) await this.program.send(new GiveConsent({ ...this.asked(), call: this.callAt(at), consent }));
  }

  async cameBack(payout: string, at: string): Promise<void> {
    await this.program.send(new RecordPayoutReturned({ ...this.asked(), payout, reason: 'sent-back', returnedAt: at }));
  }

  /** The scheduled publication that speaks of `month`, 35 days after it ended. */
  async publish(month: Month): Promise<void> {
    this.program.setTime(`${publicationDayIn('monthly:second-tuesday', addMonths(month, 2))}T17:00:00Z`);
    await this.program.send(new Publish(this.asked()));
  }
}
