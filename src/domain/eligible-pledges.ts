import { endsQuarter, isPastDelay } from '../public-log/schedule.js';
import type { Currency } from './currency.js';
import { type Accrual, type PublicationBooks, type Standing, strictest, type Wait, type WaitReason } from './publication-books.js';

/** What was promised up to the end of the period and in no figure before, in minor units. May be below zero after refunds. */
export interface PledgeFigure {
  readonly currency: Currency;
  readonly minor: bigint;
}

/**
 * The opening balance of a currency whose pool has never been stated: it becomes the first statement's opening. Stated
 * later than that, it is netted into the next figure like any adjustment.
 */
export function statedOpenings(accruals: readonly Accrual[], standing: Standing) {
  const figures: Record<Currency, bigint> = {};
  const counted: string[] = [];
  for (const { kind, currency, owedMinor, ref } of accruals) {
    if (kind !== 'opening' || standing.isStated(currency)) continue;
    figures[currency] = (figures[currency] ?? 0n) + owedMinor;
    counted.push(ref);
  }
  return { figures, counted };
}

/** The clients' threshold, currency by currency: what does not meet it rolls forward into the next period's figure. */
export function judgePledges(books: PublicationBooks, standing: Standing) {
  const figures: PledgeFigure[] = [];
  const counted: string[] = [];
  const waits: Wait[] = [];
  for (const [currency, waiting] of byCurrency(books.accruals, standing)) {
    const due = waiting.filter((accrual) => isDue(accrual, standing));
    const why = due.length === 0 ? 'delay' : whyPledgeWaits(currency, due, waiting, books, standing);
    if (why) {
      waits.push({
        what: 'pledge',
        why,
        currency,
        says: sentences[why](currency, standing),
        refs: waiting.map(({ ref }) => ref),
      });
      continue;
    }
    figures.push({ currency, minor: due.reduce((sum, { owedMinor }) => sum + owedMinor, 0n) });
    counted.push(...due.map(({ ref }) => ref));
  }
  return { figures, counted, waits };
}

function byCurrency(accruals: readonly Accrual[], standing: Standing): readonly (readonly [Currency, readonly Accrual[]])[] {
  const groups = new Map<Currency, Accrual[]>();
  for (const accrual of accruals) {
    if (accrual.kind === 'opening' && !standing.isStated(accrual.currency)) continue;
    groups.set(accrual.currency, [...(groups.get(accrual.currency) ?? []), accrual]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

const isDue = ({ month }: Accrual, { period, date, rulesOf }: Standing): boolean =>
  month <= period && isPastDelay(month, rulesOf(month).delayDays, date);

type PledgeWait = Extract<WaitReason, 'delay' | 'quarter' | 'only-adjustments' | 'five-payments' | 'payers-unknown'>;

function whyPledgeWaits(
  currency: Currency,
  due: readonly Accrual[],
  waiting: readonly Accrual[],
  books: PublicationBooks,
  standing: Standing,
): PledgeWait | undefined {
  const rules = strictest(standing, due);
  if (rules.pledgeEvery === 'quarterly' && !endsQuarter(standing.period)) return 'quarter';
  if (due.every(({ kind }) => kind !== 'payment')) return 'only-adjustments';
  const payments = standingPayments(due, waiting);
  if (payments.length < rules.minPayments) return 'five-payments';
  const known = new Set(payments.flatMap(({ payer }) => payer ?? []));
  if (known.size >= rules.minPayments) return undefined;
  const unknown = payments.filter(({ payer }) => payer === undefined).length;
  if (known.size + unknown < rules.minPayments) return 'five-payments';
  const confirmed = books.payersConfirmed.some((said) => said.period === standing.period && said.currency === currency);
  return confirmed ? undefined : 'payers-unknown';
}

/** The payments of which something is still owed, after every refund that is known by now, also one dated later. */
function standingPayments(due: readonly Accrual[], waiting: readonly Accrual[]): readonly Accrual[] {
  const left = new Map<string, bigint>();
  for (const { ref, of, owedMinor } of waiting) left.set(of ?? ref, (left.get(of ?? ref) ?? 0n) + owedMinor);
  return due.filter(({ kind, ref, of }) => kind === 'payment' && (left.get(of ?? ref) ?? 0n) > 0n);
}

const sentences: Readonly<Record<PledgeWait, (currency: Currency, standing: Standing) => string>> = {
  delay: (currency, { period }) => `What was promised in ${currency} after ${period} waits until its month has lain long enough.`,
  quarter: (currency) => `What was promised in ${currency} waits for the end of its quarter.`,
  'only-adjustments': (currency) => `Only refunds and corrections wait in ${currency}; they are netted into the next figure.`,
  'five-payments': (currency) => `What was promised in ${currency} waits: the figure would stand for too few payments or payers.`,
  'payers-unknown': (currency, { period }) =>
    `What was promised in ${currency} waits until you confirm that the payments up to ${period} came from enough different people.`,
};
