import { createHash } from 'node:crypto';
import { longestDelayDays, type Schedule, schedules } from '../public-log/schedule.js';
import { type Currency, exponentOf, isCurrency } from './currency.js';
import { type Money, amountSaid, formatAmount, money } from './money.js';
import { Refusal } from './refusal.js';

/** How often the promise's figure appears. A quarter is written as its last month. */
export type PledgeEvery = 'monthly' | 'quarterly';

/** What the log says of its rules: the values that decide when a figure may appear. */
export interface PublishedRules {
  /** People of whom a batch must speak at least. */
  readonly k: number;
  /** The most that one of them may hold of it, in percent. */
  readonly dominancePercent: number;
  /** Days from the end of a period to its first publication. */
  readonly delayDays: number;
  readonly schedule: Schedule;
  readonly pledgeEvery: PledgeEvery;
  /** Payments, of as many payers, for which a pledge figure must stand at least. */
  readonly minPayments: number;
}

/** The rules of publication as a steward adopted them, on the ledger's own stream. */
export interface PublicationRules extends PublishedRules {
  readonly preset: 'guarded' | 'open' | 'own';
  /** The size of a slot where it is not the usual one; one a currency. */
  readonly units: readonly Money[];
  /** Said in so many words by the steward; without it a pledge figure stands for five payments at least. */
  readonly clientsMayBeRecognisable: boolean;
  /** The rules document, served as it is; the log carries its SHA-256. */
  readonly text: string;
}

export type RulesChoice = Omit<PublicationRules, 'preset' | 'text'>;

const guarded: RulesChoice = {
  k: 5,
  dominancePercent: 50,
  delayDays: 35,
  schedule: 'monthly:second-tuesday',
  pledgeEvery: 'monthly',
  minPayments: 5,
  units: [money(500n, 'CAD')],
  clientsMayBeRecognisable: false,
};

const written = (preset: PublicationRules['preset'], choice: RulesChoice): PublicationRules => {
  const { k, dominancePercent, delayDays, schedule, pledgeEvery, minPayments, units, clientsMayBeRecognisable } = choice;
  const rules = { k, dominancePercent, delayDays, schedule, pledgeEvery, minPayments, units, clientsMayBeRecognisable };
  return { preset, ...rules, text: rulesDocument(choice) };
};

/** `guarded` unless the steward chose otherwise; `open` shows more, sooner, and keeps both thresholds. */
export function presetRules(preset: 'guarded' | 'open', pledgeEvery: PledgeEvery = 'monthly'): PublicationRules {
  switch (preset) {
    case 'guarded':
      return written('guarded', { ...guarded, pledgeEvery });
    case 'open':
      return written('open', { ...guarded, pledgeEvery, k: 3, delayDays: 7 });
  }
}

/** Rules of a steward's own. @throws Refusal for rules under which people could be found. */
export function ownRules(choice: RulesChoice): PublicationRules {
  within('k', choice.k, 3, 100, 'A batch speaks of at least 3 people, better 5. Choose a number from 3 to 100.');
  const least = Math.ceil(100 / choice.k);
  within('dominance', choice.dominancePercent, least, 50, `Nobody may have more than half of a batch. Choose ${least} to 50 percent.`);
  within('delay', choice.delayDays, 7, longestDelayDays, `A period waits at least 7 days. Choose 7 to ${longestDelayDays} days.`);
  within('payments', choice.minPayments, 1, 100, 'A pledge figure stands for at least 5 payments. Choose a number from 1 to 100.');
  if (choice.minPayments < 5 && !choice.clientsMayBeRecognisable) {
    throw new Refusal(
      'publication/clients-recognisable',
      'Below five payments a client could be recognised in the figure. Keep five, or state that clients may be recognisable.',
    );
  }
  if (!schedules.includes(choice.schedule)) {
    throw new Refusal('publication/unknown-schedule', `Publication follows a fixed schedule. Choose ${schedules.join(' or ')}.`);
  }
  if (choice.pledgeEvery !== 'monthly' && choice.pledgeEvery !== 'quarterly') {
    throw new Refusal('publication/unknown-pledge-rhythm', 'The pledge is published monthly or quarterly. Choose one of the two.');
  }
  unitsHold(choice.units);
  return written('own', choice);
}

function within(what: string, value: number, least: number, most: number, sentence: string): void {
  if (!Number.isInteger(value) || value < least || value > most) throw new Refusal(`publication/${what}-out-of-bounds`, sentence);
}

function unitsHold(units: readonly Money[]): void {
  const seen = new Set<Currency>();
  for (const { minor, currency } of units) {
    if (!isCurrency(currency))
      throw new Refusal(
        'publication/unit-of-no-currency',
        `"${currency.slice(0, 20)}" is not a currency. Use its three letters, like CAD.`,
      );
    if (seen.has(currency)) throw new Refusal('publication/two-units', `${currency} has one unit. Keep one of the two.`);
    seen.add(currency);
    if (minor < wholeUnit(currency)) {
      throw new Refusal(
        'publication/unit-too-small',
        `A unit of ${currency} is at least ${formatAmount(money(wholeUnit(currency), currency))}.`,
      );
    }
  }
}

const wholeUnit = (currency: Currency): bigint => 10n ** BigInt(exponentOf(currency));

/** The size of a slot in that currency: as adopted, or 5.00 of a currency with cents, 500 of one without, 1.000 of one with mils. */
export function unitOf(rules: PublicationRules, currency: Currency): Money {
  const chosen = rules.units.find((unit) => unit.currency === currency);
  if (chosen) return chosen;
  return money(exponentOf(currency) === 3 ? 1000n : 500n, currency);
}

/** A payout is a whole number of units of the currency that the person receives. */
export const isWholeUnits = (paid: Money, rules: PublicationRules): boolean => paid.minor % unitOf(rules, paid.currency).minor === 0n;

/** SHA-256 of the rules document, as the log carries it: 64 hexadecimal digits. */
export const rulesHash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** The rules in words. The bytes are stored with the rules, never made again: their hash is in the log for good. */
export function rulesDocument(choice: RulesChoice): string {
  const units = choice.units.map(amountSaid).join(', ');
  return [
    'What this log says, and when',
    '',
    'The money is public, the people are not. No entry names, numbers or describes a person.',
    '',
    `Publication is on the second Tuesday of each month at 16:00 UTC, for months that ended`,
    `at least ${choice.delayDays} days before.`,
    `Money passed on is published in equal slots (${units || 'of the usual size'}; other currencies 5.00, 500 or 1.000), in batches`,
    `of at least ${choice.k} people of whom nobody has more than ${choice.dominancePercent} percent, and only once the money is final.`,
    `What was promised is published ${choice.pledgeEvery}, in figures that stand for at least ${choice.minPayments} payments of as many`,
    'payers; refunds are netted into the next figure. What does not yet meet these rules waits for a later publication.',
    ...(choice.clientsMayBeRecognisable ? ['The practitioner states that clients may be recognisable in these figures.'] : []),
    'Money that came back is stated once it came from as many people; below that it is passed on anew after 12 months, and',
    'as many slots are left out of later batches. Every month is stated, also one in which nothing could be said.',
    'Rules change only for months that begin after the change was published. What was sent before keeps the stricter of the two.',
    '',
    'The format of the log, byte by byte, is in docs/public-log.md of the program mutual-aid-ledger.',
    '',
  ].join('\n');
}
