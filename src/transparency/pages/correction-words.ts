import type { Currency } from '../../domain/currency.js';
import type { Words } from '../../languages/words.js';
import { amountInWords } from '../../web/amounts.js';
import { monthInWords } from '../../web/days.js';
import type { Correction } from '../published.js';

const reasons = {
  amount: 'correction.of-an-amount',
  period: 'correction.of-another-month',
  duplicate: 'correction.counted-twice',
  classification: 'correction.under-another-heading',
} as const satisfies Readonly<Record<Correction['reason'], string>>;

/** What of an earlier figure was wrong, by how much, and why. */
export function correctionSentence({ of, by, field, reason }: Correction, home: Currency, words: Words): string {
  const said = { by: amountInWords(by, { lang: words.lang, home }), reason: words.say(reasons[reason]) };
  const isOpening = field === 'opening';
  if (!of) return words.say(isOpening ? 'correction.of-waiting' : 'correction.of-promised', said);
  const until = { ...said, month: monthInWords(of, words.lang) };
  return words.say(isOpening ? 'correction.of-waiting-until' : 'correction.of-promised-until', until);
}
