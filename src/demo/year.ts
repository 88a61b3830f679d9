import type { Diary } from './diary.js';
import type { Dice } from './dice.js';
import type { MoneyIn } from './money-in.js';
import type { MoneyOut } from './money-out.js';
import type { Span } from './span.js';
import type { Steward } from './steward.js';

/** Everything that the year's days write into, for as long as it is lived. */
export interface Year {
  readonly span: Span;
  readonly steward: Steward;
  readonly diary: Diary;
  readonly dice: Dice;
  readonly moneyIn: MoneyIn;
  readonly moneyOut: MoneyOut;
}
