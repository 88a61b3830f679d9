import type { Currency } from './currency.js';
import { type SlotsFigure, type TooFew, whyTooFew } from './eligible-payouts.js';
import type { PledgeFigure } from './eligible-pledges.js';
import { money } from './money.js';
import { checkShare, type PoolShare } from './pool-share.js';
import type { PublishedRules } from './publication-rules.js';

/*
 * No program calls this yet: nothing here lets practices hand in their shares. The rule stands all the same, with its cases beside it,
 * because the format of the log promises what pools may say (docs/public-log.md, "Pools"), and what is promised has to be shown possible.
 */

/** What a pool may say of one currency in one publication, and why it does not say the rest. */
export interface PoolJudgement {
  readonly batch?: SlotsFigure;
  /** For every practice together. */
  readonly pledge?: PledgeFigure;
  readonly waits: readonly { readonly what: 'pledge' | 'payouts'; readonly why: PoolWait }[];
}

export type PoolWait = TooFew | 'fewer-than-three-practices' | 'too-few-payers';

/** Of two, each would know the other's part. */
const fewestPractices = 3;

type Rules = Pick<PublishedRules, 'k' | 'dominancePercent' | 'minPayments'>;

/**
 * The thresholds for several practices together. They hold for all of it, and for what is left when any one practice takes its own
 * away: for each of them knows its own part, and must not learn more of the others' people than the world does.
 *
 * @param shares of one month and currency, at most one a practice, handed in under one key
 */
export function judgePool(
  shares: readonly PoolShare[],
  rules: Rules,
  of: { readonly period: string; readonly currency: Currency; readonly unitMinor: bigint },
): PoolJudgement {
  for (const share of shares) checkShare(share, of);
  const practices = new Set(shares.map(({ practice }) => practice));
  if (practices.size !== shares.length) throw new RangeError('A practice hands in one share a month and currency.');
  const isPool = practices.size >= fewestPractices;
  const batchWaits: readonly (PoolWait | undefined)[] = isPool
    ? everyView(shares).map((view) => whyBatchWaits(view, of.unitMinor, rules))
    : [few];
  const pledgeWaits: readonly (PoolWait | undefined)[] = isPool ? everyView(shares).map((view) => whyPledgeWaits(view, rules)) : [few];
  const [noBatch, noPledge] = [batchWaits, pledgeWaits].map((whys) => whys.find((why) => why !== undefined));
  return {
    ...(!noBatch && { batch: { currency: of.currency, unitMinor: of.unitMinor, count: Number(unitsOf(shares)) } }),
    ...(!noPledge && { pledge: { currency: of.currency, minor: shares.reduce((sum, { accruedMinor }) => sum + accruedMinor, 0n) } }),
    waits: [
      ...(noBatch ? [{ what: 'payouts', why: noBatch } as const] : []),
      ...(noPledge ? [{ what: 'pledge', why: noPledge } as const] : []),
    ],
  };
}

const few = 'fewer-than-three-practices';

/** All shares, and all but each one: what the world sees, and what is left to a practice that takes its own away. */
const everyView = (shares: readonly PoolShare[]): readonly (readonly PoolShare[])[] => [
  shares,
  ...shares.map((own) => shares.filter((share) => share !== own)),
];

const unitsOf = (shares: readonly PoolShare[]): bigint =>
  shares.flatMap(({ people }) => people).reduce((sum, { units }) => sum + units, 0n);

function whyBatchWaits(shares: readonly PoolShare[], unitMinor: bigint, rules: Rules): TooFew | undefined {
  const received = shares.flatMap(({ people, currency }) =>
    people.map(({ tag, units }) => ({ person: tag, paid: money(units * unitMinor, currency) })),
  );
  return whyTooFew(received, unitsOf(shares) * unitMinor, unitMinor, rules);
}

const whyPledgeWaits = (shares: readonly PoolShare[], { minPayments }: Rules): 'too-few-payers' | undefined =>
  new Set(shares.flatMap(({ payers }) => payers)).size < minPayments ? 'too-few-payers' : undefined;
