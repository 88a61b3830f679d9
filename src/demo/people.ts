import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkout } from '../checkout.js';
import type { ManualRail } from '../domain/call.js';

/** Someone who is sent money in the demo. */
export interface Person {
  readonly handle: string;
  readonly rail: ManualRail;
  readonly address: string;
  /** What they receive; the home currency where none is given. */
  readonly currency?: string;
}

/** Everyone in the demo. All are made up, and every address lies in a domain that is kept for examples. */
export interface DemoPeople {
  readonly payers: readonly string[];
  readonly people: readonly Person[];
  /** Handles of people whose calls are noted and not answered. */
  readonly others: readonly string[];
  readonly shops: readonly string[];
  readonly landlord: string;
  readonly housemate: string;
}

export const demoPeople = (): DemoPeople =>
  JSON.parse(readFileSync(path.join(checkout, 'config', 'demo', 'people.json'), 'utf8')) as DemoPeople;

/** Where a call was seen. */
export const linkOf = (handle: string, number: number): string =>
  `https://${number % 2 === 0 ? 'mastodon' : 'social'}.example/@${handle}/${1000 + number}`;
