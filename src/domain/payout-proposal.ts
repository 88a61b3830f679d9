import type { Asked } from './asked.js';
import type { Instant } from './calendar.js';
import { addressVersionOf, type Call, type Recipient } from './call.js';
import { type Books, type OpenBooks, openBooks } from './ledger.js';
import { formatAmount, isEqual, isPositive, type Money, money } from './money.js';
import type { Payout, PayoutFact, Proposal } from './payout.js';
import { payPalValue } from './paypal-body.js';
import type { Settlement } from './pledge.js';
import { presetRules, unitOf } from './publication-rules.js';
import { invalid, Refusal } from './refusal.js';
import type { Sealed } from './sealed.js';

export interface ProposalEntry extends Asked {
  readonly call: string;
  readonly amount: Money;
  /** What the fund gives up, where the person receives another currency, and who says so. */
  readonly given?: Settlement;
}

export class ProposePayout {
  constructor(readonly input: ProposalEntry) {}
}

export function proposePayout(
  payout: Payout,
  id: string,
  to: Sealed,
  call: Call,
  recipient: Recipient,
  books: Books,
  input: ProposalEntry,
  now: Instant,
): PayoutFact[] {
  const open = openBooks(books);
  if (payout.status !== 'unknown') return [];
  if (call.status === 'unknown' || recipient.status === 'unknown')
    throw new Refusal('call/unknown', 'There is no such call in this ledger.');
  if (recipient.status === 'erased') throw new Refusal('recipient/erased', 'This person asked to be forgotten. Nothing more can be sent.');
  if (call.status !== 'open')
    throw new Refusal('call/not-open', 'This call is put away. Look whether it is still open, and note it again.');
  const { amount } = input;
  if (!isPositive(amount)) throw invalid('amount', 'Enter how much to send.');
  if (recipient.rail === 'paypal') payPalValue(amount);
  checkUnit(amount, unitOf(open.rules.at(-1)?.rules ?? presetRules('guarded'), amount.currency).minor);
  const given = givenFor(amount, input.given?.amount, open);
  const proposal: Proposal = {
    payout: id,
    amount,
    given,
    rail: recipient.rail,
    addressVersion: addressVersionOf(recipient),
    to,
    ...(input.given && given.currency !== amount.currency && { rateSource: input.given.source }),
  };
  return [{ type: 'PayoutProposed', data: proposal, happenedAt: now }];
}

/** What the fund gives up: the amount itself, or where the person receives another currency, what the steward says it costs. */
function givenFor(amount: Money, given: Money | undefined, { policies, currency }: OpenBooks): Money {
  const ownFunds = policies.at(-1)?.currencyRule === 'own';
  if (!given) {
    if (amount.currency === currency || ownFunds) return amount;
    throw invalid('given', `Say how much ${currency} the fund gives for it, and where the rate comes from.`);
  }
  if (!isPositive(given)) throw invalid('given', 'Enter how much the fund gives for it.');
  if (given.currency === amount.currency && !isEqual(given, amount))
    throw invalid('given', 'Without a conversion the fund gives what the person receives.');
  if (given.currency !== currency && !ownFunds) throw invalid('given', `The fund is kept in ${currency}. Say how much of that it gives.`);
  return given;
}

/** Equal units keep anyone from finding a person by the sum that they asked for. */
function checkUnit(amount: Money, unitMinor: bigint): void {
  const over = amount.minor % unitMinor;
  if (over === 0n) return;
  const below = amount.minor > unitMinor ? amount.minor - over : unitMinor;
  const [less, more] = [below, below + unitMinor].map((minor) => formatAmount(money(minor, amount.currency)));
  throw new Refusal(
    'payout/off-the-unit',
    `Money goes out in whole units of ${formatAmount(money(unitMinor, amount.currency))} ${amount.currency}, so that no sum points at a person. Send ${less} or ${more}.`,
  );
}
