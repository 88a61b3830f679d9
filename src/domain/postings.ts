import type { LedgerEvent } from './events.js';
import { type Fund, type FundFact, creditOf } from './fund.js';
import { type Money, isEqual, minus, negated, nothing, plus } from './money.js';
import type { PaymentDetails, PaymentFact } from './payment.js';

/**
 * The double-entry view of the books. Assets and expenses grow with a positive amount, liabilities, income and equity with a
 * negative one, as in hledger and beancount. The fund is a liability to the commons, kept in its five buckets; where its money came
 * from stands against them.
 */
export const accounts = [
  /** Money that people paid, where it arrived, less what a rail kept; and what was passed on from it. */
  'assets:received',
  /** What the practice promised ahead of what had come in: to be met by obligations to come. */
  'assets:advanced',
  'liabilities:tax',
  'liabilities:commons:available',
  'liabilities:commons:reserved',
  'liabilities:commons:in-flight',
  'liabilities:commons:set-apart',
  'liabilities:commons:net-paid',
  /** Against net-paid: the money that left for people. With it, the liability to the commons is what is still owed. */
  'liabilities:commons:passed-on',
  'income:sessions',
  /** Given or taken back, or never a payment; tax in it included, since no event says how much that was. */
  'income:refunded',
  'income:voided',
  'expenses:fees',
  'expenses:promise:derived',
  'expenses:promise:adjusted',
  /** Passed on beyond the promise, and never to be met. */
  'expenses:promise:beyond',
  /** Owed less paid, before these books began. */
  'equity:opening',
] as const;
export type AccountName = (typeof accounts)[number];

/** Signed: debit is positive. */
export interface Posting {
  readonly account: AccountName;
  readonly amount: Money;
}

/** From one account to another: the first is credited, the second debited. */
const moved = (from: AccountName, to: AccountName, amount: Money): Posting[] =>
  amount.minor === 0n
    ? []
    : [
        { account: to, amount },
        { account: from, amount: negated(amount) },
      ];

/** Facts that move money: the compiler asks for each new one of a payment or of the fund. */
const ofPayments: { readonly [T in PaymentFact['type']]: true } = {
  PaymentReceived: true,
  PaymentRefunded: true,
  PaymentReversed: true,
  PaymentReinstated: true,
  PaymentCorrected: true,
  PaymentVoided: true,
  PaymentEvidenceFound: true,
  PaymentEvidenceWithdrawn: true,
};
const ofFunds: { readonly [T in FundFact['type']]: true } = {
  ObligationDerived: true,
  ObligationAdjusted: true,
  OpeningBalanceStated: true,
  FundAdvanced: true,
  AdvanceMet: true,
  PayoutApproved: true,
  PayoutReleased: true,
  PayoutDispatched: true,
  PayoutRecalled: true,
  PayoutSettled: true,
  PayoutGivenBack: true,
};
export const isOfPayment = (event: LedgerEvent): event is PaymentFact => Object.hasOwn(ofPayments, event.type);
const isOfFund = (event: LedgerEvent): event is FundFact => Object.hasOwn(ofFunds, event.type);

/** What an event moves between accounts. Sums to zero in each currency, for every event; nothing for one that moves no money. */
export function postingsOf(event: LedgerEvent): Posting[] {
  if (isOfPayment(event)) return ofPayment(event);
  if (event.type === 'PayoutFeeCharged') return moved('assets:received', 'expenses:fees', event.data.fee);
  return isOfFund(event) ? ofFund(event) : [];
}

function ofPayment({ type, data }: PaymentFact): Posting[] {
  switch (type) {
    case 'PaymentReceived':
      return cameIn(data);
    case 'PaymentCorrected':
      return cameIn({
        amount: minus(data.amount, data.before.amount),
        fee: minus(data.fee, data.before.fee),
        taxIncluded: minus(data.taxIncluded, data.before.taxIncluded),
      });
    case 'PaymentRefunded':
    case 'PaymentReversed':
      return moved('assets:received', 'income:refunded', data.amount);
    case 'PaymentReinstated':
      return moved('income:refunded', 'assets:received', data.amount);
    case 'PaymentVoided':
      return moved('assets:received', 'income:voided', data.amount);
    case 'PaymentEvidenceFound':
    case 'PaymentEvidenceWithdrawn':
      return [];
  }
}

/** What a payment brings in; or, signed, what a correction makes of it. */
export const cameIn = ({ amount, fee, taxIncluded }: Pick<PaymentDetails, 'amount' | 'fee' | 'taxIncluded'>): Posting[] => [
  ...moved('income:sessions', 'assets:received', minus(amount, taxIncluded)),
  ...moved('liabilities:tax', 'assets:received', taxIncluded),
  ...moved('assets:received', 'expenses:fees', fee),
];

function ofFund({ type, data }: FundFact): Posting[] {
  switch (type) {
    case 'ObligationDerived':
      return moved('liabilities:commons:available', 'expenses:promise:derived', data.owed);
    case 'ObligationAdjusted':
      return moved('liabilities:commons:available', 'expenses:promise:adjusted', data.by);
    case 'OpeningBalanceStated':
      return moved('liabilities:commons:available', 'equity:opening', minus(data.owed, data.paid));
    case 'FundAdvanced':
      return moved('liabilities:commons:available', data.forGood ? 'expenses:promise:beyond' : 'assets:advanced', data.amount);
    case 'AdvanceMet':
      return moved('assets:advanced', 'liabilities:commons:available', data.amount);
    case 'PayoutApproved':
      return moved('liabilities:commons:reserved', 'liabilities:commons:available', data.amount);
    case 'PayoutReleased':
      return moved('liabilities:commons:available', 'liabilities:commons:reserved', data.amount);
    case 'PayoutDispatched':
      return moved('liabilities:commons:in-flight', 'liabilities:commons:reserved', data.amount);
    case 'PayoutRecalled':
      return moved('liabilities:commons:reserved', 'liabilities:commons:in-flight', data.amount);
    case 'PayoutSettled':
      return [
        ...moved('liabilities:commons:net-paid', 'liabilities:commons:in-flight', data.amount),
        ...moved('assets:received', 'liabilities:commons:passed-on', data.amount),
      ];
    case 'PayoutGivenBack':
      return [
        ...moved(`liabilities:commons:${data.to}`, `liabilities:commons:${data.from}`, data.amount),
        ...(data.from === 'net-paid' ? moved('liabilities:commons:passed-on', 'assets:received', data.amount) : []),
      ];
  }
}

/** Balances by currency and account: as many as there are accounts, however long the books. */
export class Balances {
  private readonly byCurrency = new Map<string, Map<AccountName, Money>>();

  /** @returns what the postings are off by, per currency; empty when they sum to zero, as they always should */
  add(postings: readonly Posting[]): Money[] {
    const off = new Map<string, Money>();
    for (const { account, amount } of postings) {
      const balances = this.byCurrency.get(amount.currency) ?? new Map<AccountName, Money>();
      balances.set(account, plus(balances.get(account) ?? nothing(amount.currency), amount));
      this.byCurrency.set(amount.currency, balances);
      off.set(amount.currency, plus(off.get(amount.currency) ?? nothing(amount.currency), amount));
    }
    return [...off.values()].filter(({ minor }) => minor !== 0n);
  }

  of(account: AccountName, currency: string): Money {
    return this.byCurrency.get(currency)?.get(account) ?? nothing(currency);
  }

  /** Every balance, in the order of the accounts. */
  all(): Posting[] {
    return [...this.byCurrency.values()].flatMap((balances) =>
      accounts.flatMap((account) => (balances.has(account) ? [{ account, amount: balances.get(account)! }] : [])),
    );
  }

  /** Accounts of the commons that do not say what the fund says: none, unless a fold or a posting is wrong. */
  unlike(fund: Fund): { account: AccountName; balance: Money; fund: Money }[] {
    const { currency } = fund.available;
    const pairs: [AccountName, Money][] = [
      ['liabilities:commons:available', negated(fund.available)],
      ['liabilities:commons:reserved', negated(fund.reserved)],
      ['liabilities:commons:in-flight', negated(fund.inFlight)],
      ['liabilities:commons:set-apart', negated(fund.setApart)],
      ['liabilities:commons:net-paid', negated(fund.netPaid)],
      ['equity:opening', fund.opening],
      ['expenses:promise:derived', fund.derived],
      ['expenses:promise:adjusted', fund.adjustments],
      ['assets:advanced', creditOf(fund)],
      ['expenses:promise:beyond', fund.forGood],
    ];
    return pairs.flatMap(([account, expected]) => {
      const balance = this.of(account, currency);
      return isEqual(balance, expected) ? [] : [{ account, balance, fund: expected }];
    });
  }
}
