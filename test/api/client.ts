import type { LightMyRequestResponse } from 'fastify';
import { v7 } from 'uuid';
import { ApiTokens } from '../../src/access/api-tokens.js';
import { addDays } from '../../src/domain/calendar.js';
import type { Role } from '../../src/domain/ledger.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { PayoutCarrier } from '../../src/payouts/payouts.jobs.js';
import { type TestProgram, openTestLedger, startProgram } from '../support/ledger.js';

/** A program that speaks to one ledger with a token of one role. */
export interface Client {
  get(path: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
}

export interface ApiHost {
  readonly program: TestProgram;
  readonly ledger: string;
  readonly steward: Client;
  as(role: Role): Promise<Client>;
  /** How many events the ledger's books hold. */
  head(): Promise<bigint>;
  /** What the queue's job does with an approved payout. */
  carry(payout: string): Promise<void>;
  stop(): Promise<void>;
}

export const slug = 'river';

/** The whole program with one ledger, asked in process. */
export async function startApi(at = '2026-11-02T15:00:00.000Z', env: NodeJS.ProcessEnv = {}): Promise<ApiHost> {
  const program = await startProgram(at, {}, env);
  const ledger = await openTestLedger(program, slug);
  const server = program.app.getHttpAdapter().getInstance();
  const as = async (role: Role): Promise<Client> => {
    const token = await program.app
      .get(ApiTokens)
      .issue(ledger, { role, label: 'a test', expiresAt: addDays(at, 365), by: 'account:test' });
    const headers = { authorization: `Bearer ${token}` };
    const url = (path: string) => (path.startsWith('/') ? path : `/api/v1/ledgers/${slug}/${path}`);
    return {
      get: (path, more = {}) => server.inject({ method: 'GET', url: url(path), headers: { ...headers, ...more } }),
      post: (path, body, more = {}) =>
        server.inject({
          method: 'POST',
          url: url(path),
          headers: { ...headers, 'idempotency-key': v7(), ...more },
          ...(body !== undefined && { payload: body as object }),
        }),
    };
  };
  return {
    program,
    ledger,
    as,
    steward: await as('steward'),
    head: () => program.app.get(EventReader).head(ledger),
    carry: (payout) => program.app.get(PayoutCarrier).carry(ledger, payout),
    stop: () => program.stop(),
  };
}

/** A body as a browser or a program sends a file. */
export function multipart(fields: Record<string, string>, file?: { name?: string; bytes: Buffer | string }) {
  const boundary = 'a-line-that-stands-in-no-file';
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  if (file) {
    const place = `Content-Disposition: form-data; name="${file.name ?? 'file'}"; filename="a.csv"`;
    const head = `--${boundary}\r\n${place}\r\nContent-Type: text/csv\r\n\r\n`;
    parts.push(Buffer.from(head), Buffer.from(file.bytes), Buffer.from('\r\n'));
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { payload: Buffer.concat(parts), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
