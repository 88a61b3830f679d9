import { type Money, type MoneyJson, toJson } from '../domain/money.js';
import type { MonthReport } from './month-reports.js';

type AsJson<T> = T extends Money ? MoneyJson : T extends object ? { [K in keyof T]: AsJson<T[K]> } : T;

const isMoney = (value: object): value is Money => 'minor' in value && 'currency' in value;

/** The report for programs: the same names, every amount as `{"amount":"200.00","currency":"CAD"}`. */
export function monthJson(report: MonthReport): AsJson<MonthReport> {
  return asJson(report) as AsJson<MonthReport>;
}

function asJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== 'object' || value === null) return value;
  if (isMoney(value)) return toJson(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asJson(inner)]));
}
