import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { css } from './style.css.js';

/** The one stylesheet, as bytes, under a name that is its content: what has that name never changes. */
const plain = Buffer.from(css);
const name = `${createHash('sha256').update(plain).digest('hex').slice(0, 16)}.css`;

export const stylesheet = { name, plain, gzip: gzipSync(plain, { level: 9 }), br: brotliCompressSync(plain) };
export const stylesheetPath = `/assets/${name}`;
