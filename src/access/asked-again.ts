import { SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { addMinutes, type Instant } from '../domain/calendar.js';
import { localPath } from './local-path.js';

/** For so long what somebody said of who they are holds, before money, forgetting and who may do what. */
export const confirmedMinutes = 60;

export const askedAgain = 'asked-again';
/** On a route of whoever is signed in: asks once more who it is. Routes of a ledger say so by their permission. */
export const AskedAgain = () => SetMetadata(askedAgain, true);

export const isLongAgo = (confirmedAt: string, now: Instant): boolean => addMinutes(confirmedAt, confirmedMinutes) <= now;

/** Where to say so: and from there back to the page itself, or to the one on which the button was. */
export function confirmPath({ method, url, headers }: Pick<FastifyRequest, 'method' | 'url' | 'headers'>): string {
  const page = method === 'GET' ? url : pathIn(headers.referer);
  return `/console/confirm?next=${encodeURIComponent(localPath(page))}`;
}

function pathIn(address: string | undefined): string | undefined {
  if (!address || !URL.canParse(address)) return undefined;
  const { pathname, search } = new URL(address);
  return pathname + search;
}
