import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkout } from '../../../src/checkout.js';
import type { Event } from './movements.js';
import { type Json, type Operation, breachesOf, operationOf, queryBreachesOf, schemaIn } from './schema.js';

const documentNamed = (name: string): Json =>
  JSON.parse(readFileSync(path.join(checkout, 'test', 'paypal', 'openapi', `${name}.json`), 'utf8')) as Json;

const payouts = documentNamed('payments_payouts_batch_v1');
const webhooks = documentNamed('notifications_webhooks_v1');
const search = documentNamed('reporting_transactions_v1');
const payments = documentNamed('payments_payment_v2');

/** What PayPal answers in fact, and its documents do not list; the last is what its gate says to whoever has no right token, in OAuth's form. */
const unlisted = ['RATE_LIMIT_REACHED', 'RESULTSET_TOO_LARGE', 'invalid_client'];

/** Members that PayPal's errors carry in fact, and its documents do not describe: the batch that a duplicate is of, and where to read on. */
const carriedInFact = /^(?:\.details\[\d+\] has link|has information_link),/;

export const operationFor = (method: string, pathname: string): Operation | undefined =>
  operationOf([payouts, webhooks, search, payments], method, pathname.replace(/\/$/, ''));

export function askedBreaches(operation: Operation, pathname: string, query: URLSearchParams, body: string): string[] {
  const found = operation.request ? breachesOf(operation.document, JSON.parse(body), operation.request) : [];
  // The package sends `sync_mode=false`, which PayPal’s own samples have and its document has not.
  const inQuery = queryBreachesOf(operation, query).filter((breach) => !breach.startsWith('sync_mode'));
  return [...found, ...inQuery].map((breach) => `asked ${pathname}: ${breach}`);
}

export function answerBreaches({ document, answers }: Operation, pathname: string, status: number, answer: unknown): string[] {
  if (unlisted.includes(String((answer as Json).name ?? (answer as Json).error))) return [];
  const schema = schemaIn(answers[status] ?? answers.default);
  const found = breachesOf(document, answer, schema).filter((breach) => !carriedInFact.test(breach));
  return found.map((breach) => `answered ${pathname} ${status}: ${breach}`);
}

const schemasOf = (document: Json) => (document.components as Json).schemas as Json;

/** What PayPal's documents do not allow in a webhook: in the event, and in what it carries where a document describes that. */
export function eventBreaches(event: Event): string[] {
  const carried: Readonly<Record<string, readonly [Json, string]>> = {
    'refund 2.0': [payments, 'refund'],
    'capture 2.0': [payments, 'capture-2'],
    'payouts_item 1.0': [payouts, 'payout_item-2'],
    'payouts 1.0': [payouts, 'payout_batch'],
  };
  const [document, schema] = carried[`${event.resource_type} ${event.resource_version ?? '1.0'}`] ?? [];
  const inside = document && schema ? breachesOf(document, event.resource, schemasOf(document)[schema]) : [];
  return [...breachesOf(webhooks, event, schemasOf(webhooks).event), ...inside].map((breach) => `sent ${event.event_type}: ${breach}`);
}
