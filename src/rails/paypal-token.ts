import { type Outcome, membersOf, outcomeOf, readBody, textOf } from './paypal-answers.js';
import { type End, type Line, type Message, type Reply, type Unsent, exchange } from './paypal-transport.js';

interface Token {
  readonly bearer: string;
  /** By the machine's own running clock, which nobody sets. */
  readonly goodUntilMs: number;
}

export type Send = (message: Message) => Promise<End>;

/**
 * Sends with the token of one account. The token is kept here and nowhere else; calls that need one at the same moment
 * share one request for it. Where none is to be had, the end of that request is the end, and the message is unsent.
 * A 401 renews the token and repeats the same bytes once: who is not let in has done nothing.
 */
export function signedIn(line: Line, clientId: string, clientSecret: string): Send {
  let good: Token | undefined;
  let asking: Promise<Token | End> | undefined;

  async function token(): Promise<Token | End> {
    if (good && performance.now() < good.goodUntilMs) return good;
    asking ??= fetchToken(line, clientId, clientSecret)
      .then((got) => {
        good = isToken(got) ? got : undefined;
        return got;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  }

  async function send(message: Message, isRepeated = false): Promise<End> {
    const held = await token();
    if (!isToken(held)) return isUnsent(held) ? held : { unsent: held };
    const reply = await exchange(line, { ...message, headers: { ...message.headers, Authorization: `Bearer ${held.bearer}` } });
    if (isRepeated || !hasStatus(reply) || reply.status !== 401) return reply;
    if (good === held) good = undefined;
    return send(message, true);
  }

  return (message) => send(message);
}

/** Whether a token is to be had, with all that can come instead of one. The token itself is not kept. */
export async function tokenTried(line: Line, clientId: string, clientSecret: string): Promise<Outcome<true>> {
  const got = await fetchToken(line, clientId, clientSecret);
  if (isToken(got)) return { outcome: 'accepted', answer: true };
  return outcomeOf<true>(got, () => true);
}

const isToken = (got: Token | End): got is Token => typeof got === 'object' && 'bearer' in got;
const isUnsent = (end: End): end is Unsent => typeof end === 'object' && 'unsent' in end;
const hasStatus = (end: End): end is Reply => typeof end === 'object' && 'status' in end;

async function fetchToken(line: Line, clientId: string, clientSecret: string): Promise<Token | End> {
  const askedMs = performance.now();
  const reply = await exchange(line, {
    method: 'POST',
    path: '/v1/oauth2/token',
    headers: {
      Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  if (!hasStatus(reply) || reply.status < 200 || reply.status > 299) return reply;
  return readBody(reply.body, (answer) => {
    const { access_token, expires_in } = membersOf(answer);
    if (typeof expires_in !== 'number' || !(expires_in >= 1)) return 'unreadable';
    // Nine tenths of its life: a token never runs out on the way.
    return { bearer: textOf(access_token, /^[\w.~+/=-]{1,4096}$/), goodUntilMs: askedMs + expires_in * 900 };
  });
}
