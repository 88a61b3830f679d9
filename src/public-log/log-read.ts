import type { Entry } from './entry.js';

/** The rules that a log can break, each by its name. */
export type ArithmeticCode =
  | 'log/not-opened'
  | 'log/opened-twice'
  | 'log/after-close'
  | 'date/falls'
  | 'date/off-schedule'
  | 'date/skipped'
  | 'period/differs'
  | 'period/too-early'
  | 'period/not-the-latest'
  | 'period/repeated'
  | 'period/not-a-quarter'
  | 'order/kinds'
  | 'order/twice'
  | 'rules/too-early'
  | 'rules/unchanged'
  | 'currency/not-opened'
  | 'currency/opened-alike'
  | 'currency/exponent-changed'
  | 'practice/not-joined'
  | 'practice/joined-twice'
  | 'unit/not-in-force'
  | 'slots/total'
  | 'slots/order'
  | 'slots/repeated'
  | 'batch/parts'
  | 'converted/without-batch'
  | 'returned/more-than-paid'
  | 'acknowledged/no-batch'
  | 'acknowledged/too-early'
  | 'acknowledged/twice'
  | 'corrected/no-such-figure'
  | 'pool/missing'
  | 'pool/opening'
  | 'pool/accrued'
  | 'pool/returned'
  | 'pool/converted'
  | 'pool/paid'
  | 'pool/closing'
  | 'key/added-twice'
  | 'key/unknown';

export interface ArithmeticFault {
  /** Index in the log of the entry at fault, or of the last entry of the publication where one is missing. */
  readonly index: number;
  readonly code: ArithmeticCode;
  readonly says: string;
}

export type Report = (index: number, code: ArithmeticCode, says: string) => void;

/** All entries of one scheduled day, in their order. */
export interface PublicationRead {
  readonly date: string;
  /** Index in the log of the first. */
  readonly first: number;
  readonly entries: readonly Entry[];
}

export interface RulesRead {
  readonly from: string;
  readonly entry: Extract<Entry, { readonly kind: 'log.opened' | 'rules.changed' }>;
}

/** What has been read so far. The checks add to it as they go. */
export interface LogRead {
  readonly entries: readonly Entry[];
  readonly rules: RulesRead[];
  readonly dates: string[];
  lastPeriod: string | undefined;
  closed: boolean;
  readonly currencies: Map<string, { readonly exponent: number; readonly unit: bigint }>;
  readonly practices: Set<string>;
  readonly keys: Map<string, 'added' | 'retired'>;
  readonly acknowledged: Set<number>;
  readonly closings: Map<string, bigint>;
  /** Index of the first `pool.stated` of a currency. */
  readonly firstStated: Map<string, number>;
  readonly paid: Map<string, bigint>;
  readonly returned: Map<string, bigint>;
}

export const nothingRead = (entries: readonly Entry[]): LogRead => ({
  entries,
  rules: [],
  dates: [],
  lastPeriod: undefined,
  closed: false,
  currencies: new Map(),
  practices: new Set(),
  keys: new Map(),
  acknowledged: new Set(),
  closings: new Map(),
  firstStated: new Map(),
  paid: new Map(),
  returned: new Map(),
});
