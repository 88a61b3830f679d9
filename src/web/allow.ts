import { type ExecutionContext, SetMetadata, UnauthorizedException, createParamDecorator } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Asker, SignedIn } from './asker.js';
import type { Permission } from './permissions.js';

/** Whom a route lets in. Every route says so; one that does not lets nobody in. */
export type LetsIn = Permission | 'everyone' | 'signed-in';
export const letsIn = 'lets-in';

/** Those whose role in the ledger of the path has this permission. The path carries `:ledger`. */
export const Allow = (permission: Permission) => SetMetadata<string, LetsIn>(letsIn, permission);

/** The whole world. */
export const Public = () => SetMetadata<string, LetsIn>(letsIn, 'everyone');

/** Everyone who is signed in, for pages that belong to no ledger. */
export const AllowSignedIn = () => SetMetadata<string, LetsIn>(letsIn, 'signed-in');

const requestOf = (context: ExecutionContext): FastifyRequest => context.switchToHttp().getRequest<FastifyRequest>();

/** In a handler with `@Allow`: who asks. */
export const AskedBy = createParamDecorator((_: unknown, context: ExecutionContext): Asker => askerOf(requestOf(context)));

export function askerOf({ asker }: FastifyRequest): Asker {
  if (!asker) throw new UnauthorizedException();
  return asker;
}

/** In a handler asked with a session: whose. */
export const SignedInAs = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const { signedIn } = requestOf(context);
  if (!signedIn) throw new UnauthorizedException();
  return signedIn;
});
