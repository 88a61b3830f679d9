import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Inject,
  Injectable,
  NotFoundException,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lookInto } from '../database/rows-in-sight.js';
import { isSlug } from '../domain/ledger.js';
import { type LetsIn, letsIn } from '../web/allow.js';
import { ApiTokens } from './api-tokens.js';
import { type Asker, accountActor, tokenActor } from '../web/asker.js';
import { BrowserSessions } from './browser-sessions.js';
import { type FoundLedger, LedgerDirectory } from './ledger-directory.js';
import { signInPath } from './local-path.js';
import { Memberships } from './memberships.js';
import { type Permission, isAllowed, ruleOf } from '../web/permissions.js';
import { comesFromHere } from './same-origin.js';

/**
 * Stands before every route. Programs show a token, and only under /api; people show a session, and never there, so that no
 * page elsewhere can make a browser act on the API. A ledger in which the asker has no role is not there (404).
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(BrowserSessions) private readonly browsers: BrowserSessions,
    @Inject(ApiTokens) private readonly tokens: ApiTokens,
    @Inject(LedgerDirectory) private readonly ledgers: LedgerDirectory,
    @Inject(Memberships) private readonly memberships: Memberships,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const whom = this.reflector.getAllAndOverride<LetsIn | undefined>(letsIn, [context.getHandler(), context.getClass()]);
    if (!whom)
      throw new ForbiddenException('This address does not say whom it lets in, so it lets in nobody. Tell whoever runs this program.');
    if (isApi(request)) return whom === 'everyone' ? this.letInWorld(request) : this.letInToken(request, whom);
    if (!comesFromHere(request, this.browsers.hasCookie(request), this.browsers.publicUrl)) {
      throw new ForbiddenException(
        'This was not sent from one of our own pages. Open the page again, at the address of this host, and send it from there.',
      );
    }
    if (whom === 'everyone') return this.letInWorld(request);
    return this.letInSession(request, context.switchToHttp().getResponse<FastifyReply>(), whom);
  }

  /** The handler says what the world sees of a ledger; from its rows alone. */
  private async letInWorld({ params }: FastifyRequest): Promise<true> {
    const { ledger: slug } = (params ?? {}) as { ledger?: string };
    const found = slug !== undefined && isSlug(slug) ? await this.ledgers.find(slug) : undefined;
    if (found) lookInto(found.ledgerId);
    return true;
  }

  private async letInToken(request: FastifyRequest, whom: LetsIn): Promise<boolean> {
    const [, shown] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (!shown) throw new UnauthorizedException('Send a token of this ledger: Authorization: Bearer mal_….');
    const token = await this.tokens.find(shown);
    if (!token) throw new UnauthorizedException('This token is not known, has run out, or was revoked. Ask a steward for a new one.');
    const ledger = await this.ledgerOf(request);
    if (token.ledgerId !== ledger.ledgerId) throw new NotFoundException();
    this.letIn(request, whom, askerOf('token', token.tokenId, token.role, ledger));
    return true;
  }

  private async letInSession(request: FastifyRequest, reply: FastifyReply, whom: LetsIn): Promise<boolean> {
    const signedIn = await this.browsers.of(request);
    if (!signedIn) {
      reply
        .code(303)
        .header('Cache-Control', 'no-store')
        .header('Location', signInPath(request.method === 'GET' ? request.url : ''))
        .send();
      return false;
    }
    request.signedIn = signedIn;
    reply.header('Referrer-Policy', 'same-origin'); // under no-referrer, browsers say "Origin: null" of our own forms
    if (whom === 'signed-in') return true;
    const ledger = await this.ledgerOf(request);
    const role = await this.memberships.roleOf(ledger.ledgerId, signedIn.accountId);
    if (!role) throw new NotFoundException();
    this.letIn(request, whom, askerOf('account', signedIn.accountId, role, ledger));
    return true;
  }

  private async ledgerOf({ params }: FastifyRequest): Promise<FoundLedger> {
    const { ledger: slug } = params as { ledger?: string };
    const found = slug && (await this.ledgers.find(slug));
    if (!found) throw new NotFoundException();
    return found;
  }

  private letIn(request: FastifyRequest, whom: LetsIn, asker: Asker): void {
    if (whom === 'signed-in' || whom === 'everyone' || !isAllowed(asker, whom)) throw new ForbiddenException(whyNot(asker, whom));
    request.asker = asker;
    lookInto(asker.ledgerId);
  }
}

/** By the route that was found, not by the address as it was written: `/%61pi` is `/api` too. */
const isApi = ({ routeOptions }: FastifyRequest): boolean => /^\/api(?:\/|$)/.test(routeOptions.url ?? '');

const askerOf = (kind: Asker['kind'], id: string, role: Asker['role'], { ledgerId, slug, name }: FoundLedger): Asker => ({
  kind,
  id,
  role,
  ledgerId,
  slug,
  ledgerName: name,
  actor: kind === 'account' ? accountActor(id) : tokenActor(id),
});

function whyNot({ kind, role }: Asker, whom: LetsIn): string {
  if (whom === 'signed-in' || whom === 'everyone') return 'This needs a person who is signed in. Open it in the console.';
  const { may, inPerson } = ruleOf(whom satisfies Permission);
  if (kind === 'token' && inPerson) return `A token may not ${may}. Sign in to the console for that.`;
  return `Your role here is ${role}, which may not ${may}. Ask a steward of the ledger.`;
}
