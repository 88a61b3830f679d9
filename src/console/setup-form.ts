import type { FirstLedgerWish } from '../access/first-ledger.js';
import { checkPassword } from '../access/passwords.js';
import { checkSignInName, signInNameOf } from '../access/sign-in-name.js';
import { isZone } from '../domain/calendar.js';
import { isCurrency } from '../domain/currency.js';
import { checkSlug } from '../domain/ledger.js';
import type { Offering } from '../domain/offering.js';
import { bases } from '../domain/pledge.js';
import { type FieldFault, InvalidInput, invalid } from '../domain/refusal.js';
import type { OfferingPreset } from '../ledgers/offering-presets.queries.js';
import { checkBackupFolder } from './backup-folder.js';
import { faultsOf } from './faults.js';
import { FormReading, type Posted } from './form-reading.js';

/** In the order in which the page asks, so that the faults are told in it too. */
const fields = [
  'name',
  'password',
  'ledgerName',
  'slug',
  'currency',
  'zone',
  'sharePercent',
  'base',
  'words',
  'startsOn',
  'offerings',
  'backupFolder',
];

/** The five parts, read at once. @throws InvalidInput with every fault of every part, one a field */
export function readSetup(posted: Posted, presets: readonly OfferingPreset[]): FirstLedgerWish {
  const reading = new FormReading(posted);
  const name = reading.text('name', 'Choose a name to sign in with.', 300);
  reading.text('password', 'Choose a password.', 1000);
  const password = typeof posted.password === 'string' ? posted.password : ''; // as typed: blanks around it are part of it
  const opening = {
    name: reading.text('ledgerName', 'Enter the name of your practice.', 120),
    slug: reading.text('slug', 'Choose a short name, like river-practice.'),
    currency: reading.text('currency', 'Choose the currency in which you owe.'),
    zone: reading.text('zone', 'Choose the time zone of your months.'),
  };
  const shareBp = reading.percent('sharePercent', 'Enter the share in percent, like 20.');
  const base = reading.oneOf('base', bases, 'Choose what the share is taken of.');
  const words = reading.text('words', 'Say in your own words who it goes to.', 4000);
  const startsOn = reading.day('startsOn');
  const preset = reading.oneOf('offerings', ['none', ...presets.map(({ value }) => value)], 'Choose what to start with.');
  const backupFolder = reading.text('backupFolder', 'Enter a folder for the daily backup.', 400);
  const faults = [
    () => reading.done(),
    () => checkSignInName(name),
    () => checkPassword(password, signInNameOf(name)),
    () => checkSlug(opening.slug),
    () => hold(isCurrency(opening.currency), 'currency', 'Choose one of the currencies.'),
    () => hold(isZone(opening.zone), 'zone', 'Choose one of the time zones.'),
    () => hold(shareBp >= 1 && shareBp <= 10_000, 'sharePercent', 'Enter a share above 0 and up to 100 percent.'),
    () => checkBackupFolder(backupFolder),
  ].flatMap(faultsOf);
  if (faults.length > 0) throw new InvalidInput(onePerField(faults));
  const chosen = presets.find(({ value }) => value === preset)?.offerings ?? [];
  return {
    steward: { name, password },
    opening,
    promise: { shareBp, base, currencyRule: 'home', startsOn, words },
    offerings: chosen.map((offering) => inCurrency(offering, opening.currency)),
    backupFolder,
  };
}

/** Usual amounts say nothing of another currency, so they are left out. */
function inCurrency({ bands, ...offering }: Offering, currency: string): Offering {
  return bands?.lower.from.currency === currency ? { ...offering, bands } : offering;
}

function hold(isSo: boolean, field: string, says: string): void {
  if (!isSo) throw invalid(field, says);
}

/** The first word on each field is enough: what is missing need not be misspelt too. */
function onePerField(faults: readonly FieldFault[]): FieldFault[] {
  const first = faults.filter(({ field }, index) => faults.findIndex((each) => each.field === field) === index);
  const place = ({ field }: FieldFault): number => (fields.includes(field) ? fields.indexOf(field) : fields.length);
  return first.toSorted((a, b) => place(a) - place(b));
}
