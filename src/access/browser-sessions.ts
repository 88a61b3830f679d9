import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedIn } from '../web/asker.js';
import { sessionCookieOf, setSessionCookie } from './session-cookie.js';
import { Sessions } from './sessions.js';

/** The address under which the world reaches this host, if it is set: `https://host`. */
export const PUBLIC_URL = Symbol('public url');

/** Sessions as browsers carry them: in a cookie. */
@Injectable()
export class BrowserSessions {
  constructor(
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(PUBLIC_URL) readonly publicUrl: string | undefined,
  ) {}

  /** True when the browser sent a session's cookie, whether or not that session still stands. */
  hasCookie(request: FastifyRequest): boolean {
    return Boolean(sessionCookieOf(request, this.publicUrl));
  }

  async of(request: FastifyRequest): Promise<SignedIn | undefined> {
    const session = await this.sessions.find(sessionCookieOf(request, this.publicUrl));
    return session && { accountId: session.accountId, sessionId: session.sessionId, confirmedAt: session.confirmedAt };
  }

  /** Signs this browser in under a new token; a session that it had before ends. */
  async begin(request: FastifyRequest, reply: FastifyReply, accountId: string): Promise<void> {
    await this.endOf(request);
    setSessionCookie(reply, request, await this.sessions.begin(accountId), this.publicUrl);
  }

  /** Its person has said once more who they are: under a new token, so that no copy of the one before is believed with it. */
  async renew(request: FastifyRequest, reply: FastifyReply, { accountId, sessionId }: SignedIn): Promise<void> {
    setSessionCookie(reply, request, await this.sessions.begin(accountId), this.publicUrl);
    await this.sessions.endSoon(accountId, sessionId);
  }

  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.endOf(request);
    setSessionCookie(reply, request, undefined, this.publicUrl);
  }

  private async endOf(request: FastifyRequest): Promise<void> {
    const former = await this.of(request);
    if (former) await this.sessions.end(former.accountId, former.sessionId);
  }
}
