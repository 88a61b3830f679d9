import { type Day, isDay } from '../domain/calendar.js';
import { invalid } from '../domain/refusal.js';
import type { Row } from './csv.js';

/** How a bank writes its days: `2026-10-04` or `2026/10/04`, `10/04/2026`, `04/10/2026`, `20261004`. */
export type DayForm = 'year-first' | 'month-first' | 'day-first' | 'run-together';

const forms: Record<DayForm, { pattern: RegExp; order: readonly [year: number, month: number, day: number]; like: string }> = {
  'year-first': { pattern: /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/, order: [1, 2, 3], like: '2026-10-31 (year, month, day)' },
  'month-first': { pattern: /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/, order: [3, 1, 2], like: '10/31/2026 (month/day/year)' },
  'day-first': { pattern: /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/, order: [3, 2, 1], like: '31/10/2026 (day/month/year)' },
  'run-together': { pattern: /^(\d{4})(\d{2})(\d{2})$/, order: [1, 2, 3], like: '20261031 (year, month, day, without a break)' },
};

/** The day that a text names in that form; nothing for another form, even where the calendar lacks the day. */
export function dayWritten(text: string, form: DayForm): Day | undefined {
  const { pattern, order } = forms[form];
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [year, month, day] = order.map((at) => match[at]!);
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
}

/** @throws InvalidInput naming the line for another form and for days that the calendar lacks */
export function readBankDay({ line, cells }: Row, index: number, column: string, form: DayForm): Day {
  const written = cells[index] ?? '';
  const day = dayWritten(written, form);
  if (!day) throw invalid(`line ${line}`, `${column} is not written like ${forms[form].like}. Download the file again.`);
  if (!isDay(day)) {
    const order = /\(.*?\)/.exec(forms[form].like)![0];
    throw invalid(`line ${line}`, `${written} ${order} is not in the calendar. Check the day.`);
  }
  return day;
}
