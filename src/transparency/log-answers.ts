import type { FastifyReply } from 'fastify';
import { etagOf } from '../web/etag.js';
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

/** Bytes that are answered again and again, hashed once. */
export interface Tagged {
  readonly bytes: Buffer;
  readonly etag: string;
}

export const tagged = (bytes: Buffer): Tagged => ({ bytes, etag: etagOf(bytes) });

const notes = new WeakMap<ShownCheckpoint, Tagged>();

export function sendCheckpoint(reply: FastifyReply, checkpoint: ShownCheckpoint): true {
  const known = notes.get(checkpoint) ?? tagged(Buffer.from(checkpoint.note));
  notes.set(checkpoint, known);
  void reply.headers(ofCheckpoint).header('etag', known.etag).send(known.bytes);
  return true;
}

export function sendTile(reply: FastifyReply, { bytes, etag }: Tagged): true {
  void reply.headers(ofTile).header('etag', etag).send(bytes);
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
