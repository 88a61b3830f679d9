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

/** So many digits a spreadsheet shows; what it stores behind them is noise of its arithmetic: 200.1 as 200.09999999999999. */
const digitsSeen = 15;

/**
 * A spreadsheet's number as the person sees it, rounded half up to fifteen digits, on its digits alone and never as a
 * float. Without an exponent; what is no number, or too large or too small for that, stays as it is written.
 */
export function numberAsSeen(written: string, mark: DecimalMark): string {
  const match = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?(?:E([+-]?\d{1,3}))?$/i.exec(written);
  if (!match) return written;
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = match;
  const all = whole + decimals;
  const digits = all.replace(/^0+/, '');
  const point = whole.length + Number(exponent) - (all.length - digits.length);
  if (digits === '') return '0';
  const { seen, carried } = roundedHalfUp(digits);
  return point > digitsSeen + 2 || point < -digitsSeen ? written : sign + placed(seen, point + carried, mark);
}

function roundedHalfUp(digits: string): { seen: string; carried: 0 | 1 } {
  if (digits.length <= digitsSeen) return { seen: digits, carried: 0 };
  const rounded = (BigInt(digits.slice(0, digitsSeen)) + (digits[digitsSeen]! >= '5' ? 1n : 0n)).toString();
  return { seen: rounded, carried: rounded.length > digitsSeen ? 1 : 0 };
}

/** @param point how many of the digits stand before the mark; below zero, how many zeros stand between */
function placed(digits: string, point: number, mark: DecimalMark): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const decimals = (point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits).replace(/0+$/, '');
  return decimals ? `${whole}${mark}${decimals}` : whole;
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
