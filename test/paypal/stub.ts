import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { no } from './errors.js';
import { type Event, type Moved, bytesOf } from './movements.js';
import { searchAnswer } from './search-answers.js';
import { eventBreaches, signedHeaders, verified } from './signed.js';
import { type Json, type Operation, breachesOf, operationOf, queryBreachesOf, schemaIn } from './schema.js';

/** How the next answer goes wrong. */
export type Fault =
  | 'hangs'
  | 'cuts the line at once'
  | 'cuts in the middle of the answer'
  | 'fails after accepting'
  | 'fails with a page of HTML'
  | 'says yes in HTML'
  | 'says no in HTML'
  | 'says yes about another batch'
  | 'says yes to half'
  | 'sends elsewhere'
  | 'drips without end'
  | 'answers without end'
  | 'is slow'
  | 'signs everyone out'
  | 'lets nobody in'
  | 'has had too many'
  | 'finds no money'
  | 'says duplicate without a link'
  | 'does not let it search'
  | 'lists no whole page';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

interface StoredBatch {
  readonly batch: string;
  readonly payout: string;
  readonly owner: string;
  readonly senderBatch: string;
  readonly header: Json;
  readonly asked: Json;
  status: string;
}

const files = ['payments_payouts_batch_v1', 'notifications_webhooks_v1', 'reporting_transactions_v1', 'payments_payment_v2'];
const documents = files.map(
  (name) => JSON.parse(readFileSync(path.join(__dirname, 'openapi', `${name}.json`), 'utf8')) as Readonly<Record<string, unknown>>,
);

const [, webhookDocument, , paymentDocument] = documents as [Json, Json, Json, Json];
const searchPathname = '/v1/reporting/transactions';
/** What PayPal answers in fact, and its document of the search does not list. */
const unlisted = ['RATE_LIMIT_REACHED', 'RESULTSET_TOO_LARGE'];

const tokenPath = '/v1/oauth2/token';
const lasting = 300;

/** A small PayPal on this machine: over real sockets, with a memory, and held to PayPal's own documents in what it takes and gives. */
export class PayPalStub {
  readonly seen: Seen[] = [];
  /** What broke PayPal's documents, by us or by the adapter. */
  readonly breaches: string[] = [];
  readonly batches: StoredBatch[] = [];
  /** The status of the next payout that is read. */
  status = 'UNCLAIMED';
  /** What is said of a webhook; `by signature` looks at it, over the bytes that were sent. */
  verification: 'SUCCESS' | 'FAILURE' | 'by signature' = 'SUCCESS';
  /** What moved, and is listed to whoever asks. */
  readonly movements: Moved[] = [];
  /** More than so many are refused at once, as PayPal does above ten thousand. */
  mostListed = 10_000;
  largestPage = 500;
  /** The secret that is let in; all are while it is not set. */
  secret: string | undefined;
  tokenLastsSeconds = 32_400;
  readonly #tokens = new Map<string, string>();
  readonly #faults: { readonly fault: Fault; readonly at: 'token' | 'call' }[] = [];
  readonly #server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      this.#take({ method: request.method!, url: request.url!, headers: request.headers, body: Buffer.concat(chunks) }, response),
    );
  });

  async open(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
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

  /** Each fault is for one request, in order. */
  misbehaves(fault: Fault, at: 'token' | 'call' = 'call'): void {
    this.#faults.push({ fault, at });
  }

  calls(): readonly Seen[] {
    return this.seen.filter(({ url }) => url !== tokenPath);
  }

  tokenCalls(): readonly Seen[] {
    return this.seen.filter(({ url }) => url === tokenPath);
  }

  #take(request: Seen, response: http.ServerResponse): void {
    this.seen.push(request);
    const { pathname, searchParams } = new URL(request.url, this.url);
    const isToken = pathname === tokenPath;
    const next = this.#faults.findIndex(({ at }) => (at === 'token') === isToken);
    const fault = next < 0 ? undefined : this.#faults.splice(next, 1)[0]?.fault;
    const operation = isToken ? undefined : operationOf(documents, request.method, pathname.replace(/\/$/, ''));
    if (!isToken && !operation) this.breaches.push(`${request.method} ${pathname} is none of PayPal's paths`);
    if (operation?.request) this.#hold(operation, JSON.parse(request.body.toString()), operation.request, `asked ${pathname}`);
    if (operation)
      this.breaches.push(
        ...queryBreachesOf(operation, searchParams)
          .filter((breach) => !breach.startsWith('sync_mode'))
          .map((breach) => `asked ${pathname}: ${breach}`),
      );
    response.setHeader('PayPal-Debug-Id', `debug${this.seen.length}`);

    const says = (status: number, answer: unknown): void => {
      if (operation && !unlisted.includes(String((answer as Json).name)))
        this.#hold(operation, answer, schemaIn(operation.answers[status] ?? operation.answers.default), `answered ${pathname} ${status}`);
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
    };
    const html = (status: number): void => void response.writeHead(status, { 'Content-Type': 'text/html' }).end('<h1>Gateway</h1>');
    const answers = (): void => {
      const owner = this.#tokens.get(request.headers.authorization ?? '');
      if (isToken && !this.#letsIn(request)) says(401, { error: 'invalid_client', error_description: 'Client Authentication failed' });
      else if (isToken) says(200, this.#token(request));
      else if (owner) says(...this.#answer(request, pathname, owner));
      else says(401, no('AUTHENTICATION_FAILURE'));
    };
    const withhold = (write: (text: string) => void): void => {
      const end = response.end.bind(response);
      response.end = ((text: string) => {
        response.end = end;
        write(text);
        return response;
      }) as typeof response.end;
      answers();
    };

    const faults: Record<Fault, () => void> = {
      hangs: () => {},
      'cuts the line at once': () => void response.socket?.destroy(),
      'cuts in the middle of the answer': () =>
        withhold((text) => {
          response.write(text.slice(0, text.length / 2));
          setTimeout(() => response.socket?.destroy(), 20);
        }),
      'fails after accepting': () => {
        this.#create(JSON.parse(request.body.toString()) as Json, this.#tokens.get(request.headers.authorization ?? '')!);
        says(500, no('INTERNAL_SERVER_ERROR'));
      },
      'fails with a page of HTML': () => html(502),
      'says yes in HTML': () => html(200),
      'says no in HTML': () => html(403),
      'says yes about another batch': () => withhold((text) => response.end(text.replaceAll(/attempt-\d+/g, 'another'))),
      'says yes to half': () => withhold((text) => response.end(text.slice(0, text.length / 2))),
      'sends elsewhere': () => void response.writeHead(307, { Location: `${this.url}/v1/elsewhere` }).end(),
      'drips without end': () => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        const drip = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drip));
      },
      'answers without end': () => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        const more = (): void => void (response.destroyed || response.write('x'.repeat(65_536), () => setImmediate(more)));
        more();
      },
      'is slow': () => void setTimeout(answers, lasting),
      'signs everyone out': () => {
        this.#tokens.clear();
        answers();
      },
      'lets nobody in': () => says(401, { error: 'invalid_client', error_description: 'Client Authentication failed' }),
      'has had too many': () => {
        response.setHeader('Retry-After', '17');
        says(429, no('RATE_LIMIT_REACHED'));
      },
      'finds no money': () => says(422, no('INSUFFICIENT_FUNDS')),
      'says duplicate without a link': () => says(400, duplicate()),
      'does not let it search': () => says(403, no('NOT_AUTHORIZED', [], 'Authorization failed due to insufficient permissions.')),
      'lists no whole page': () => says(200, { total_pages: 2, page: 7, total_items: 0 }),
    };
    if (fault) faults[fault]();
    else answers();
  }

  #hold(operation: Operation, value: unknown, schema: unknown, what: string): void {
    this.breaches.push(...breachesOf(operation.document, value, schema).map((breach) => `${what}: ${breach}`));
  }

  #letsIn({ headers }: Seen): boolean {
    const owner = Buffer.from(headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString();
    return this.secret === undefined || owner.endsWith(`:${this.secret}`);
  }

  #token({ headers }: Seen): object {
    const owner = Buffer.from(headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString();
    const token = `A21AA${this.#tokens.size}.${Buffer.from(owner).toString('base64url')}`;
    this.#tokens.set(`Bearer ${token}`, owner);
    return { token_type: 'Bearer', access_token: token, expires_in: this.tokenLastsSeconds };
  }

  #answer(request: Seen, pathname: string, owner: string): readonly [number, object] {
    if (pathname.endsWith('/verify-webhook-signature'))
      return [200, { verification_status: this.verification === 'by signature' ? verified(request.body.toString()) : this.verification }];
    if (pathname === searchPathname) return searchAnswer(this, new URL(request.url, this.url).searchParams);
    if (request.method === 'POST' && pathname === '/v1/payments/payouts/')
      return this.#create(JSON.parse(request.body.toString()) as Json, owner);
    const [, kind, id, cancel] = /^\/v1\/payments\/(payouts|payouts-item)\/(\w+)(\/cancel)?$/.exec(pathname) ?? [];
    const found = this.batches.find((one) => one.owner === owner && (kind === 'payouts' ? one.batch : one.payout) === id);
    if (!found) return [404, no('INVALID_RESOURCE_ID')];
    if (kind === 'payouts') return [200, { ...headerOf(found, 'SUCCESS'), items: [this.#read(found)], total_items: 1, total_pages: 1 }];
    if (cancel && found.status === 'RETURNED') return [400, no('ITEM_INCORRECT_STATUS')];
    if (cancel) found.status = 'RETURNED';
    return [200, this.#read(found)];
  }

  /** Sends a webhook as PayPal does, over a socket; what it carries is held to PayPal's documents. @returns the status of the answer */
  async sendWebhook(
    to: string,
    event: Event,
    transmission: string,
    over: Readonly<Record<string, string>> = {},
    body = bytesOf(event),
  ): Promise<number> {
    this.breaches.push(...eventBreaches(webhookDocument, paymentDocument, event));
    const headers = { 'content-type': 'application/json', ...signedHeaders(event, transmission, over) };
    return (await fetch(to, { method: 'POST', headers, body })).status;
  }

  #create(told: Json, owner: string): readonly [number, object] {
    const header = told.sender_batch_header as Json;
    const senderBatch = String(header.sender_batch_id);
    const first = this.batches.find((one) => one.owner === owner && one.senderBatch === senderBatch);
    if (first) return [400, duplicate(`${this.url}/v1/payments/payouts/${first.batch}`)];
    const number = String(this.batches.length).padStart(4, '0');
    const [asked] = told.items as [Json];
    const made = { batch: `5UXD2E8A${number}`, payout: `8AELMXH8${number}`, owner, senderBatch, header, asked, status: this.status };
    this.batches.push(made);
    return [201, headerOf(made, 'PENDING')];
  }

  #read({ payout, batch, status, asked }: StoredBatch): object {
    const errors = status === 'UNCLAIMED' ? { errors: no('RECEIVER_UNREGISTERED') } : {};
    return {
      payout_item_id: payout,
      payout_batch_id: batch,
      transaction_id: '9T35G83YA6546X4E',
      transaction_status: status,
      payout_item: asked,
      ...errors,
    };
  }
}

const headerOf = ({ batch, header }: StoredBatch, status: string): object => ({
  batch_header: { payout_batch_id: batch, batch_status: status, sender_batch_header: header },
});

/** As PayPal answers it in fact: its document has no `link`. */
const duplicate = (href?: string): object =>
  no('USER_BUSINESS_ERROR', [
    {
      field: 'SENDER_BATCH_ID',
      issue: href ? 'Batch with given sender_batch_id already exists' : 'Duplicate batch request',
      location: 'body',
      ...(href && { link: [{ href, rel: 'self', method: 'GET', encType: 'application/json' }] }),
    },
  ]);
