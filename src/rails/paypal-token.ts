import { type Outcome, membersOf, outcomeOf, readBody, textOf } from './paypal-answers.js';
import { type Line, type Lost, type Message, type Reply, exchange } from './paypal-transport.js';

interface Token {
  readonly bearer: string;
  /** By the machine's own running clock, which nobody sets. */
  readonly goodUntilMs: number;
}

export type Send = (message: Message) => Promise<Reply | Lost>;

/**
 * Sends with the token of one account. The token is kept here and nowhere else; calls that need one at the same moment
 * share one request for it. Where none is to be had, the end of that request is the end, and the message was never sent.
 * A 401 renews the token and repeats the same bytes once: who is not let in has done nothing.
 */
export function signedIn(line: Line, clientId: string, clientSecret: string): Send {
  let good: Token | undefined;
  let asking: Promise<Token | Reply | Lost> | undefined;

  async function token(): Promise<Token | Reply | Lost> {
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

  async function send(message: Message, isRepeated = false): Promise<Reply | Lost> {
    const held = await token();
    if (!isToken(held)) return held;
    const reply = await exchange(line, { ...message, headers: { ...message.headers, Authorization: `Bearer ${held.bearer}` } });
    if (isRepeated || typeof reply === 'string' || reply.status !== 401) return reply;
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

const isToken = (got: Token | Reply | Lost): got is Token => typeof got === 'object' && 'bearer' in got;

async function fetchToken(line: Line, clientId: string, clientSecret: string): Promise<Token | Reply | Lost> {
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
  if (typeof reply === 'string' || reply.status < 200 || reply.status > 299) return reply;
  return readBody(reply.body, (answer) => {
    const { access_token, expires_in } = membersOf(answer);
    if (typeof expires_in !== 'number' || !(expires_in >= 1)) return 'unreadable';
    // Nine tenths of its life: a token never runs out on the way.
    return { bearer: textOf(access_token, /^[\w.~+/=-]{1,4096}$/), goodUntilMs: askedMs + expires_in * 900 };
  });
}
