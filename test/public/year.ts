import {
  ConfirmPayout,
  ApprovePayout,
  PreparePayout,
  RecordPayoutReturned,
  RecordPayoutSent,
  ShowPayoutCard,
} from '../../src/domain/payout-decisions.js';
import { ProposePayout } from '../../src/domain/payout-proposal.js';
import { type Consent, LogCall, type RailName } from '../../src/domain/call.js';
import { GiveConsent } from '../../src/domain/consent.js';
import type { Finality } from '../../src/domain/payout.js';
import { addDaysTo, addMonths, type Day, type Month } from '../../src/domain/calendar.js';
import { StateOpeningBalance } from '../../src/domain/fund.js';
import { ConfirmPublicAddress } from '../../src/domain/ledger.js';
import { money } from '../../src/domain/money.js';
import { type Method, RecordPayment } from '../../src/domain/payment.js';
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

  /** Money goes to whoever called last, in the place of the person there. */
  putLast(at: number): void {
    this.calls[at] = this.calls.pop()!;
  }

  /** Six people make calls. */
  async people(): Promise<void> {
    for (const each of six) await this.person(`${canary.link}/${each}`);
  }

  async person(link: string, rail: RailName = 'interac', address = canary.address): Promise<void> {
    const call = new LogCall({ ...this.asked(), rail, address, payee: canary.payee, link, fitsThePromise: true });
    const { events } = await this.program.send(call);
    this.calls.push(events.flatMap((event) => (event.type === 'CallLogged' ? [event.data.call] : []))[0]!);
  }

  /** Seven payments of 200.00, six people paying inside the promise, one outside; PayPal's comes with a fee. */
  async moneyIn(month: Month): Promise<string[]> {
    const paid: string[] = [];
    for (const each of [...six, 6]) {
      const offering = each === 6 ? 'counselling-reduced' : 'ces-50';
      paid.push(await this.payIn(`${month}-${10 + each}`, 20000n, each, each % 2 ? 'paypal' : 'interac', offering));
    }
    return paid;
  }

  /** Of the payer with that number. Answers the payment. */
  async payIn(day: Day, minor: bigint, payer: number, method: Method, offering = 'ces-50'): Promise<string> {
    this.program.setTime(`${day}T15:00:00Z`);
    const { events } = await this.program.send(
      new RecordPayment({
        ...this.asked(),
        amount: cad(minor),
        method,
        offering,
        receivedAt: `${day}T14:00:00.000Z`,
        payerName: `${canary.payer} ${payer}`,
        reference: canary.memo,
        ...(method === 'paypal' && { fee: cad(610n) }),
      }),
    );
    return events.flatMap((event) => (event.type === 'PaymentReceived' ? [event.data.payment] : []))[0]!;
  }

  async refund(payment: string, minor: bigint, at: string): Promise<void> {
    await this.program.send(new RefundPayment({ ...this.asked(), payment, amount: cad(minor), refundedAt: at }));
  }

  /** `minor` to each of six people, sent on the 20th and found to have arrived. Answers the payouts. */
  async moneyOut(month: Month, minor: bigint, because: Finality = 'mail-accepted'): Promise<string[]> {
    const sent: string[] = [];
    for (const [at] of this.calls.entries()) sent.push(await this.payOut(at, `${month}-20`, minor, because));
    return sent;
  }

  /** To the person at that place, sent on that day and found to have arrived two days later. Answers the payout. */
  async payOut(at: number, day: Day, minor: bigint, because: Finality = 'mail-accepted'): Promise<string> {
    this.program.setTime(`${day}T15:00:00Z`);
    const { events } = await this.program.send(new ProposePayout({ ...this.asked(), call: this.callAt(at), amount: cad(minor) }));
    const payout = events.flatMap((event) => (event.type === 'PayoutProposed' ? [event.data.payout] : []))[0]!;
    await this.program.send(new ApprovePayout({ ...this.asked(), payout }));
    await this.program.send(new PreparePayout({ ...this.asked(), payout, code: 'AB2CD' }));
    await this.program.send(new ShowPayoutCard({ ...this.asked(), payout }));
    const sent = { payout, sentAt: `${day}T15:00:00.000Z`, reference: canary.memo, againOnPurpose: true };
    await this.program.send(new RecordPayoutSent({ ...this.asked(), ...sent }));
    this.program.setTime(`${addDaysTo(day, 2)}T15:00:00Z`);
    await this.program.send(new ConfirmPayout({ ...this.asked(), payout, because }));
    return payout;
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
