import { createRequire } from 'node:module';
import paypal from 'paypal-rest-sdk';
import type { PayPalWindow } from '../domain/paypal.js';
import type { SentBatch, SentPayout } from '../domain/paypal-payout.js';
import {
  type Batch,
  type Outcome,
  about,
  batchOf,
  batchWithPayouts,
  isPayPalId,
  membersOf,
  outcomeOf,
  readBody,
  sentPayout,
  textOf,
} from './paypal-answers.js';
import { type SearchPage, searchPageOf, searchPath } from './paypal-search.js';
import { type Send, signedIn, tokenTried } from './paypal-token.js';
import type { End, Line } from './paypal-transport.js';

/** One PayPal app of one ledger. */
export interface PayPalAccess extends Line {
  readonly clientId: string;
  readonly clientSecret: string;
  /** PayPal's id of the webhook that is ours. Without it no webhook is ever genuine. */
  readonly webhookId?: string;
}

type Answered = (error: unknown, answer: unknown) => void;
type Invoke = (method: string, path: string, data: unknown, options: object, answered: Answered) => void;

const inside = createRequire(import.meta.url);
const client = inside('paypal-rest-sdk/lib/client') as { invoke: Invoke };
const { executeHttp } = inside('paypal-rest-sdk/lib/api') as { executeHttp: Invoke };

/**
 * The package's only way to the network is ours from here on: its own knows no deadline, ignores the host it is told,
 * and prints. It keeps tokens in a place that all accounts share, so it is given an empty one that is over at once; the
 * true one is put on behind its back. A call without a configuration of ours would run on those shared settings: it goes nowhere.
 */
client.invoke = (method, path, data, options, answered) => {
  if (path === '/v1/oauth2/token') return answered(null, { token_type: 'Bearer', access_token: 'kept-elsewhere', expires_in: 0 });
  if (!('send' in options)) return answered(new Error('The PayPal package was called outside of the adapter.'), null);
  const body = method === 'GET' ? undefined : typeof data === 'string' ? data : JSON.stringify(data);
  const { send, ours } = options as { send: Send; ours: Record<string, string> };
  const headers = body === undefined ? ours : { 'Content-Type': 'application/json', ...ours };
  send({ method, path, headers, body }).then(
    (end) => answered(null, end),
    (error: unknown) => answered(error, null),
  );
};

/** A configuration for one call: the package writes into it. It holds no secret. */
const asked = (send: Send, ours: Record<string, string>, call: (configuration: object, answered: Answered) => void): Promise<End> =>
  new Promise((resolve, reject) => {
    const configuration = { mode: 'live', client_id: 'kept-elsewhere', client_secret: 'kept-elsewhere', headers: {}, send, ours };
    call(configuration, (error, end) => (error ? reject(error) : resolve(end as End)));
  });

export type PayPalApi = ReturnType<typeof paypalApi>;

/**
 * What we ask of PayPal, one request each. What PayPal calls an item is a payout here: one payout is one batch. Throws
 * only for what must not be sent at all; whatever happens on the way is an outcome. A call takes at most four times
 * `totalMs`: a token, the request, and both again after a 401.
 */
export function paypalApi(access: PayPalAccess) {
  if (!isHost(access.baseUrl)) throw new Error('PayPal is reached at https:// and a host, without a path.');
  const send = signedIn(access, access.clientId, access.clientSecret);

  return {
    /** Asks for a token, and for nothing else: whether these credentials are let in. */
    tryAccess: (): Promise<Outcome<true>> => tokenTried(access, access.clientId, access.clientSecret),

    /** One page, from 1, of what moved in a window of at most 31 days. What moved in the last three hours may be missing. */
    searchPage: async (window: PayPalWindow, page: number): Promise<Outcome<SearchPage>> => {
      const end = await asked(send, {}, (configuration, answered) =>
        executeHttp('GET', searchPath(window, page), {}, configuration, answered),
      );
      return outcomeOf(end, searchPageOf);
    },

    /**
     * Asks for a payout with exactly these characters as its body, the same on every repeat. Accepted means taken up,
     * not paid. The request id only helps PayPal's support: what keeps a payout from being made twice is the
     * `sender_batch_id` in the body, for 30 days.
     */
    createPayout: async (body: string): Promise<Outcome<Batch>> => {
      const senderBatch = senderBatchIn(body);
      const end = await asked(send, { 'PayPal-Request-Id': senderBatch }, (configuration, answered) =>
        paypal.payout.create(body, 'false', configuration, answered),
      );
      return outcomeOf(
        end,
        about((batch) => batch.senderBatch === senderBatch, batchOf),
      );
    },

    readBatch: async (id: string): Promise<Outcome<SentBatch>> => {
      const end = await asked(send, {}, (configuration, answered) => paypal.payout.get(checked(id), configuration, answered));
      return outcomeOf(
        end,
        about(({ batch, payouts }) => batch === id && payouts.every((one) => one.batch === id), batchWithPayouts),
      );
    },

    readPayout: async (id: string): Promise<Outcome<SentPayout>> => {
      const end = await asked(send, {}, (configuration, answered) => paypal.payoutItem.get(checked(id), configuration, answered));
      return outcomeOf(
        end,
        about(({ payout }) => payout === id, sentPayout),
      );
    },

    /** Only one that nobody claimed can be cancelled; its money comes back. */
    cancelPayout: async (id: string): Promise<Outcome<SentPayout>> => {
      const end = await asked(send, {}, (configuration, answered) => paypal.payoutItem.cancel(checked(id), configuration, answered));
      return outcomeOf(
        end,
        about(({ payout }) => payout === id, sentPayout),
      );
    },

    /**
     * Whether PayPal sent this webhook. PayPal is asked about the very bytes that arrived: written anew, `1.10` would be
     * `1.1`, and true ones would fail. *Unknown* is for asking again, never for acting.
     * @param headers with names in lower case, as Node gives them
     */
    verifyWebhook: async (headers: Readonly<Record<string, unknown>>, rawBody: Uint8Array): Promise<'genuine' | 'refused' | 'unknown'> => {
      const question = access.webhookId && webhookQuestion(headers, rawBody, access.webhookId);
      if (!question) return 'refused';
      const end = await asked(send, {}, (configuration, answered) =>
        executeHttp('POST', '/v1/notifications/verify-webhook-signature', question, configuration, answered),
      );
      const told = outcomeOf(end, (answer) => textOf(membersOf(answer).verification_status, /^(?:SUCCESS|FAILURE)$/));
      if (told.outcome !== 'accepted') return 'unknown';
      return told.answer === 'SUCCESS' ? 'genuine' : 'refused';
    },
  };
}

const isHost = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, origin } = new URL(text);
  return text === origin && (protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1'));
};

/** Ids are pasted into paths by the package; one with `../` or `?` in it would ask for something else. */
function checked(id: string): string {
  if (!isPayPalId(id)) throw new Error('That is no id of PayPal’s; nothing was asked.');
  return id;
}

/** The batch id under which PayPal refuses a repeat. A body without one, or for more than one payout, is never sent. */
function senderBatchIn(body: string): string {
  const batch = readBody(Buffer.from(body), (told) => {
    const { sender_batch_header, ...rest } = membersOf(told);
    return { id: membersOf(sender_batch_header).sender_batch_id, lines: rest.items };
  });
  if (batch === 'unreadable') throw new Error('That is no payout for PayPal; nothing was sent.');
  const { id, lines } = batch;
  if (typeof id !== 'string' || !/^[\w.-]{1,200}$/.test(id)) throw new Error('A payout is sent under a sender_batch_id of its own.');
  if (!Array.isArray(lines) || lines.length !== 1) throw new Error('A batch carries one payout, so that a repeat repeats one.');
  return id;
}

/**
 * The question to PayPal, with the body pasted in as it came; nothing where it cannot be genuine. A body that is not one
 * whole JSON object could close its place and bring a `webhook_id` of its own.
 */
function webhookQuestion(headers: Readonly<Record<string, unknown>>, rawBody: Uint8Array, webhookId: string): string | undefined {
  const names = ['auth_algo', 'cert_url', 'transmission_id', 'transmission_sig', 'transmission_time'];
  const told = Object.fromEntries(names.map((name) => [name, headers[`paypal-${name.replace('_', '-')}`]]));
  if (!names.every((name) => typeof told[name] === 'string' && told[name].length > 0 && told[name].length <= 500)) return undefined;
  if (!isPayPalAddress(String(told.cert_url))) return undefined;
  try {
    const event = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(rawBody);
    membersOf(JSON.parse(event));
    return `${JSON.stringify({ ...told, webhook_id: webhookId }).slice(0, -1)},"webhook_event":${event}}`;
  } catch {
    return undefined;
  }
}

const isPayPalAddress = (text: string): boolean =>
  URL.canParse(text) && new URL(text).protocol === 'https:' && /(?:^|\.)paypal\.com$/.test(new URL(text).hostname);
