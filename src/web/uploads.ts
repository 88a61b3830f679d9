import type { IncomingMessage } from 'node:http';
import multipart from '@fastify/multipart';
import { PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type FieldFault, InvalidInput, invalid } from '../domain/refusal.js';

/** A year's export of a busy account is under one megabyte. */
export const largestFileMb = 20;
const largestFile = largestFileMb * 1024 * 1024;
/** What boundaries and fields may add to the file. */
const aroundTheFile = 64 * 1024;

export interface Upload {
  /** The text fields beside the file, each sent once. */
  readonly fields: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** Lets a request carry a file, for the routes that read one; nothing is read or kept before they do. */
export function uploads(server: FastifyInstance): void {
  void server.register(multipart, {
    limits: {
      fileSize: largestFile + aroundTheFile,
      files: 2,
      fields: 20,
      parts: 22,
      fieldNameSize: 100,
      fieldSize: 4000,
      headerPairs: 20,
    },
    throwFileSizeLimit: false,
  });
  server.addHook('onSend', async (_request: FastifyRequest, reply: FastifyReply) => {
    if (reply.statusCode === 413) reply.removeHeader('Connection');
  });
  server.addHook('onResponse', async ({ raw }: FastifyRequest, reply: FastifyReply) => {
    if (reply.statusCode === 413) turnAway(raw);
  });
}

/** For how long we look past what a sender still has to say. */
const patienceMs = 5000;

/**
 * Closed at once, the line would take our answer with it: a sender who is still writing sees a reset, not a 413. So what
 * comes is thrown away unread for a moment, and then the line is cut.
 */
function turnAway(raw: IncomingMessage): void {
  if (raw.complete) return;
  raw.unpipe();
  raw.resume();
  const cut = setTimeout(() => raw.destroy(), patienceMs).unref();
  raw.once('close', () => clearTimeout(cut));
}

/**
 * Reads one file, sent as `file`, and the text fields around it. Held in memory alone. A file above the bound is cut off
 * where it passes it, and nothing of it is kept.
 */
export async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw new UnsupportedMediaTypeException('Send the file as multipart/form-data, in a field called "file".');
  if (Number(request.headers['content-length'] ?? 0) > largestFile + aroundTheFile) throw tooLarge();
  const read = await readParts(request).catch((error: unknown) => {
    throw understood(error);
  });
  if (read.faults.length > 0) throw new InvalidInput(read.faults);
  if (!read.bytes?.length) throw invalid('file', 'Choose a file. The one that was sent is empty, or none was.');
  return { fields: read.fields, bytes: read.bytes };
}

async function readParts(request: FastifyRequest): Promise<Partial<Upload> & Pick<Upload, 'fields'> & { faults: FieldFault[] }> {
  const fields: Record<string, string> = {};
  const faults: FieldFault[] = [];
  let bytes: Buffer | undefined;
  for await (const part of request.parts()) {
    const { type, fieldname } = part;
    if (type === 'file') {
      const sent = await readFile(part.file);
      if (fieldname === 'file' && bytes === undefined) bytes = sent;
      else faults.push({ field: fieldname.slice(0, 40), says: 'Send one file at a time, in a field called "file".' });
    } else if (fields[fieldname] === undefined) fields[fieldname] = String(part.value).trim();
    else faults.push({ field: fieldname.slice(0, 40), says: 'This was sent twice. Send it once.' });
  }
  return { fields, faults, ...(bytes && { bytes }) };
}

async function readFile(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > largestFile) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = () =>
  new PayloadTooLargeException(`A file may have at most ${largestFileMb} MB. Export a shorter period and bring it in by parts.`);

/** What the parser of multipart bodies says, in our words; anything else stays what it is. */
function understood(error: unknown): unknown {
  const { code, message = '' } = error as { code?: unknown; message?: string };
  const isParsers =
    (typeof code === 'string' && /^FST_(FILES|FIELDS|PARTS|PROTO|INVALID_MULTIPART)/.test(code)) ||
    /terminated early|multipart|boundary|malformed|unexpected end/i.test(message);
  return isParsers ? invalid('file', 'What was sent could not be read to its end. Send one file, whole, as multipart/form-data.') : error;
}
