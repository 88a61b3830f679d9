import { addDays, addDaysTo, dayOf, type Day, type Instant } from '../domain/calendar.js';
import { ConfirmImport } from '../domain/import.js';
import { money, negated } from '../domain/money.js';
import type { Verdict } from '../domain/observation.js';
import type { ObservedLine } from '../domain/observed.js';
import { type Method, RecordPayment } from '../domain/payment.js';
import { RefundPayment, VoidPayment } from '../domain/payment-changes.js';
import type { RecordedEvent } from '../event-store/recorded.js';
import { ImportDrafts } from '../reconciliation/import-drafts.queries.js';
import { ImportPreviews } from '../reconciliation/import-preview.queries.js';
import { type BankLine, type DownloadedFile, bankFile, householdLines, transferCode } from './bank-file.js';
import type { Diary } from './diary.js';
import type { Dice } from './dice.js';
import { type PayPalLine, payPalFile, rateOn } from './paypal-file.js';
import type { DemoPeople } from './people.js';
import type { Session } from './sessions.js';
import { at, zone } from './span.js';
import { type Steward, madeBy } from './steward.js';

export interface Accounts {
  readonly bank: string;
  readonly paypal: string;
}

/** What comes in: on the bank's and PayPal's accounts as it is paid, in the books when the steward notes it or brings in a file. */
export class MoneyIn {
  private readonly bankLines: BankLine[] = [];
  private readonly payPalLines: PayPalLine[] = [];
  private readonly sessions: Session[] = [];
  private nextPayPalId = 1;

  /** @param unread the first day that no file has covered yet */
  constructor(
    private unread: Day,
    private readonly steward: Steward,
    private readonly diary: Diary,
    private readonly dice: Dice,
    private readonly people: DemoPeople,
    private readonly accounts: Accounts,
  ) {}

  /** A row for the bank's next file. */
  onTheBank(line: BankLine): void {
    this.bankLines.push(line);
  }

  onPayPal(line: PayPalLine): void {
    this.payPalLines.push(line);
  }

  expect(session: Session): void {
    const { way, day, paidAt, amount, payer: name, offering, refundMinor } = session;
    this.sessions.push(session);
    if (way === 'paypal') {
      const rate = amount.currency === 'CAD' ? {} : { rate: rateOn(day) };
      const said = { becomes: 'payment', offering } as const;
      this.onPayPal({
        at: paidAt,
        name,
        type: 'General Payment',
        status: 'Completed',
        gross: amount,
        ...rate,
        subject: `Session ${day}`,
        said,
      });
      if (refundMinor) {
        const gross = negated(money(refundMinor, amount.currency));
        this.onPayPal({ at: addDays(paidAt, 3), name, type: 'Payment Refund', status: 'Completed', gross, subject: '' });
      }
    } else if (way === 'e-transfer') {
      this.arriveOnTheBank(session, { becomes: 'payment', offering });
    } else {
      const notedOn = session.isLate ? addDaysTo(day, 45) : day;
      this.diary.note(at(notedOn, '21:00'), () => this.noteByHand(session));
    }
  }

  private arriveOnTheBank({ payer, day, amount, way }: Session, said: BankLine['said']): void {
    const isCheque = way === 'cheque';
    const who = isCheque ? '' : `${payer.toUpperCase()} ${transferCode(this.dice)}`;
    this.onTheBank({
      day,
      kind: isCheque ? 'MOBILE CHEQUE DEPOSIT' : 'E-TRANSFER - AUTODEPOSIT',
      who,
      minor: amount.minor,
      ...(said && { said }),
    });
  }

  private async noteByHand(session: Session): Promise<void> {
    const { way, paidAt, amount, payer, offering, refundMinor, isDoubled } = session;
    const method: Method = way === 'noted e-transfer' ? 'interac' : way === 'cheque' ? 'cheque' : 'cash';
    const { payment } = madeBy(
      await this.steward.send(
        new RecordPayment({
          ...this.steward.asked(),
          amount,
          method,
          offering,
          receivedAt: paidAt,
          payerName: payer,
        }),
      ),
      'PaymentReceived',
    ).data;
    if (way !== 'cash') this.arriveOnTheBank(session, isDoubled ? { becomes: 'payment', offering } : { becomes: 'evidence', payment });
    if (refundMinor) this.refundLater(session, payment, addDays(paidAt, 10));
    if (isDoubled) {
      this.diary.note(addDays(paidAt, 40), async () => {
        await this.steward.send(new VoidPayment({ ...this.steward.asked(), payment, reason: 'recorded-twice' }));
      });
    }
  }

  private refundLater({ payer, amount, refundMinor, way }: Session, payment: string, refundedAt: Instant): void {
    this.diary.note(refundedAt > this.diary.now ? refundedAt : this.diary.now, async () => {
      const given = money(refundMinor!, amount.currency);
      await this.steward.send(new RefundPayment({ ...this.steward.asked(), payment, amount: given, refundedAt }));
      if (way === 'paypal') return;
      this.onTheBank({ day: dayOf(refundedAt, zone), kind: 'E-TRANSFER SENT', who: `${payer.toUpperCase()} REFUND`, minor: -given.minor });
    });
  }

  /** Both files up to that day: downloaded, previewed, confirmed with what the steward says of their lines. */
  async bringIn(to: Day): Promise<void> {
    const from = this.unread;
    if (to < from) return;
    this.unread = addDaysTo(to, 1);
    const bank = this.bankLines.filter(({ day }) => day >= from && day <= to);
    await this.confirm(this.accounts.bank, bankFile([...bank, ...householdLines(this.people, from, to, this.dice)]));
    const inTime = (moment: Instant) => dayOf(moment, zone) >= from && dayOf(moment, zone) <= to;
    const lines = this.payPalLines.filter((line) => inTime(line.at));
    if (lines.length === 0) return;
    const file = payPalFile(lines, this.nextPayPalId);
    this.nextPayPalId = file.nextId;
    const events = await this.confirm(this.accounts.paypal, file);
    for (const session of this.sessions.filter(({ way, refundMinor, paidAt }) => way === 'paypal' && refundMinor && inTime(paidAt))) {
      const received = events.find(({ type, happenedAt }) => type === 'PaymentReceived' && happenedAt === session.paidAt);
      if (received?.type === 'PaymentReceived') this.refundLater(session, received.data.payment, addDays(session.paidAt, 3));
    }
  }

  /** @returns what the file added to the books */
  private async confirm(account: string, { bytes, said }: DownloadedFile): Promise<RecordedEvent[]> {
    const { ledger } = this.steward;
    const draft = await this.steward.the(ImportDrafts).read(ledger, account, bytes);
    this.diary.minutesLater(4);
    const { lines } = await this.steward.the(ImportPreviews).of(ledger, draft);
    const verdicts = lines.map(({ line, proposal }) => ({
      line: line.line,
      verdict: said.get(line.line) ?? aside(line) ?? proposal.verdict,
    }));
    return this.steward.confirm(new ConfirmImport({ ...this.steward.asked(), import: draft, verdicts }));
  }
}

/** A refund is recorded at its payment; the line that tells of it is put aside. */
const aside = ({ reading }: ObservedLine): Verdict | undefined =>
  reading === 'refunded' ? { becomes: 'dismissed', reason: 'seen-elsewhere' } : undefined;
