import { type Day, isDay } from '../domain/calendar.js';
import type { DecimalMark } from './amounts.js';
import { attributeOf, eachTag, unescaped } from './markup.js';

const millisOfDay = 86_400_000;

/**
 * The day that a spreadsheet's number stands for. In the system of 1900 day 60 is a 29 February that never was, so the
 * days before it count otherwise; nobody was paid then, and they are none. Source: ECMA-376 part 1, 18.17.4.
 */
export function dayOfSerial(serial: number, since1904: boolean): Day | undefined {
  const whole = Math.floor(serial);
  const days = since1904 ? whole + 1462 : whole;
  if (!Number.isFinite(serial) || days < 61 || days > 2_958_465) return undefined;
  const day = new Date(Date.UTC(1899, 11, 30) + days * millisOfDay).toISOString().slice(0, 10);
  return isDay(day) ? day : undefined;
}

/**
 * A spreadsheet's number as the person sees it: fifteen digits, as spreadsheets show them, because they store 200.1 as
 * 200.09999999999999. Without an exponent; a number too large or too small for that stays as it is written.
 */
export function numberAsSeen(written: string, mark: DecimalMark): string {
  const value = Number(written);
  if (!/^-?[\d.]+(?:E[+-]?\d+)?$/i.test(written) || !Number.isFinite(value)) return written;
  const seen = String(Number(value.toPrecision(15)));
  return seen.includes('e') ? written : seen.replace('.', mark);
}

/** Texts that cells name by their number; what tells how to pronounce them is left out. */
export function sharedTextsIn(xml: string): string[] {
  const texts: string[] = [];
  let isPhonetic = false;
  eachTag(xml, (tag) => {
    if (tag.name === 'si' && tag.kind !== 'closes') texts.push('');
    else if (tag.name === 'rPh') isPhonetic = tag.kind === 'opens';
    else if (tag.name === 't' && tag.kind === 'opens' && !isPhonetic) texts[texts.length - 1] += unescaped(tag.text);
  });
  return texts;
}

/** Which of a workbook's styles show a number as a day, by the style's number. */
export function dayStylesIn(xml: string): ReadonlySet<number> {
  const own = new Map<number, string>();
  const days = new Set<number>();
  let [within, count] = ['', 0];
  eachTag(xml, (tag) => {
    if (tag.name === 'cellXfs') within = tag.kind === 'opens' ? 'cellXfs' : '';
    if (tag.kind === 'closes') return;
    if (tag.name === 'numFmt') own.set(Number(attributeOf(tag, 'numFmtId')), attributeOf(tag, 'formatCode') ?? '');
    if (tag.name !== 'xf' || within !== 'cellXfs') return;
    if (showsDay(Number(attributeOf(tag, 'numFmtId') ?? 0), own)) days.add(count);
    count += 1;
  });
  return days;
}

/** Built-in formats 14 to 17 and 22, those of East Asia, and own ones with a year or a day in them. ECMA-376 part 1, 18.8.30. */
function showsDay(format: number, own: ReadonlyMap<number, string>): boolean {
  const code = own.get(format);
  if (code !== undefined) return /[yd]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, ''));
  return (format >= 14 && format <= 17) || format === 22 || (format >= 27 && format <= 36) || (format >= 50 && format <= 58);
}
