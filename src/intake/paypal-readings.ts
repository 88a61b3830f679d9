import type { Money } from '../domain/money.js';
import type { Reading } from '../domain/observed.js';
import { isMemo, type Kind, kindOf, progressOf } from './paypal-types.js';

/** What decides how a PayPal row is read. */
export interface Evidence {
  readonly type: string;
  /** Absent in the statement, where all is done. */
  readonly status: string | undefined;
  readonly impact: string;
  readonly gross: Money;
}

export interface Verdict {
  readonly reading: Reading;
  /** One sentence without personal detail. */
  readonly why: string;
}

const notIncome = (why: string): Verdict => ({ reading: 'not-income', why });
const unknown = (why: string): Verdict => ({ reading: 'unknown', why });

const movesNothing: Partial<Record<Kind, string>> = {
  conversion: 'One leg of a currency conversion: the payment it belongs to has its own row.',
  hold: 'PayPal holds back money that is already counted; nothing new came in.',
  release: 'PayPal releases money that it held; it was counted when it came in.',
  withdrawal: 'A transfer between PayPal and your own bank account or card.',
  funding: 'A transfer between your own bank account or card and PayPal.',
  authorisation: 'An authorisation: no money has moved yet.',
  memo: 'A note of PayPal that moves no money, such as an invoice sent or an item of a cart.',
};

const needsLook: Partial<Record<Kind, string>> = {
  returned: 'Money that was sent on came back. If it was a payout of yours, say there that it came back; then put this line aside.',
  restored: 'A dispute ended for you, and money that had been taken back is here again. Find its payment under Money in, and look at both.',
};

/**
 * Income is a completed, positive gross of a known payment type that moves the balance, and nothing else is. What is
 * not known is never guessed: it is read as unknown and says what a person should look at.
 */
export function verdictOn({ type, status, impact, gross }: Evidence): Verdict {
  const kind = kindOf(type);
  if (!kind) return unknown('PayPal’s type of this row is not known here. Look at it: it may or may not be income.');
  const why = movesNothing[kind];
  if (why) return notIncome(why);
  if (gross.minor === 0n) return notIncome('The amount is zero.');
  const progress = status === undefined ? 'completed' : progressOf(status);
  if (!progress) return unknown('PayPal’s status of this row is not known here. Look at it: it may or may not be income.');
  if (progress === 'ended') return notIncome('PayPal says that this was refused, cancelled or given back: no money stayed.');
  if (progress === 'pending') return { reading: 'pending', why: 'Not finished at PayPal yet. Bring in a later file once it is.' };
  if (isMemo(impact)) return notIncome('PayPal says that this row does not touch the balance.');
  return finished(kind, gross.minor > 0n);
}

function finished(kind: Kind, cameIn: boolean): Verdict {
  const look = needsLook[kind];
  if (look) return cameIn ? unknown(look) : { reading: 'money-out', why: 'Money that went out again with a return or a dispute.' };
  if (kind === 'payment') {
    return cameIn
      ? { reading: 'money-in', why: 'A completed payment that came in.' }
      : { reading: 'money-out', why: 'A completed payment that went out.' };
  }
  if (kind === 'refund') {
    return cameIn
      ? notIncome('Money given back for something that this account had paid.')
      : { reading: 'refunded', why: 'A refund or reversal: money went back to the payer.' };
  }
  return cameIn ? notIncome('PayPal gave back a fee.') : { reading: 'money-out', why: 'A fee that PayPal charged as a row of its own.' };
}
