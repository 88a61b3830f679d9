import { type Money, parsePositive } from '../domain/money.js';
import { InvalidInput } from '../domain/refusal.js';

const figures = String.raw`\d{1,3}(?:[ ,.]\d{3}){1,3}(?:[.,]\d{2})?|\d{1,9}(?:[.,]\d{2})?`;
/** `$200.00`, `CA$200`, `175,00 $`, `$175.00 (CAD)`, `200.00 CAD`: each language also writes as the other does. */
const dollars = new RegExp(String.raw`\$ ?(${figures})(?![\d.,]*\d)|(?<![\d.,$])(${figures}) ?(?:\$|CAD\b)`, 'g');

/** Every amount in dollars that a text names in figures, each once. Words ("two hundred dollars") are no figures. */
export function amountsIn(text: string): readonly Money[] {
  const found = new Map<bigint, Money>();
  for (const [, before, after] of text.matchAll(dollars)) {
    const amount = readFigures((before ?? after)!);
    if (amount) found.set(amount.minor, amount);
  }
  return [...found.values()];
}

/**
 * The mark before two last figures is the decimal one, whichever it is; before three it parts thousands. Nothing where that
 * would have to be guessed or contradicts itself (`1.234,567`, `1,234.567`).
 */
function readFigures(text: string): Money | undefined {
  const [, whole = '', decimals] = /^(.*?)(?:[.,](\d{2}))?$/.exec(text) ?? [];
  const marks = new Set(whole.replace(/\d/g, ''));
  if (marks.size > 1 || (decimals !== undefined && marks.has(text.at(-3)!))) return undefined;
  try {
    return parsePositive(`${whole.replace(/\D/g, '')}.${decimals ?? '00'}`, 'CAD', 'amount');
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}
