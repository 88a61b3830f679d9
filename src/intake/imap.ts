import type { ImapFlow } from 'imapflow';
import { type MailboxAccess, type MailboxPlace, type MailboxReader, MailboxUnreachable, largestMailBytes } from '../domain/mail.js';

const answerMs = 10_000;
const visitMs = 60_000;
/** In one visit; the rest comes with the next. */
const mostMails = 200;
const sender = 'payments.interac.ca';

const isThisMachine = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);

/**
 * Looks into mailboxes over IMAP (RFC 3501), read-only: nothing is marked as seen. Over TLS, with the host's certificate
 * checked; without it only on this machine (a mail program's bridge), and only where the settings allow it.
 */
export const imapMailboxes = (allowsThisMachine: boolean): MailboxReader => ({
  async visit(access, place, take) {
    const isLocal = isThisMachine(access.host);
    if (isLocal && !allowsThisMachine) throw new MailboxUnreachable('not-allowed-here');
    const client = await connectionTo(access, !isLocal);
    const late = setTimeout(() => client.close(), visitMs);
    try {
      await client.connect();
      return await read(client, access, place, take);
    } catch (error) {
      throw understood(error);
    } finally {
      clearTimeout(late);
      client.close();
    }
  },
});

/** The package is loaded at the first visit: most programs that start never make one. */
async function connectionTo({ host, port, name, password }: MailboxAccess, secure: boolean): Promise<ImapFlow> {
  const { ImapFlow } = await import('imapflow');
  const client = new ImapFlow({
    host,
    port,
    secure,
    ...(!secure && { doSTARTTLS: false }),
    auth: { user: name, pass: password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: answerMs,
    greetingTimeout: answerMs,
    socketTimeout: answerMs,
  });
  client.on('error', () => undefined); // whoever waits for an answer is told; unheard, it would end the program
  return client;
}

async function read(
  client: ImapFlow,
  { folder }: MailboxAccess,
  place: MailboxPlace,
  take: (mail: Uint8Array | undefined) => Promise<void>,
) {
  const { uidValidity } = await client.mailboxOpen(folder, { readOnly: true }).catch((error: unknown) => {
    throw isSaidNo(error) ? new MailboxUnreachable('no-such-folder', { cause: error }) : error;
  });
  const from = uidValidity === place.uidValidity ? place.lastUid : 0n;
  const search = { uid: `${from + 1n}:*`, from: sender, since: new Date(place.since) };
  const found = (await client.search(search, { uid: true })) || [];
  let lastUid = from;
  const uids = [...new Set(found)].sort((a, b) => a - b).filter((uid) => BigInt(uid) > from); // n:* names the last one even below n
  for (const uid of uids.slice(0, mostMails)) {
    const mail = await fetched(client, uid);
    if (mail !== 'gone') await take(mail);
    lastUid = BigInt(uid);
  }
  return { uidValidity, lastUid };
}

/** Its size is asked first, so that nothing larger is ever on its way to us. */
async function fetched(client: ImapFlow, uid: number): Promise<Uint8Array | 'gone' | undefined> {
  const told = await client.fetchOne(String(uid), { uid: true, size: true }, { uid: true });
  if (!told) return 'gone';
  if ((told.size ?? 0) > largestMailBytes) return undefined;
  const whole = await client.fetchOne(String(uid), { uid: true, source: { start: 0, maxLength: largestMailBytes } }, { uid: true });
  return (whole || undefined)?.source ?? 'gone';
}

const isSaidNo = (error: unknown): boolean => (error as { responseStatus?: string }).responseStatus === 'NO';

/** Whatever the line or the server did is one of our words; what the taker of a mail threw stays as it is. */
function understood(error: unknown): unknown {
  if (error instanceof MailboxUnreachable) return error;
  const { authenticationFailed, code, responseStatus } = error as {
    authenticationFailed?: boolean;
    code?: unknown;
    responseStatus?: string;
  };
  if (authenticationFailed) return new MailboxUnreachable('sign-in-refused');
  return typeof code === 'string' || responseStatus ? new MailboxUnreachable('no-answer') : error;
}
