import type { FastifyReply } from 'fastify';
import type { ShownCheckpoint } from './shown-checkpoints.queries.js';

export const plainText = 'text/plain; charset=utf-8';

const ofCheckpoint = { 'access-control-allow-origin': '*', 'cache-control': 'no-cache', 'content-type': plainText };
const ofTile = {
  'access-control-allow-origin': '*',
  'cache-control': 'public, max-age=31536000, immutable',
  'content-type': 'application/octet-stream',
};
/** A 404 that somebody kept would hide a tile that is there tomorrow. */
const ofNothing = { 'access-control-allow-origin': '*', 'cache-control': 'no-store', 'content-type': plainText };

export function sendCheckpoint(reply: FastifyReply, { note }: Pick<ShownCheckpoint, 'note'>): true {
  void reply.headers(ofCheckpoint).send(note);
  return true;
}

export function sendTile(reply: FastifyReply, bytes: Buffer): true {
  void reply.headers(ofTile).send(bytes);
  return true;
}

/** A small text about the log that is asked for each time. */
export function sendText(reply: FastifyReply, text: string | undefined): void {
  if (text === undefined) sendNothing(reply);
  else void reply.headers(ofCheckpoint).send(text);
}

export function sendNothing(reply: FastifyReply): void {
  void reply.code(404).headers(ofNothing).send('There is nothing here.\n');
}
