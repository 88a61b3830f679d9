import { type Day, addDaysTo, firstDayOf, monthOfDay } from '../domain/calendar.js';
import { formatAmount, money } from '../domain/money.js';
import type { Verdict } from '../domain/observation.js';
import type { DemoPeople } from './people.js';
import type { Dice } from './dice.js';
import { daysOf } from './span.js';

/** A file as it is downloaded, and what the steward says of its lines where the preview's proposal is not what she means. */
export interface DownloadedFile {
  readonly bytes: Uint8Array;
  readonly said: ReadonlyMap<number, Verdict>;
}

/** One row of the bank's file. */
export interface BankLine {
  readonly day: Day;
  readonly kind: string;
  readonly who: string;
  /** Signed: positive came in. */
  readonly minor: bigint;
  readonly cheque?: string;
  readonly said?: Verdict;
}

const headings = ['Account Type', 'Account Number', 'Transaction Date', 'Cheque Number', 'Description 1', 'Description 2', 'CAD$', 'USD$'];
const accountNumber = '01234-5678901';

/** RBC's download: a header, M/D/YYYY, two description columns, now and then a comma too many at the end of a row. */
export function bankFile(lines: readonly BankLine[]): DownloadedFile {
  const inOrder = [...lines].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  const rows = inOrder.map(({ day, kind, who, minor, cheque = '' }) => {
    const [year, month, date] = day.split('-').map(Number);
    const extra = kind.startsWith('E-TRANSFER - AUTODEPOSIT') ? ',' : '';
    return `Chequing,${accountNumber},${month}/${date}/${year},${cheque},"${kind}","${who}",${formatAmount(money(minor, 'CAD'))},${extra}`;
  });
  const text = [headings.map((heading) => `"${heading}"`).join(','), ...rows].join('\r\n');
  const said = new Map(inOrder.flatMap(({ said: verdict }, index) => (verdict ? [[index + 2, verdict] as const] : [])));
  return { bytes: new TextEncoder().encode(`${text}\r\n`), said };
}

/** A code as the bank writes it behind an e-Transfer's name. */
export const transferCode = (dice: Dice): string =>
  `CA${Array.from({ length: 8 }, () => dice.pick([...'abcdefghjkmnpqrstuvwxyz'])).join('')}${dice.between(2, 9)}`;

/** The practitioner's own life on the same account, which is none of the ledger's business. */
export function householdLines({ shops, landlord, housemate }: DemoPeople, from: Day, to: Day, dice: Dice): BankLine[] {
  const lines: BankLine[] = [];
  const outside: Verdict = { becomes: 'dismissed', reason: 'outside-this-ledger' };
  const spent = (day: Day, kind: string, who: string, minor: number) => lines.push({ day, kind, who, minor: BigInt(-minor) });
  for (const day of daysOf(from, to)) {
    if (day === firstDayOf(monthOfDay(day))) {
      spent(day, 'MORTGAGE/RENT PAYMENT', landlord, 145_000);
      spent(day, 'MONTHLY FEE', '', 600);
      lines.push({
        day: addDaysTo(day, 1),
        kind: 'E-TRANSFER - AUTODEPOSIT',
        who: `${housemate} ${transferCode(dice)}`,
        minor: 72_500n,
        said: outside,
      });
    }
    if (day.endsWith('-15')) spent(day, 'VISA DEBIT PURCHASE - 9020', 'PRACTICE SOFTWARE, INC.', 7900);
    if (day.endsWith('-21')) spent(day, 'Online Banking transfer - 3244', '', 30_000);
    if (dice.chance(18))
      spent(day, `CONTACTLESS INTERAC PURCHASE - ${dice.between(1000, 9999)}`, dice.pick(shops), dice.between(900, 13_000));
  }
  return lines.filter(({ day }) => day <= to);
}
