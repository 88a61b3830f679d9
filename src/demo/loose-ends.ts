import { addMinutes } from '../domain/calendar.js';
import { money } from '../domain/money.js';
import type { DemoPeople, Person } from './people.js';
import { at, dayAfter } from './span.js';
import type { Year } from './year.js';

const others = (people: DemoPeople): Person[] =>
  people.others.map((handle) => ({ handle, rail: 'interac', address: `${handle.replaceAll('-', '.')}@people.example` }));

/** Calls that were not answered here, and what waits for the steward on the day she looks: nobody's week is ever quite done. */
export function leaveOpen(year: Year, people: DemoPeople): void {
  const { span, diary, dice, moneyIn, moneyOut } = year;
  const [withDay, withoutDay, ...heard] = others(people) as [Person, Person, ...Person[]];
  for (const [index, person] of heard.entries()) {
    const month = span.months[1 + 2 * index];
    if (month) moneyOut.hearAndPutAway(person, at(`${month}-${dice.between(10, 27)}`, '13:20'));
  }
  const evening = addMinutes(span.until, -180);
  diary.note(evening, async () => {
    unclear(year, people);
    await moneyIn.bringIn(span.lastDay);
    diary.minutesLater(5);
    await moneyOut.noteCall(withDay, dayAfter(span.until, 6));
    await moneyOut.noteCall(withoutDay);
    await leavePayouts(year, people);
  });
}

/** Three lines that a person has to look at: from someone unknown, not finished at PayPal, and abroad without a rate. */
function unclear({ span: { lastDay }, moneyIn }: Year, { payers }: DemoPeople): void {
  moneyIn.onTheBank({
    day: lastDay,
    kind: 'E-TRANSFER - AUTODEPOSIT',
    who: 'SOMEONE NEW EXAMPLE',
    minor: 20_000n,
    said: { becomes: 'to-review' },
  });
  const type = 'General Payment';
  moneyIn.onPayPal({
    at: at(lastDay, '20:10'),
    name: payers[3]!,
    type,
    status: 'Pending',
    gross: money(25_000n, 'CAD'),
    subject: 'Next session',
  });
  moneyIn.onPayPal({
    at: at(lastDay, '20:40'),
    name: payers[1]!,
    type,
    status: 'Completed',
    gross: money(18_000n, 'USD'),
    subject: 'Session',
  });
}

/** One proposal to approve, and one card that was opened and not yet sent. */
async function leavePayouts({ moneyOut, diary }: Year, { people }: DemoPeople): Promise<void> {
  const [proposed, held] = people as [Person, Person];
  for (const person of [proposed, held]) await moneyOut.noteCall(person);
  diary.minutesLater(10);
  await moneyOut.propose({ person: proposed, given: money(4000n, 'CAD') });
  await moneyOut.openCard(await moneyOut.propose({ person: held, given: money(6000n, 'CAD') }));
}
