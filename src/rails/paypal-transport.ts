import http from 'node:http';
import https from 'node:https';

/** The way to one of PayPal's hosts, and how long we wait on it. */
export interface Line {
  /** `https://host`; without TLS only to this machine. */
  readonly baseUrl: string;
  /** Until the connection stands, with TLS. */
  readonly connectMs: number;
  /** Until the last byte of the answer, from the start of the call. */
  readonly totalMs: number;
  readonly largestAnswerBytes: number;
}

export interface Message {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as these characters in UTF-8, byte for byte. */
  readonly body?: string;
}

/** A whole answer, of any status. */
export interface Reply {
  readonly status: number;
  readonly body: Buffer;
  /** PayPal's own name for this exchange; its support asks for it. */
  readonly debugId?: string;
  readonly retryAfterSeconds?: number;
}

/** No whole answer came. What was asked may have been done all the same. */
export type Lost = 'unreachable' | 'timeout' | 'cut' | 'too-large' | 'unreadable';

/**
 * Nothing of the request left this machine: there was no connection yet, or no token to send it with. So what was asked has
 * not been done, whatever the end was.
 */
export interface Unsent {
  readonly unsent: Reply | Lost;
}

export type End = Reply | Lost | Unsent;

const unreachable = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/**
 * One request and its answer, on a connection of its own: a kept one may be closed by the other side at the moment we
 * write, and then nobody knows what arrived. Follows no redirection, prints nothing.
 */
export function exchange(line: Line, message: Message): Promise<End> {
  return new Promise((resolve) => {
    let isConnected = false;
    const { protocol, origin } = new URL(line.baseUrl);
    const body = message.body === undefined ? undefined : Buffer.from(message.body, 'utf8');
    const asked = (protocol === 'http:' ? http : https).request(origin + message.path, {
      method: message.method,
      agent: false,
      headers: {
        Accept: 'application/json',
        'User-Agent': 'mutual-aid-ledger',
        ...message.headers,
        ...(body && { 'Content-Length': body.length }),
      },
    });
    const ends = (end: Reply | Lost): void => {
      clearTimeout(connecting);
      clearTimeout(waiting);
      resolve(isConnected ? end : { unsent: end });
      asked.destroy();
    };
    const connecting = setTimeout(ends, line.connectMs, 'timeout');
    const waiting = setTimeout(ends, line.totalMs, 'timeout');
    // Until TLS stands, Node keeps the request to itself.
    const stands = (): void => {
      isConnected = true;
      clearTimeout(connecting);
    };
    asked.once('socket', (socket) => socket.once(protocol === 'http:' ? 'connect' : 'secureConnect', stands));
    asked.on('error', ({ code = '' }: NodeJS.ErrnoException) => ends(!isConnected && unreachable.includes(code) ? 'unreachable' : 'cut'));
    asked.on('close', () => ends('cut'));
    asked.once('response', (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > line.largestAnswerBytes) return ends('too-large');
        chunks.push(chunk);
      });
      answer.on('error', () => ends('cut'));
      answer.on('end', () => ends(answer.complete ? replyOf(answer, Buffer.concat(chunks)) : 'cut'));
    });
    asked.end(body);
  });
}

/** A Retry-After that is a date and no number of seconds is left out; whoever waits has a pause of their own. */
function replyOf(answer: http.IncomingMessage, body: Buffer): Reply {
  const debugId = /^[\w-]{1,64}$/.exec(String(answer.headers['paypal-debug-id']));
  const seconds = /^\d{1,6}$/.exec(answer.headers['retry-after'] ?? '');
  return {
    status: answer.statusCode ?? 0,
    body,
    ...(answer.headers['paypal-debug-id'] && debugId && { debugId: debugId[0] }),
    ...(seconds && { retryAfterSeconds: Number(seconds[0]) }),
  };
}
