import type http from 'node:http';
import { no } from './errors.js';
import { duplicate } from './payout-answers.js';

/** One request on its way through the simulator, as a fault can lay hands on it. */
export interface Exchange {
  readonly response: http.ServerResponse;
  readonly url: string;
  /** Answers as a PayPal would that is well. */
  answers(): void;
  /** Does what was asked, and says nothing of it. */
  does(): void;
  says(status: number, answer: unknown): void;
  signOutEveryone(): void;
  rememberRefused(): void;
}

const html = ({ response }: Exchange, status: number): void =>
  void response.writeHead(status, { 'Content-Type': 'text/html' }).end('<h1>Gateway</h1>');
const cut = ({ response }: Exchange): void => void response.socket?.destroy();

/** Lets the answer come as far as its text, which is then said in another way. */
function instead(exchange: Exchange, write: (text: string) => void): void {
  const { response } = exchange;
  const end = response.end.bind(response);
  response.end = ((text: string) => {
    response.end = end;
    write(text);
    return response;
  }) as typeof response.end;
  exchange.answers();
}

const slowMs = 300;

/** Every way in which one answer goes wrong. Where it says "after accepting", the money is on its way all the same. */
const ways = {
  hangs: () => {},
  'hangs after accepting': (exchange) => exchange.does(),
  'cuts the line at once': cut,
  'cuts the line after accepting': (exchange) => {
    exchange.does();
    cut(exchange);
  },
  'cuts in the middle of the answer': (exchange) =>
    instead(exchange, (text) => {
      exchange.response.write(text.slice(0, text.length / 2));
      setTimeout(() => cut(exchange), 20);
    }),
  'fails after accepting': (exchange) => {
    exchange.does();
    exchange.says(500, no('INTERNAL_SERVER_ERROR'));
  },
  'fails with a page of HTML': (exchange) => html(exchange, 502),
  'fails with a page of HTML after accepting': (exchange) => {
    exchange.does();
    html(exchange, 502);
  },
  'says yes in HTML': (exchange) => html(exchange, 200),
  'says no in HTML': (exchange) => html(exchange, 403),
  'says yes about another batch': (exchange) =>
    instead(exchange, (text) => exchange.response.end(text.replaceAll(/("sender_batch_id":")[^"]+/g, '$1another'))),
  'says yes to half': (exchange) => instead(exchange, (text) => exchange.response.end(text.slice(0, text.length / 2))),
  'sends elsewhere': ({ response, url }) => void response.writeHead(307, { Location: `${url}/v1/elsewhere` }).end(),
  'drips without end': ({ response }) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  },
  'answers without end': ({ response }) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const more = (): void => void (response.destroyed || response.write('x'.repeat(65_536), () => setImmediate(more)));
    more();
  },
  'is slow': (exchange) => void setTimeout(() => exchange.answers(), slowMs),
  'signs everyone out': (exchange) => {
    exchange.signOutEveryone();
    exchange.answers();
  },
  'lets nobody in': ({ says }) => says(401, { error: 'invalid_client', error_description: 'Client Authentication failed' }),
  'has had too many': ({ response, says }) => {
    response.setHeader('Retry-After', '17');
    says(429, no('RATE_LIMIT_REACHED'));
  },
  'has had too many, and says not how long': ({ says }) => says(429, no('RATE_LIMIT_REACHED')),
  'finds no money': ({ says }) => says(422, no('INSUFFICIENT_FUNDS')),
  'finds no money and remembers the id': (exchange) => {
    exchange.rememberRefused();
    exchange.says(422, no('INSUFFICIENT_FUNDS'));
  },
  'finds the request wrong': ({ says }) =>
    says(400, no('VALIDATION_ERROR', [{ field: 'items[0].receiver', location: 'body', issue: 'Receiver is invalid' }])),
  'is still at the first one': ({ says }) => says(400, no('PREVIOUS_REQUEST_IN_PROGRESS')),
  'says a no that nobody knows': ({ says }) => says(422, no('MOON_NOT_FULL')),
  'says duplicate without a link': ({ says }) => says(400, duplicate()),
  'does not let it search': ({ says }) => says(403, no('NOT_AUTHORIZED', [], 'Authorization failed due to insufficient permissions.')),
  'lists no whole page': ({ says }) => says(200, { total_pages: 2, page: 7, total_items: 0 }),
} satisfies Record<string, (exchange: Exchange) => void>;

export type Fault = keyof typeof ways;
export const faults = Object.keys(ways) as Fault[];

export const misbehave = (fault: Fault, exchange: Exchange): void => ways[fault](exchange);

/** For a simulator that is moody: faults of a request for a payout, and whether the money is on its way after them. */
export const ofPayouts: readonly Fault[] = [
  'hangs',
  'hangs after accepting',
  'cuts the line at once',
  'cuts the line after accepting',
  'cuts in the middle of the answer',
  'fails after accepting',
  'fails with a page of HTML',
  'fails with a page of HTML after accepting',
  'says yes in HTML',
  'says yes to half',
  'is slow',
  'signs everyone out',
  'has had too many',
  'has had too many, and says not how long',
  'finds no money',
  'finds no money and remembers the id',
  'is still at the first one',
];

/** Faults of a question, which changes nothing. */
export const ofReading: readonly Fault[] = [
  'hangs',
  'cuts the line at once',
  'cuts in the middle of the answer',
  'fails with a page of HTML',
  'says yes to half',
  'is slow',
  'signs everyone out',
  'has had too many',
];
