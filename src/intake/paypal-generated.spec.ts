import fc from 'fast-check';
import { addDaysTo } from '../domain/calendar.js';
import { divideHalfUp } from '../domain/money.js';
import { paypalActivity } from './paypal-activity.js';

/** How one account writes: its language, the form of its dates and amounts, its separator. */
interface Style {
  readonly name: string;
  readonly heads: readonly string[];
  readonly words: readonly [type: string, completed: string];
  readonly zone: string;
  readonly date: (year: string, month: string, day: string) => string;
  readonly group: string;
  readonly mark: string;
  readonly delimiter: string;
  readonly lineEnd: string;
}

const english = ['Date', 'Time', 'TimeZone', 'Name', 'Type', 'Status', 'Currency', 'Gross', 'Fee', 'Net', 'Transaction ID', 'Note'];
const french = [
  'Date',
  'Heure',
  'Fuseau horaire',
  'Nom',
  'Type',
  'État',
  'Devise',
  'Avant commission',
  'Commission',
  'Net',
  'Numéro de transaction',
  'Remarque',
];
const german = [
  'Datum',
  'Uhrzeit',
  'Zeitzone',
  'Name',
  'Typ',
  'Status',
  'Währung',
  'Brutto',
  'Gebühr',
  'Netto',
  'Transaktionscode',
  'Hinweis',
];
const styles: readonly Style[] = [
  {
    name: 'US',
    heads: english,
    words: ['General Payment', 'Completed'],
    zone: 'UTC',
    date: (y, m, d) => `${m}/${d}/${y}`,
    group: ',',
    mark: '.',
    delimiter: ',',
    lineEnd: '\r\n',
  },
  {
    name: 'UK',
    heads: english,
    words: ['Mobile Payment', 'Completed'],
    zone: 'GMT',
    date: (y, m, d) => `${d}/${m}/${y}`,
    group: ',',
    mark: '.',
    delimiter: ',',
    lineEnd: '\n',
  },
  {
    name: 'FR',
    heads: french,
    words: ['Paiement standard', 'Terminé'],
    zone: 'UTC',
    date: (y, m, d) => `${d}/${m}/${y}`,
    group: '\u00a0',
    mark: ',',
    delimiter: '\t',
    lineEnd: '\n',
  },
  {
    name: 'DE',
    heads: german,
    words: ['Allgemeine Zahlung', 'Abgeschlossen'],
    zone: 'UTC',
    date: (y, m, d) => `${d}.${m}.${y}`,
    group: '.',
    mark: ',',
    delimiter: ';',
    lineEnd: '\r\n',
  },
  {
    name: 'CA',
    heads: english,
    words: ['Website Payment', 'Completed'],
    zone: 'UTC',
    date: (y, m, d) => `${y}-${m}-${d}`,
    group: '',
    mark: '.',
    delimiter: ',',
    lineEnd: '\r',
  },
];

const written = (minor: bigint, { group, mark }: Style): string => {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, group)}${mark}${digits.slice(-2)}`;
};

const payment = fc.record({
  day: fc.integer({ min: 0, max: 1000 }).map((days) => addDaysTo('2024-01-13', days)),
  gross: fc.bigInt({ min: 1n, max: 10n ** 9n }),
  note: fc.string({ unit: fc.constantFrom('a', 'é', ',', ';', '\t', '"', '\n', '<', '1', '.', ' ') }),
});

describe('Any payments, written as any account writes them', () => {
  it.each(styles)('$name: read back to the same days, amounts and fees, in any order of columns', (style) => {
    const order = fc.shuffledSubarray(
      style.heads.map((_, at) => at),
      { minLength: style.heads.length },
    );
    fc.assert(
      fc.property(fc.array(payment, { minLength: 1 }), order, (payments, columns) => {
        // One payment on a 13th, so that the numbers decide the order of day and month.
        const all = [{ day: '2024-01-13', gross: 15_000n, note: '' }, ...payments];
        const records = all.map(({ day, gross, note }, at) => {
          const fee = -divideHalfUp(gross * 29n, 1000n);
          const [year = '', month = '', date = ''] = day.split('-');
          const amounts = [gross, fee, gross + fee].map((minor) => written(minor, style));
          return [style.date(year, month, date), '12:00:00', style.zone, 'Sam', ...style.words, 'CAD', ...amounts, `T${at}`, note];
        });
        const text = [style.heads, ...records]
          .map((cells) => columns.map((at) => `"${cells[at]!.replaceAll('"', '""')}"`).join(style.delimiter))
          .join(style.lineEnd);
        const lines = paypalActivity.read(Uint8Array.from(Buffer.from(text)), { zone: 'UTC', homeCurrency: 'CAD' });
        expect(lines.map(({ day, amount, fee, reading, reference }) => [day, amount.minor, fee?.minor, reading, reference])).toEqual(
          all.map(({ day, gross }, at) => [day, gross, divideHalfUp(gross * 29n, 1000n), 'money-in', `T${at}`]),
        );
      }),
    );
  });
});
