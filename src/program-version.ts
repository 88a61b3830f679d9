import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkout } from './checkout.js';

/** Of this program, as its package says it. */
export const programVersion = (JSON.parse(readFileSync(path.join(checkout, 'package.json'), 'utf8')) as { version: string }).version;
