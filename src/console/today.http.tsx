import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { Calls } from '../calls/calls.queries.js';
import { addMonths, dayOf, monthOfDay } from '../domain/calendar.js';
import { countOpen } from '../domain/checklist.js';
import type { Fund } from '../domain/fund.js';
import { money, plus } from '../domain/money.js';
import { Terms } from '../event-store/ledger-terms.js';
import { AllFeedback } from '../feedback/feedback.queries.js';
import { Checklists } from '../months/checklist.queries.js';
import { ClosingDays } from '../months/closing-days.queries.js';
import { Obligations } from '../obligations/obligations.queries.js';
import { Payments } from '../payments/payments.queries.js';
import type { PayoutRow } from '../payouts/payouts.projection.js';
import { Payouts } from '../payouts/payouts.queries.js';
import { DayTotals } from '../reconciliation/day-totals.queries.js';
import { ImportRuns, type OnItsWay } from '../reconciliation/import-runs.queries.js';
import { PayPalConnections } from '../reconciliation/paypal-connections.queries.js';
import { Reconciliation } from '../reconciliation/reconciliation.queries.js';
import { isAllowed } from '../web/permissions.js';
import { monthInWords } from '../web/days.js';
import { Backups } from '../safekeeping/backups.queries.js';
import { HeldLedgers } from '../safekeeping/held-ledgers.queries.js';
import { backupInWords } from './backup-words.js';
import { Desk } from './desk.js';
import { pathsOf } from './pages/paths.js';
import { type FundToday, type Lately, TodayPage, type Waiting } from './pages/today.js';
import { counted, grouped } from './pages/words.js';
import { troubleInWords } from './paypal-words.js';

const latelyShown = 5;

/** Today: three figures, what waits with one next step each, and what happened last. */
@Controller('console/:ledger')
export class TodayPages {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Backups) private readonly backups: Backups,
    @Inject(HeldLedgers) private readonly held: HeldLedgers,
    @Inject(Calls) private readonly calls: Calls,
    @Inject(AllFeedback) private readonly feedback: AllFeedback,
    @Inject(ImportRuns) private readonly imports: ImportRuns,
    @Inject(Obligations) private readonly obligations: Obligations,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(Payouts) private readonly payouts: Payouts,
    @Inject(PayPalConnections) private readonly connections: PayPalConnections,
    @Inject(Checklists) private readonly checklists: Checklists,
    @Inject(ClosingDays) private readonly days: ClosingDays,
    @Inject(DayTotals) private readonly totals: DayTotals,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  @Get()
  @Allow('books.view')
  async today(@AskedBy() asker: Asker, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { ledgerId } = asker;
    const funds = [...(await this.obligations.funds(ledgerId)).values()];
    const calls = await this.calls.open(ledgerId);
    const lately = await this.lately(asker);
    this.desk.send(
      reply,
      <TodayPage
        frame={await this.desk.frame(asker, request)}
        day={await this.desk.today(ledgerId)}
        funds={funds.map(fundToday)}
        waiting={await this.waiting(asker)}
        callerDay={calls.flatMap(({ neededBy }) => neededBy ?? []).sort()[0]}
        lately={lately}
        isNew={lately.length === 0 && funds.every(isUntouched) && isAllowed(asker, 'policies.manage')}
        backup={backupInWords(await this.backups.standing(), this.desk.now(), (await this.terms.of(ledgerId)).zone)}
      />,
    );
  }

  private async waiting(asker: Asker): Promise<Waiting[]> {
    const { ledgerId, slug } = asker;
    const at = pathsOf(slug);
    const toReview = await this.reconciliation.countToReview(ledgerId);
    const payouts = await this.payouts.notFinal(ledgerId);
    const unclosed = await this.unclosedMonth(ledgerId);
    const differing = await this.totals.differing(ledgerId);
    const unfinished = await this.imports.unfinished(ledgerId);
    const troubles = (await this.connections.standing(ledgerId)).flatMap((each) => troubleInWords(each) ?? []);
    const isHeld = await this.held.isHeld(ledgerId);
    return [
      ...(isHeld
        ? [{ words: 'This ledger was put back from a backup, and is held', step: { words: 'See what is missing', href: at.held } }]
        : []),
      ...troubles.map((words) => ({ words, step: { words: 'Look at it', href: at.accounts } })),
      ...unfinished.map((each) => ({ words: importOnItsWay(each), step: { words: 'Look at it', href: at.import(each.import) } })),
      ...(toReview.mail > 0
        ? [{ words: `${counted(toReview.mail, 'mail')} from Interac to look at`, step: { words: 'Look at them', href: at.mailInbox } }]
        : []),
      ...(toReview.file > 0
        ? [{ words: `${counted(toReview.file, 'line')} from your accounts to look at`, step: { words: 'Look at them', href: at.review } }]
        : []),
      ...differing.map((month) => ({
        words: `Jane and the ledger differ in ${monthInWords(month)}`,
        step: { words: 'Look where', href: at.totalsOf(month) },
      })),
      ...payouts.flatMap((row) => waitingPayout(row, row.status === 'in-doubt' ? at.inDoubt : at.payout(row.payoutId))),
      ...(await this.waitingFeedback(asker)),
      ...(unclosed ? [{ words: await this.toClose(ledgerId, unclosed), step: { words: 'Carry on', href: at.month(unclosed) } }] : []),
    ];
  }

  private async waitingFeedback(asker: Asker): Promise<Waiting[]> {
    if (!isAllowed(asker, 'feedback.answer')) return [];
    const count = await this.feedback.countWaiting(asker.ledgerId);
    if (count === 0) return [];
    const words = count === 1 ? 'Feedback from somebody waits to be read' : `Feedback from ${grouped(count)} people waits to be read`;
    return [{ words, step: { words: 'Read it', href: pathsOf(asker.slug).feedback } }];
  }

  /** Once the set day has come, with what is open by now. */
  private async toClose(ledger: string, month: string): Promise<string> {
    if (!(await this.days.isPrepared(ledger, month))) return `${monthInWords(month)} isn’t closed`;
    const open = countOpen(await this.checklists.of(ledger, month));
    return `${monthInWords(month)} is ready to be closed: ${open === 0 ? 'nothing is open' : `${counted(open, 'thing')} ${open === 1 ? 'is' : 'are'} open`}`;
  }

  /** The first month that has ended and is still open, once anything was recorded in it or before. */
  private async unclosedMonth(ledger: string): Promise<string | undefined> {
    const closed = await this.terms.closedThrough(ledger);
    const first = (await this.payments.months(ledger)).at(-1);
    const next = closed ? addMonths(closed, 1) : first;
    return next && next < monthOfDay(await this.desk.today(ledger)) ? next : undefined;
  }

  private async lately({ ledgerId, slug }: Asker): Promise<Lately[]> {
    const at = pathsOf(slug);
    const { zone } = await this.terms.of(ledgerId);
    const payments = (await this.payments.latest(ledgerId, latelyShown)).map((row) => ({
      at: row.receivedAt,
      words: 'Came in',
      amount: money(row.amountMinor, row.currency),
      step: { words: 'Look at it', href: at.payment(row.paymentId) },
    }));
    const payouts = (await this.payouts.latest(ledgerId, latelyShown))
      .filter(({ sentAt }) => sentAt !== null)
      .map((row) => ({
        at: row.sentAt!,
        words: sentWords[row.status] ?? 'Sent, answering a call',
        amount: money(row.amountMinor, row.currency),
        step: { words: 'Look at it', href: at.payout(row.payoutId) },
      }));
    return [...payments, ...payouts]
      .sort((a, b) => (a.at < b.at ? 1 : -1))
      .slice(0, latelyShown)
      .map(({ at: moment, ...line }) => ({ ...line, day: dayOf(moment, zone) }));
  }
}

/** What was sent and did not simply go its way. */
const sentWords: Partial<Record<PayoutRow['status'], string>> = {
  unclaimed: 'Sent to answer a call, not yet claimed',
  'on-hold': 'Sent to answer a call, held by PayPal',
  reversed: 'Sent to answer a call, and taken back by PayPal',
  returned: 'Sent to answer a call, and came back',
};

/** Not even what was before the ledger is stated. */
const isUntouched = ({ opening, derived, advanced }: Fund): boolean => [opening, derived, advanced].every(({ minor }) => minor === 0n);

/** Owed is all that is promised and not yet known to have arrived. */
function fundToday({ available, reserved, inFlight, setApart }: Fund): FundToday {
  return { owed: [reserved, inFlight, setApart].reduce(plus, available), available, approved: reserved, onItsWay: inFlight, setApart };
}

const importOnItsWay = ({ is, through, lines }: OnItsWay): string =>
  `A file ${is === 'stopped' ? 'stopped on its way' : 'is being recorded'}: ${grouped(through)} of ${grouped(lines)} lines`;

function waitingPayout(row: PayoutRow, href: string): Waiting[] {
  const amount = money(row.amountMinor, row.currency);
  switch (row.status) {
    case 'proposed':
      return [{ words: 'A payout waits for approval', amount, step: { words: 'Look at it', href } }];
    case 'approved':
      if (row.rail === 'paypal') return [];
      return [{ words: 'A payout is ready to be sent', amount, step: { words: 'Send it', href } }];
    case 'held':
      return [{ words: 'An open card waits for word that it was sent', amount, step: { words: 'Say so', href } }];
    case 'in-doubt':
      return [{ words: 'Nobody knows yet whether a payout was sent', amount, step: { words: 'Look at it', href } }];
    case 'failed':
      return [{ words: 'PayPal did not take a payout', amount, step: { words: 'Look at it', href } }];
    case 'reversed':
      return [{ words: 'PayPal took a payout back after it was paid', amount, step: { words: 'Look at it', href } }];
    case 'put-off':
      return row.why === 'too-many' || row.why === 'not-reached'
        ? []
        : [{ words: 'PayPal does not take a payout yet', amount, step: { words: 'See why', href } }];
    case 'sent':
    case 'sending':
    case 'accepted':
    case 'unclaimed':
    case 'on-hold':
    case 'paid':
    case 'returned':
    case 'cancelled':
      return [];
  }
}
