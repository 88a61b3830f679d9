/** The months as programs shorten them, in English and French; `juin` and `juil` need four letters. */
const months = ['jan', 'feb|fév|fev', 'mar', 'apr|avr', 'may|mai', 'jun|juin', 'jul|juil', 'aug|aoû|aou', 'sep', 'oct', 'nov', 'dec|déc'];
const patterns = months.map((names) => new RegExp(`^(?:${names})\\p{L}*$`, 'iu'));

/** `October 4, 2026`, `4-Oct-2026` or `4 octobre 2026` as `2026-10-04`; nothing for another form. */
export function numericDay(written: string): string | undefined {
  const match =
    /^(?<day>\d{1,2})[\s-](?<month>\p{L}{3,10})\.?,?[\s-](?<year>\d{4})$/u.exec(written) ??
    /^(?<month>\p{L}{3,10})\.? (?<day>\d{1,2}),? (?<year>\d{4})$/u.exec(written);
  const { day = '', month = '', year = '' } = match?.groups ?? {};
  const index = match ? patterns.findIndex((pattern) => pattern.test(month)) : -1;
  return index === -1 ? undefined : `${year}-${String(index + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
}
