import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { payoutEvent } from './announcing.js';
import { answerBreaches, askedBreaches, eventBreaches, operationFor } from './documents.js';
import { no } from './errors.js';
import { type Exchange, type Fault, misbehave } from './faults.js';
import type { Status } from './life.js';
import { type MadeBatch, PayPalMemory } from './memory.js';
import type { Moods } from './moods.js';
import { type Event, type Moved, bytesOf } from './movements.js';
import { type Twist, batchRead, duplicate, headerOf, payoutRead } from './payout-answers.js';
import type { Json, Operation } from './schema.js';
import { searchAnswer } from './search-answers.js';
import { signedHeaders, verified } from './signed.js';

export interface Seen {
  readonly atMs: number;
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Which requests a fault is for. Every call is also a `call`; a request for a token is none. */
export type Where = 'token' | 'call' | 'create' | 'read';

type Answer = readonly [status: number, answer: object];

const tokenPath = '/v1/oauth2/token';
const searchPath = '/v1/reporting/transactions';
const createPath = '/v1/payments/payouts/';
const verifyPath = '/v1/notifications/verify-webhook-signature';

/**
 * PayPal on this machine: over real sockets, with a memory, and held to PayPal's own documents in what it takes and gives.
 * It goes wrong where it is told to, or by moods that a seed repeats. What it remembers of money is what really happened.
 */
export class PayPalSimulator {
  readonly memory = new PayPalMemory();
  readonly seen: Seen[] = [];
  /** What broke PayPal's documents, by us or by the program. */
  readonly breaches: string[] = [];
  /** How a payout stands from the start. */
  status: Status = 'UNCLAIMED';
  /** How a batch that is read differs from the one that was made. */
  twist: Twist | undefined;
  /** Whether a duplicate is answered with a link to the first. */
  linksDuplicates = true;
  moods: Moods | undefined;
  /** What is said of a webhook; `by signature` looks at it, over the bytes that were sent. */
  verification: 'SUCCESS' | 'FAILURE' | 'by signature' = 'SUCCESS';
  /** More than so many are refused at once, as PayPal does above ten thousand. */
  mostListed = 10_000;
  largestPage = 500;
  /** The secret that is let in; all are while it is not set. */
  secret: string | undefined;
  tokenLastsSeconds = 32_400;
  /** What it answers beside PayPal, `GET /witness` and the like; for whoever runs it as a program of its own. */
  besides: Readonly<Record<string, (told: unknown) => unknown>> = {};
  readonly #tokens = new Map<string, string>();
  readonly #faults: { readonly fault: Fault; readonly at: Where }[] = [];
  readonly #server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      this.#take(
        { atMs: performance.now(), method: request.method!, url: request.url!, headers: request.headers, body: Buffer.concat(chunks) },
        response,
      ),
    );
  });

  async open(port = 0): Promise<this> {
    this.#server.listen(port, '127.0.0.1');
    await new Promise((resolve) => this.#server.once('listening', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get batches(): readonly MadeBatch[] {
    return this.memory.batches;
  }

  get movements(): Moved[] {
    return this.memory.movements;
  }

  /** Each fault is for one request, in order. */
  misbehaves(fault: Fault, at: Where = 'call'): void {
    this.#faults.push({ fault, at });
  }

  calls(): readonly Seen[] {
    return this.seen.filter(({ url }) => url !== tokenPath);
  }

  tokenCalls(): readonly Seen[] {
    return this.seen.filter(({ url }) => url === tokenPath);
  }

  /** Sends a webhook as PayPal does, over a socket; what it carries is held to PayPal's documents. @returns the status of the answer */
  async sendWebhook(
    to: string,
    event: Event,
    transmission: string,
    over: Readonly<Record<string, string>> = {},
    body = bytesOf(event),
  ): Promise<number> {
    this.breaches.push(...eventBreaches(event));
    const headers = { 'content-type': 'application/json', ...signedHeaders(event, transmission, over) };
    return (await fetch(to, { method: 'POST', headers, body })).status;
  }

  /** Sends what has happened since: some of it twice, in an order that the seed has mixed. */
  async sendWebhooks(to: string, over: Readonly<Record<string, string>> = {}): Promise<readonly number[]> {
    const dice = this.moods?.diceFor(`webhooks ${this.seen.length}`);
    const changes = this.memory.changes.splice(0);
    const numbered = changes.map((made, at) => ({ event: payoutEvent(made), transmission: `t-${this.seen.length}-${at}` }));
    const sent = dice ? dice.shuffled([...numbered, ...numbered.filter(() => dice.chance(20))]) : numbered;
    const answers: number[] = [];
    for (const { event, transmission } of sent) answers.push(await this.sendWebhook(to, event, transmission, over));
    return answers;
  }

  #take(request: Seen, response: http.ServerResponse): void {
    const beside = this.besides[`${request.method} ${request.url}`];
    if (beside)
      return void response.end(JSON.stringify(beside(request.method === 'POST' ? JSON.parse(request.body.toString()) : undefined)));
    this.seen.push(request);
    const { pathname, searchParams } = new URL(request.url, this.url);
    const isToken = pathname === tokenPath;
    const operation = isToken ? undefined : operationFor(request.method, pathname);
    const wrong = operation ? askedBreaches(operation, pathname, searchParams, request.body.toString()) : [];
    this.breaches.push(...wrong);
    if (!operation && !isToken) this.breaches.push(`${request.method} ${pathname} is none of PayPal's paths`);
    response.setHeader('PayPal-Debug-Id', `debug${this.seen.length}`);
    const exchange = this.#exchange(request, pathname, operation, response);
    const fault = this.#faultFor(request, pathname);
    if (fault) misbehave(fault, exchange);
    else if (wrong.length > 0) exchange.says(400, no('VALIDATION_ERROR'));
    else exchange.answers();
  }

  #exchange(request: Seen, pathname: string, operation: Operation | undefined, response: http.ServerResponse): Exchange {
    const owner = this.#tokens.get(request.headers.authorization ?? '') ?? '';
    const says = (status: number, answer: unknown): void => {
      if (operation) this.breaches.push(...answerBreaches(operation, pathname, status, answer));
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
    };
    return {
      response,
      url: this.url,
      says,
      answers: () => says(...this.#answer(request, pathname)),
      does: () => void this.#answer(request, pathname),
      signOutEveryone: () => this.#tokens.clear(),
      rememberRefused: () => {
        if (!this.memory.firstOf(owner, senderBatchIn(request))) this.memory.rememberRefused(owner, senderBatchIn(request));
      },
    };
  }

  #faultFor(request: Seen, pathname: string): Fault | undefined {
    const kind = pathname === tokenPath ? 'token' : request.method === 'POST' && pathname === createPath ? 'create' : 'read';
    const next = this.#faults.findIndex(({ at }) => at === kind || (at === 'call' && kind !== 'token'));
    if (next >= 0) return this.#faults.splice(next, 1)[0]?.fault;
    return kind === 'token' ? undefined : this.moods?.faultOf(kind, kind === 'create' ? senderBatchIn(request) : pathname);
  }

  #answer(request: Seen, pathname: string): Answer {
    const owner = this.#tokens.get(request.headers.authorization ?? '');
    if (pathname === tokenPath) return this.#token(request);
    if (owner === undefined) return [401, no('AUTHENTICATION_FAILURE')];
    if (pathname === verifyPath)
      return [200, { verification_status: this.verification === 'by signature' ? verified(request.body.toString()) : this.verification }];
    if (pathname === searchPath) return searchAnswer(this, new URL(request.url, this.url).searchParams);
    if (request.method === 'POST' && pathname === createPath) return this.#create(JSON.parse(request.body.toString()) as Json, owner);
    return this.#ofPayout(pathname, owner);
  }

  #token({ headers }: Seen): Answer {
    const owner = Buffer.from(headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString();
    if (this.secret !== undefined && !owner.endsWith(`:${this.secret}`))
      return [401, { error: 'invalid_client', error_description: 'Client Authentication failed' }];
    const token = `A21AA${this.#tokens.size}.${Buffer.from(owner).toString('base64url')}`;
    this.#tokens.set(`Bearer ${token}`, owner);
    return [200, { token_type: 'Bearer', access_token: token, expires_in: this.tokenLastsSeconds }];
  }

  #create(told: Json, owner: string): Answer {
    const taken = this.memory.take(owner, told, this.moods ? 'PENDING' : this.status);
    if ('made' in taken) return [201, headerOf(taken.made, 'PENDING')];
    const link = taken.first && this.linksDuplicates ? `${this.url}${createPath}${taken.first.batch}` : undefined;
    return [400, duplicate(link)];
  }

  #ofPayout(pathname: string, owner: string): Answer {
    const [, kind, id, cancel] = /^\/v1\/payments\/(payouts|payouts-item)\/(\w+)(\/cancel)?$/.exec(pathname) ?? [];
    const found = this.batches.find((one) => one.owner === owner && (kind === 'payouts' ? one.batch : one.payout) === id);
    if (!found) return [404, no('INVALID_RESOURCE_ID')];
    if (kind === 'payouts') return [200, batchRead(found, this.twist)];
    if (cancel && found.status !== 'UNCLAIMED') return [400, no('ITEM_INCORRECT_STATUS')];
    if (cancel) this.memory.becomes(found, 'RETURNED');
    return [200, payoutRead(found, this.twist)];
  }
}

const senderBatchIn = ({ body }: Seen): string => {
  const told = JSON.parse(body.toString()) as Json;
  return String((told.sender_batch_header as Json | undefined)?.sender_batch_id);
};
