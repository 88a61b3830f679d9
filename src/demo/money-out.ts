import { type Day, type Instant, addDays, dayOf } from '../domain/calendar.js';
import { CloseCall, LogCall } from '../domain/call.js';
import { type Money, money } from '../domain/money.js';
import { ApprovePayout, ConfirmPayout, RecordPayoutReturned, RecordPayoutSent, ShowPayoutCard } from '../domain/payout-decisions.js';
import { ProposePayout } from '../domain/payout-proposal.js';
import { PayoutCarrier } from '../payouts/payouts.jobs.js';
import type { Diary } from './diary.js';
import type { Dice } from './dice.js';
import type { MoneyIn } from './money-in.js';
import { convertedAt, rateOn } from './paypal-file.js';
import { type Person, linkOf } from './people.js';
import { zone } from './span.js';
import { type Steward, madeBy } from './steward.js';

/** What one person is sent in a round: how much the fund gives, in CAD, a whole number of five dollars. */
export interface Share {
  readonly person: Person;
  readonly given: Money;
}

/** Calls, and what is sent in answer to them. */
export class MoneyOut {
  /** The person behind a handle, once they are known. */
  private readonly recipients = new Map<string, string>();
  private readonly openCalls = new Map<string, string>();
  private callsNoted = 0;

  constructor(
    private readonly steward: Steward,
    private readonly diary: Diary,
    private readonly dice: Dice,
    private readonly moneyIn: MoneyIn,
  ) {}

  async noteCall({ handle, rail, address, currency = 'CAD' }: Person, neededBy?: Day): Promise<string> {
    this.callsNoted += 1;
    const recipient = this.recipients.get(handle);
    const asked = neededBy || this.dice.chance(30) ? { asked: money(BigInt(this.dice.between(8, 60)) * 500n, currency) } : {};
    const decided = await this.steward.send(
      new LogCall({
        ...this.steward.asked(),
        link: linkOf(handle, this.callsNoted),
        rail,
        address,
        fitsThePromise: true,
        ...asked,
        ...(neededBy && { neededBy }),
        ...(recipient && { recipient }),
      }),
    );
    const { call } = madeBy(decided, 'CallLogged').data;
    this.recipients.set(handle, madeBy(decided, 'RecipientKnown').data.recipient);
    this.openCalls.set(handle, call);
    return call;
  }

  async putAway(call: string, reason: 'answered' | 'answered-elsewhere' | 'not-this-time'): Promise<void> {
    await this.steward.send(new CloseCall({ ...this.steward.asked(), call, reason }));
  }

  async propose({ person, given }: Share): Promise<string> {
    const { currency = 'CAD' } = person;
    const rate = rateOn(dayOf(this.diary.now, zone));
    const fives = (given.minor * 10_000n) / rate / 500n;
    const amount = currency === 'CAD' ? given : money(fives * 500n, currency);
    const conversion = currency === 'CAD' ? {} : { given: { amount: convertedAt(amount, rate), source: 'the rate that PayPal showed' } };
    const call = this.openCalls.get(person.handle)!;
    const decided = await this.steward.send(new ProposePayout({ ...this.steward.asked(), call, amount, ...conversion }));
    return madeBy(decided, 'PayoutProposed').data.payout;
  }

  /** Approved, prepared by its rail as the queue's job would, and its card opened. */
  async openCard(payout: string): Promise<void> {
    const { steward, diary } = this;
    await steward.send(new ApprovePayout({ ...steward.asked(), payout }));
    await steward.the(PayoutCarrier).carry(steward.ledger, payout);
    diary.minutesLater(1);
    await steward.send(new ShowPayoutCard({ ...steward.asked(), payout }));
  }

  /** @param comesBack it is never accepted, and is back after the thirty days that Interac keeps it */
  async send(share: Share, comesBack: boolean): Promise<void> {
    const { steward, diary } = this;
    const payout = await this.propose(share);
    await this.openCard(payout);
    diary.minutesLater(2);
    const sentAt = diary.now;
    await steward.send(new RecordPayoutSent({ ...steward.asked(), payout, sentAt }));
    await this.putAway(this.openCalls.get(share.person.handle)!, 'answered');
    if (share.person.rail === 'interac') this.bankLine(share, sentAt, 'E-TRANSFER SENT', -share.given.minor);
    if (comesBack) this.returnLater(share, payout, addDays(sentAt, 30));
    else this.confirmLater(share, payout, sentAt);
  }

  private bankLine({ person }: Share, moment: Instant, kind: string, minor: bigint): void {
    this.moneyIn.onTheBank({ day: dayOf(moment, zone), kind, who: person.handle.toUpperCase().replaceAll('-', ' '), minor });
  }

  /** Some mails say that it was accepted, some people write; for most, five weeks pass and the sweep finds it. */
  private confirmLater({ person: { rail } }: Share, payout: string, sentAt: Instant): void {
    if (rail === 'cash') return;
    const { steward, diary, dice } = this;
    const because = rail === 'interac' && dice.chance(25) ? 'mail-accepted' : dice.chance(20) ? 'person-said-so' : undefined;
    if (!because) return;
    diary.note(addDays(sentAt, because === 'mail-accepted' ? dice.between(1, 3) : dice.between(2, 9)), async () => {
      await steward.send(new ConfirmPayout({ ...steward.asked(), payout, because }));
    });
  }

  private returnLater(share: Share, payout: string, returnedAt: Instant): void {
    this.diary.note(returnedAt, async () => {
      await this.steward.send(new RecordPayoutReturned({ ...this.steward.asked(), payout, reason: 'expired', returnedAt }));
      this.bankLine(share, returnedAt, 'E-TRANSFER CANCEL', share.given.minor);
    });
  }

  /** Calls that were heard and not answered here. */
  hearAndPutAway(person: Person, moment: Instant): void {
    this.diary.note(moment, async () => {
      const call = await this.noteCall(person);
      const reason = this.dice.chance(50) ? 'answered-elsewhere' : 'not-this-time';
      this.diary.note(addDays(moment, this.dice.between(8, 25)), () => this.putAway(call, reason));
    });
  }
}
