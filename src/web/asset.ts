import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** A file for browsers, under a name that is its content: what has that name never changes. */
export interface Asset {
  readonly name: string;
  readonly type: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
}

const types = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' } as const;

export function assetOf(text: string, kind: keyof typeof types): Asset {
  const plain = Buffer.from(text);
  const name = `${createHash('sha256').update(plain).digest('hex').slice(0, 16)}.${kind}`;
  return { name, type: types[kind], plain, gzip: gzipSync(plain, { level: 9 }), br: brotliCompressSync(plain) };
}

export const assetPath = ({ name }: Asset): string => `/assets/${name}`;
