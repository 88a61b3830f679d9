import type { AddressInfo } from 'node:net';
import { DataSource } from 'typeorm';
import { OpenAccount } from '../../src/domain/observation.js';
import { ImportDrafts } from '../../src/reconciliation/import-drafts.queries.js';
import { type ConnectionStanding, PayPalConnections } from '../../src/reconciliation/paypal-connections.queries.js';
import { PayPalSearch } from '../../src/reconciliation/paypal-search.js';
import { Reconciliation } from '../../src/reconciliation/reconciliation.queries.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';
import type { Event, Moved } from './simulator/movements.js';
import { PayPalSimulator } from './simulator/simulator.js';

export const webhookId = '1JE4291016473214C';
export const clientId = 'AfV_bm2qGNgVnZ0b9x3river';
export const secret = 'EGnHDxD_qRPdaLdZz8iCr8N7';
const begins = '2026-11-02T15:00:00.000Z';

/** The whole program with a ledger, a PayPal account that is connected, and the simulator that it is connected to. */
export interface PayPalHost {
  readonly stub: PayPalSimulator;
  readonly program: TestProgram;
  readonly ledger: string;
  readonly account: string;
  connect(over?: Partial<{ since: string; clientSecret: string; account: string }>): Promise<void>;
  /** Lets PayPal's search list what moved. */
  moved(...movements: Moved[]): void;
  /** A minute passes, or more, and the account is asked if it is due. */
  minutesPass(minutes?: number): Promise<void>;
  standing(): Promise<ConnectionStanding | undefined>;
  /** `money-in to-review 200.00` and so on, by day and amount. */
  lines(): Promise<string[]>;
  webhook(event: Event, transmission: string, over?: Record<string, string>, body?: string): Promise<number>;
  /** Where the program takes them. */
  readonly webhooksAt: string;
  refusals(): Promise<Record<string, number>>;
  sql<R extends object>(text: string): Promise<R[]>;
  bringIn(csv: string): Promise<string>;
  /** @throws where anything that was asked or answered is not as PayPal's documents say */
  stop(): Promise<void>;
}

/** @param env settings beside those that lead to the simulator; jobs are run by the spec unless it says otherwise */
export async function startPayPalHost(env: Record<string, string> = {}): Promise<PayPalHost> {
  const stub = await new PayPalSimulator().open();
  stub.verification = 'by signature';
  const leads = { LEDGER_PAYPAL_URL: stub.url, LEDGER_PAYPAL_SANDBOX_URL: 'https://api-m.sandbox.paypal.com' };
  const program = await startProgram(begins, {}, { LEDGER_QUEUE_CONCURRENCY: '0', ...leads, ...env });
  await program.app.listen(0, '127.0.0.1');
  const ledger = await openTestLedger(program);
  const opened = await program.send(
    new OpenAccount({ ledger, by: 'account:test', request: newRequest(), name: 'Business PayPal', kind: 'paypal', currency: 'CAD' }),
  );
  const account = opened.events.flatMap((event) => (event.type === 'AccountOpened' ? [event.data.account] : []))[0]!;
  const { app } = program;
  const sql = <R extends object>(text: string): Promise<R[]> => app.get(DataSource).query(text);
  const webhooksAt = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}/webhooks/paypal/river`;
  let now = Date.parse(begins);
  return {
    stub,
    program,
    ledger,
    account,
    connect: ({ since = '2026-10-01', clientSecret = secret, account: of = account } = {}) =>
      app.get(PayPalConnections).connect(ledger, of, {
        credentials: { environment: 'live', clientId, clientSecret, webhookId },
        since,
        by: 'account:test',
      }),
    moved: (...movements) => void stub.movements.push(...movements),
    minutesPass: async (minutes = 1) => {
      now += minutes * 60_000;
      program.setTime(new Date(now).toISOString());
      await app.get(PayPalSearch).run(ledger, account);
    },
    standing: async () => (await app.get(PayPalConnections).standing(ledger)).find((each) => each.account === account),
    lines: async () =>
      (
        await sql<{ line: string }>(
          `select day || ' ' || reading || ' ' || status || ' ' || (amount_minor / 100.0)::numeric(12, 2) || ' ' || currency as line
         from observation order by day, amount_minor, currency, reading`,
        )
      ).map(({ line }) => line),
    webhook: (event, transmission, over, body) => stub.sendWebhook(webhooksAt, event, transmission, over, body),
    webhooksAt,
    refusals: async () => {
      const rows = await sql<{ why: string; times: string }>('select why, times from paypal_webhook_refusal');
      return Object.fromEntries(rows.map(({ why, times }) => [why, Number(times)]));
    },
    sql,
    bringIn: (csv) => app.get(ImportDrafts).read(ledger, account, Buffer.from(csv)),
    stop: async () => {
      await program.stop();
      await stub.close();
      if (stub.breaches.length > 0) throw new Error(`PayPal’s documents do not allow: ${stub.breaches.join('; ')}`);
    },
  };
}

export const waiting = ({ program, ledger }: PayPalHost) => program.app.get(Reconciliation).toReview(ledger);
