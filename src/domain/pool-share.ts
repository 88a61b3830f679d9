import { createHmac } from 'node:crypto';
import type { Month } from './calendar.js';
import type { Currency } from './currency.js';
import { invalid } from './refusal.js';

/*
 * No program calls this yet; the format of a tag is settled in docs/public-log.md, "Pools", and `eligible-pools.ts` holds the rule to it.
 */

/**
 * What one practice hands in to a pool, for one month and currency, so that several publish together what each alone could not.
 * It names nobody: a person is a tag, blinded under a key that the practices agree on for this month and destroy after it.
 */
export interface PoolShare {
  /** Its public label. */
  readonly practice: string;
  readonly period: Month;
  readonly currency: Currency;
  /** The size of a slot. */
  readonly unitMinor: bigint;
  /** One a person who received money that is final; whole units only, what is off the unit stays with the practice until it makes one. */
  readonly people: readonly { readonly tag: string; readonly units: bigint }[];
  /** What came to be owed and is in no figure yet, refunds taken off. */
  readonly accruedMinor: bigint;
  /** The tag of whoever paid, one for each payment of which something is still owed. Where a practice does not know its payer, none. */
  readonly payers: readonly string[];
}

/** The pool's log and the month: a tag of one says nothing in another. */
export interface PoolMonth {
  readonly origin: string;
  readonly period: Month;
}

const keyBytes = 32;

/**
 * The same person gets the same tag from each practice of the pool, and counts once: HMAC-SHA256 in hexadecimal, under the key of that
 * month, over `"mal/pool-tag/v1\n" + origin + "\n" + period + "\n" + person`. With the key destroyed nobody can try names against it.
 *
 * @param person how the practices know them alike: the address at which money reaches them, written in one way
 */
export function poolTag(key: Uint8Array, { origin, period }: PoolMonth, person: string): string {
  if (key.length !== keyBytes) throw new RangeError(`The key of a pool's month has ${keyBytes} bytes; ${key.length} were given.`);
  return createHmac('sha256', key).update(`mal/pool-tag/v1\n${origin}\n${period}\n${person}`).digest('hex');
}

/**
 * One share, and what it must be to be added to others. What waited is handed in anew under the next month's key: tags of two months
 * would count one person twice.
 *
 * @throws InvalidInput naming the practice and what is wrong with its share
 */
export function checkShare(share: PoolShare, { period, unitMinor }: { readonly period: Month; readonly unitMinor: bigint }): void {
  const { practice, people, payers } = share;
  const amiss = (field: string, says: string) => invalid(field, `The share of ${practice}: ${says}`);
  if (share.period !== period)
    throw amiss('period', `it is for ${share.period}; hand it in anew for ${period}, under the key of that month.`);
  if (share.unitMinor !== unitMinor) throw amiss('unit', `its unit is ${share.unitMinor}, the pool's is ${unitMinor} minor units.`);
  if (![...people.map(({ tag }) => tag), ...payers].every((tag) => /^[0-9a-f]{64}$/.test(tag)))
    throw amiss(
      'people',
      'a tag is 64 hexadecimal digits, blinded under the key of the month. Names and addresses stay with the practice.',
    );
  if (new Set(people.map(({ tag }) => tag)).size !== people.length)
    throw amiss('people', 'a person stands in it twice. Add their units up.');
  if (people.some(({ units }) => units < 1n)) throw amiss('units', 'somebody in it has no unit. Leave them out until they have one.');
}
