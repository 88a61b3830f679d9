import type { Day, Month } from '../domain/calendar.js';
import { languageOf } from '../languages/languages.js';
import { useWords } from './reading.js';

type Shape = 'day' | 'short-day' | 'weekday' | 'month' | 'short-month';
const shapes: Readonly<Record<Shape, Intl.DateTimeFormatOptions>> = {
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  'short-day': { day: 'numeric', month: 'short', year: 'numeric' },
  weekday: { weekday: 'long', day: 'numeric', month: 'long' },
  month: { month: 'long', year: 'numeric' },
  'short-month': { month: 'short', year: 'numeric' },
};

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(lang: string, shape: Shape): Intl.DateTimeFormat {
  const key = `${lang} ${shape}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(languageOf(lang).days, { ...shapes[shape], timeZone: 'UTC' });
    formats.set(key, format);
  }
  return format;
}

/** In French the first of a month has a word of its own: 1er. */
function inWords(day: Day, lang: string, shape: Shape): string {
  const { first } = languageOf(lang);
  const [format, at] = [formatOf(lang, shape), Date.parse(`${day}T00:00:00Z`)];
  if (!first || !day.endsWith('-01')) return format.format(at);
  return format
    .formatToParts(at)
    .map(({ type, value }) => (type === 'day' ? first : value))
    .join('');
}

/** `2026-10-04` → `4 October 2026`. A day is a day: no zone moves it. */
export const dayInWords = (day: Day, lang = 'en'): string => inWords(day, lang, 'day');
/** `2026-10-04` → `4 Oct 2026`, for tables. */
export const shortDay = (day: Day, lang = 'en'): string => inWords(day, lang, 'short-day').replace('Sept', 'Sep');
/** `2026-11-22` → `Sunday 22 November`. */
export const weekdayInWords = (day: Day, lang = 'en'): string => inWords(day, lang, 'weekday').replace(',', '');
/** `2026-10` → `October 2026`. */
export const monthInWords = (month: Month, lang = 'en'): string => inWords(`${month}-01`, lang, 'month');
/** `2026-10` → `Oct 2026`. */
export const shortMonth = (month: Month, lang = 'en'): string => inWords(`${month}-01`, lang, 'short-month').replace('Sept', 'Sep');

export function DayText({ of }: { of: Day }) {
  return <time datetime={of}>{dayInWords(of, useWords().lang)}</time>;
}

export function MonthText({ of }: { of: Month }) {
  return <time datetime={of}>{monthInWords(of, useWords().lang)}</time>;
}
