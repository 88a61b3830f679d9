import type { EntryOf } from './entry.js';
import type { LogRead, PublicationRead, Report } from './log-read.js';

/** What one publication adds to and takes from one currency's pool, in minor units. */
interface Flows {
  accrued: bigint;
  returned: bigint;
  convertedIn: bigint;
  convertedOut: bigint;
  paid: bigint;
}

export type FlowsByCurrency = ReadonlyMap<string, Readonly<Flows>>;

const noFlows: Readonly<Flows> = { accrued: 0n, returned: 0n, convertedIn: 0n, convertedOut: 0n, paid: 0n };

/** Sums a publication's entries; a correction adds to what accrued. */
export function flowsOf({ entries }: PublicationRead): FlowsByCurrency {
  const flows = new Map<string, Flows>();
  const of = (currency: string): Flows => {
    const known = flows.get(currency) ?? { ...noFlows };
    flows.set(currency, known);
    return known;
  };
  for (const entry of entries) {
    if (entry.kind === 'pledge.accrued' || entry.kind === 'entry.corrected') of(entry.currency).accrued += entry.minor;
    if (entry.kind === 'batch.paid') of(entry.currency).paid += entry.total;
    if (entry.kind === 'money.returned') of(entry.currency).returned += entry.total;
    if (entry.kind === 'pool.converted') {
      of(entry.from).convertedOut += entry.from_minor;
      of(entry.to).convertedIn += entry.to_minor;
    }
  }
  return flows;
}

/** Every opened currency's pool is stated in every publication, and each statement continues the last. */
export function checkPools(log: LogRead, publication: PublicationRead, flows: FlowsByCurrency, report: Report): void {
  const stated = new Set<string>();
  publication.entries.forEach((entry, at) => {
    if (entry.kind !== 'pool.stated') return;
    stated.add(entry.currency);
    checkPool(log, entry, flows.get(entry.currency) ?? noFlows, publication.first + at, report);
  });
  for (const currency of log.currencies.keys()) {
    if (stated.has(currency)) continue;
    report(
      publication.first + publication.entries.length - 1,
      'pool/missing',
      `On ${publication.date} the pool of ${currency} is not stated.`,
    );
  }
}

function checkPool(log: LogRead, entry: EntryOf<'pool.stated'>, flows: Readonly<Flows>, index: number, report: Report): void {
  const opening = log.closings.get(entry.currency);
  if (opening !== undefined && entry.opening !== opening) {
    report(index, 'pool/opening', `The pool of ${entry.currency} closed at ${opening}; it cannot open at ${entry.opening}.`);
  }
  const differs = (code: 'pool/accrued' | 'pool/returned' | 'pool/converted' | 'pool/paid', says: bigint, sum: bigint) => {
    if (says !== sum) report(index, code, `The pool of ${entry.currency} says ${says}; the publication's own entries sum to ${sum}.`);
  };
  differs('pool/accrued', entry.accrued, flows.accrued);
  differs('pool/returned', entry.returned, flows.returned);
  differs('pool/converted', entry.converted_in, flows.convertedIn);
  differs('pool/converted', entry.converted_out, flows.convertedOut);
  differs('pool/paid', entry.paid, flows.paid);
  const closing = entry.opening + entry.accrued + entry.returned + entry.converted_in - entry.converted_out - entry.paid;
  if (entry.closing !== closing)
    report(index, 'pool/closing', `The figures of ${entry.currency} sum to ${closing}, not to ${entry.closing}.`);
  if (!log.firstStated.has(entry.currency)) log.firstStated.set(entry.currency, index);
  log.closings.set(entry.currency, entry.closing);
}
