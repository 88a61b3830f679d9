import type { INestApplicationContext } from '@nestjs/common';
import { type Instant, addDaysTo, addMonths, firstDayOf, lastDayOf } from '../domain/calendar.js';
import { fundStream } from '../domain/fund.js';
import { type Money, plus } from '../domain/money.js';
import { CloseMonth } from '../domain/month.js';
import { Publish } from '../domain/publish.js';
import { EventReader } from '../event-store/event-reader.js';
import { PayoutSweep } from '../payouts/payouts.jobs.js';
import { dueAt } from '../public-log/schedule.js';
import { diceOf } from './dice.js';
import { Diary } from './diary.js';
import { hearFeedback } from './feedback.js';
import { leaveOpen } from './loose-ends.js';
import { MoneyIn } from './money-in.js';
import { MoneyOut } from './money-out.js';
import { demoPeople } from './people.js';
import { openPractice } from './practice.js';
import { type Round, roundsOf, sharesOf } from './rounds.js';
import { sessionsOf } from './sessions.js';
import { at, daysOf, spanUntil } from './span.js';
import type { Steward } from './steward.js';
import type { Year } from './year.js';

/** Payments in the books: so many sessions, and one of them twice by mistake. */
export const payments = 300;
export const payouts = 120;
/** Of what is ready to send, so much goes out on one evening. */
const percentAnEvening = 45;

export interface Filling {
  /** When the year ends: now, for whoever starts the demo. */
  readonly until: Instant;
  readonly setClock: (at: Instant) => void;
  readonly seed?: number;
  readonly tell?: (line: string) => void;
  readonly stop?: AbortSignal;
}

export interface DemoFigures {
  readonly ledger: string;
  readonly payments: number;
  readonly payouts: number;
  readonly publications: number;
  readonly closedMonths: number;
  /** All that was ever owed to the commons. */
  readonly owed: Money;
  readonly sent: Money;
}

/** Lives through the year by commands and files alone, day by day on the clock it is given. */
export async function fillDemo(app: INestApplicationContext, filling: Filling): Promise<DemoFigures> {
  const { until, setClock, seed = 20, tell = () => undefined, stop } = filling;
  const span = spanUntil(until);
  const dice = diceOf(seed);
  const diary = new Diary(setClock, stop);
  const people = demoPeople();
  await diary.live(at(span.firstDay, '00:05'));
  const { steward, accounts } = await openPractice(app, span);
  const moneyIn = new MoneyIn(span.firstDay, steward, diary, dice, people, accounts);
  const year: Year = { span, steward, diary, dice, moneyIn, moneyOut: new MoneyOut(steward, diary, dice, moneyIn) };

  for (const session of sessionsOf(people.payers, span.firstDay, span.lastDay, payments - 1, dice)) moneyIn.expect(session);
  planRounds(year, roundsOf(span, people.people, payouts, dice));
  planUpkeep(year);
  planMonths(year, tell);
  hearFeedback(year);
  leaveOpen(year, people);
  await diary.live(until);
  return figuresOf(steward);
}

/** The calls are noted in the days before; one payout of the fifth month's evenings is never accepted. */
function planRounds({ diary, dice, moneyOut, steward }: Year, rounds: readonly Round[]): void {
  for (const [index, { day, people }] of rounds.entries()) {
    for (const person of people)
      diary.note(at(addDaysTo(day, -dice.between(1, 3)), '20:15'), async () => void (await moneyOut.noteCall(person)));
    diary.note(at(day, '20:30'), async () => {
      const fund = await steward.the(EventReader).state(steward.ledger, fundStream('CAD'));
      const shares = sharesOf(people, fund.available.minor, percentAnEvening, dice);
      const back = index === 9 ? shares.findIndex(({ person }) => person.rail === 'interac') : -1;
      for (const [place, share] of shares.entries()) await moneyOut.send(share, place === back);
    });
  }
}

/** What runs by itself in a real ledger: the sweep, and publication on its days. */
function planUpkeep({ span, diary, steward }: Year): void {
  for (const day of daysOf(span.firstDay, span.lastDay)) diary.note(at(day, '03:10'), () => steward.the(PayoutSweep).confirmOld());
  for (const day of span.publicationDays) {
    diary.note(dueAt(day), async () => void (await steward.send(new Publish({ ...steward.asked(), by: 'publisher' }))));
  }
}

/** Files on the third, the close on the eighth; the last month that ended is left to be closed. */
function planMonths({ span, diary, steward, moneyIn }: Year, tell: (line: string) => void): void {
  const lastEnded = addMonths(span.months.at(-1)!, -1);
  for (const month of span.months.slice(0, -1)) {
    const next = firstDayOf(addMonths(month, 1));
    diary.note(at(addDaysTo(next, 2), '19:00'), () => moneyIn.bringIn(lastDayOf(month)));
    diary.note(at(addDaysTo(next, 7), '19:00'), async () => {
      const [came, went] = [steward.count('PaymentReceived'), steward.count('PayoutSentByHand')];
      tell(`${month} lived through: ${came} payments and ${went} payouts in the books so far.`);
      if (month < lastEnded) await steward.send(new CloseMonth({ ...steward.asked(), month }));
    });
  }
}

async function figuresOf(steward: Steward): Promise<DemoFigures> {
  const { available, reserved, inFlight, netPaid } = await steward.the(EventReader).state(steward.ledger, fundStream('CAD'));
  const sent = plus(inFlight, netPaid);
  return {
    ledger: steward.ledger,
    payments: steward.count('PaymentReceived'),
    payouts: steward.count('PayoutSentByHand'),
    publications: steward.count('PublicationMade'),
    closedMonths: steward.count('MonthClosed'),
    owed: plus(plus(available, reserved), sent),
    sent,
  };
}
