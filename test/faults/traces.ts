import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import type { Redis } from 'ioredis';
import type { Settings } from '../../src/settings.js';

/** How a person's words may stand somewhere without being read at first sight. */
interface Needle {
  readonly of: string;
  readonly as: string;
  readonly text: string;
  /** Base64 tells capitals apart; everything else is looked for without regard to them. */
  readonly isExact: boolean;
}

const spellings = (word: string): string[] => [...new Set([word, word.toLowerCase(), word.toUpperCase()])];

/** Whatever a text could begin at: three ways for base64 to cut it, without the characters that its neighbours share. */
function base64Of(word: string): string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift, ' '), Buffer.from(word)])
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(shift === 0 ? 0 : shift + 1, text.length - ((Buffer.byteLength(word) + shift) % 3 === 0 ? 0 : 1));
  });
}

function needlesFor(word: string): Needle[] {
  const needles: Needle[] = [];
  const add = (as: string, text: string, isExact = false) =>
    needles.push({ of: word, as, text: isExact ? text : text.toLowerCase(), isExact });
  add('itself', word);
  add('percent-encoded', encodeURIComponent(word));
  add('all of it percent-encoded', [...Buffer.from(word)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  add('escaped in a page', word.replace(/&/g, '&amp;').replace(/'/g, '&#39;'));
  for (const spelling of spellings(word)) {
    const sha = createHash('sha256').update(spelling).digest();
    add('hex', Buffer.from(spelling).toString('hex'));
    for (const text of base64Of(spelling)) add('base64', text, true);
    add('SHA-256 in hex', sha.toString('hex'));
    add('SHA-256 in base64', sha.toString('base64').replace(/=+$/, ''), true);
    add('SHA-256 in base64url', sha.toString('base64url'), true);
  }
  return needles;
}

/** Looks for people's words in whatever is left lying about. */
export class Search {
  private readonly needles: readonly Needle[];

  constructor(words: readonly string[]) {
    this.needles = words.flatMap(needlesFor);
  }

  /** `where: word, as what` for each that is found. */
  in(places: ReadonlyMap<string, string>): string[] {
    const found: string[] = [];
    for (const [where, text] of places) {
      const lower = text.toLowerCase();
      const url64 = text.replaceAll('-', '+').replaceAll('_', '/');
      for (const { of, as, text: needle, isExact } of this.needles)
        if (isExact ? text.includes(needle) || url64.includes(needle) : lower.includes(needle)) found.push(`${where}: ${of}, ${as}`);
    }
    return [...new Set(found)];
  }
}

/** Every row of every table of every schema, as text; bytes in hex. */
export async function dumpOf(pool: pg.Pool): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'`,
  );
  const dump = new Map<string, string>();
  for (const { name } of rows) {
    const { rows: all } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    dump.set(`the table ${name}`, all.map(({ row }) => row).join('\n'));
  }
  return dump;
}

/** Every key of a Redis with all that lies under it. */
export async function dumpOfRedis(redis: Redis): Promise<Map<string, string>> {
  const dump = new Map<string, string>();
  for (const key of await redis.keys('*')) {
    const type = await redis.type(key);
    const read: Record<string, () => Promise<unknown>> = {
      string: () => redis.get(key),
      hash: () => redis.hgetall(key),
      list: () => redis.lrange(key, 0, -1),
      set: () => redis.smembers(key),
      zset: () => redis.zrange(key, 0, -1),
      stream: () => redis.xrange(key, '-', '+'),
    };
    dump.set(`the key ${key} of Redis`, `${key} ${JSON.stringify(await read[type]!())}`);
  }
  return dump;
}

/** The journal, and whatever else the program writes beside its database. */
export async function filesUnder({ dataDir, journalDir, logDir }: Settings): Promise<string[]> {
  const found = new Set<string>();
  for (const folder of [dataDir, journalDir, logDir]) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) if (entry.isFile()) found.add(path.join(entry.parentPath, entry.name));
  }
  return [...found];
}

/** Keeps all that the program tells on the terminal. */
export class Overheard {
  text = '';
  private readonly original = { out: process.stdout.write, err: process.stderr.write };

  begin(): void {
    const hear = (bytes: string | Uint8Array): boolean => {
      this.text += typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString();
      return true;
    };
    process.stdout.write = hear as never;
    process.stderr.write = hear as never;
  }

  end(): void {
    process.stdout.write = this.original.out;
    process.stderr.write = this.original.err;
  }
}
