import { v7 } from 'uuid';
import type { Dice } from '../../src/demo/dice.js';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

export interface Operation {
  readonly path: string;
  readonly method: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema?: Schema }[];
  readonly body?: Schema;
  /** By status: what kind of text it is. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
}

export interface MadeUp {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string;
}

/** How far it strays from what the document says. */
export type Manner = 'valid' | 'nearly' | 'hostile';

/** Ids and words of what there is, of one's own ledger and of the others: whoever guesses well gets the farthest. */
export interface Hoard {
  readonly ids: readonly string[];
  readonly texts: readonly string[];
}

const hostileTexts = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  "'; drop table event; --",
  '" or 1=1 --',
  '../../../../etc/passwd',
  '%2e%2e%2f',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '$\u007bjndi:ldap://x}',
  'NaN',
  '-0',
  '1e309',
  '9'.repeat(400),
  '0.1',
  '99999999999999999999.99',
  'constructor',
  '__proto__',
  'toString',
  '2026-02-30',
  '2026-13',
  '9999-12-31T23:59:60Z',
  '-2026-01-01',
  'https://evil.example/',
  '\r\nSet-Cookie: a=b',
  '💥'.repeat(100),
];
const hostileValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e21,
  1.5,
  [],
  {},
  [[]],
  { $ref: '#' },
  { length: 1e9 },
  ['x'],
  { amount: {} },
];

/** Requests that nobody sends, drawn by dice that fall alike for the same seed. */
export class MadeUpRequests {
  constructor(
    private readonly dice: Dice,
    private readonly schemas: Readonly<Record<string, Schema>>,
    private readonly hoard: Hoard,
  ) {}

  of(operation: Operation, manner: Manner, slug: string): MadeUp {
    const headers: Record<string, string> = { accept: this.dice.pick(['application/json', '*/*', 'text/html']) };
    if (operation.method === 'post') headers['idempotency-key'] = this.key(manner);
    const url = this.addressOf(operation, manner, slug);
    const method = operation.method.toUpperCase() as MadeUp['method'];
    if (!operation.body) return { method, url, headers };
    headers['content-type'] =
      manner === 'hostile' && this.dice.chance(10)
        ? this.dice.pick(['text/plain', 'application/xml', 'multipart/form-data'])
        : 'application/json';
    return { method, url, headers, payload: this.payload(operation.body, manner) };
  }

  private payload(body: Schema, manner: Manner): string {
    if (manner === 'hostile' && this.dice.chance(15))
      return this.dice.pick(['', '{', '[]', 'null', '"x"', '{"a":1,"a":2}', `${'['.repeat(5000)}`, '\u0000']);
    return JSON.stringify(this.value(body, manner));
  }

  private key(manner: Manner): string {
    if (manner === 'valid') return v7();
    return this.dice.pick(['same', v7(), 'x'.repeat(255), 'x'.repeat(256), 'a b', "'"]);
  }

  private addressOf({ path, parameters }: Operation, manner: Manner, slug: string): string {
    const named = path
      .replace('{ledger}', slug)
      .replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(written(this.place(name, manner))));
    const asked = parameters.filter((each) => each.in === 'query' && (each.required || this.dice.chance(40)));
    const query = asked.map(({ name, schema }) => `${name}=${encodeURIComponent(written(this.value(schema ?? {}, manner)))}`);
    if (manner !== 'valid' && this.dice.chance(10))
      query.push(`${this.dice.pick(['limit', 'after', 'ledger', 'x'])}=${encodeURIComponent(written(this.text(manner)))}`);
    return query.length > 0 ? `${named}?${query.join('&')}` : named;
  }

  private place(name: string, manner: Manner): string {
    if (manner === 'hostile' && this.dice.chance(30))
      return this.dice.pick(hostileTexts.filter((text) => text.trim() !== '' && !/[\ud800-\udfff]/.test(text)));
    if (name === 'month') return this.dice.pick(['2026-09', '2026-10', '2026-11', '0000-00']);
    return this.dice.pick([...this.hoard.ids, v7()]);
  }

  private value(schema: Schema, manner: Manner): unknown {
    if (manner === 'hostile' && this.dice.chance(15)) return this.dice.pick([...hostileValues, ...hostileTexts]);
    if (schema.$ref) return this.value(this.schemas[schema.$ref.split('/').at(-1)!] ?? {}, manner);
    if (schema.enum) return manner !== 'valid' && this.dice.chance(10) ? 'none of these' : this.dice.pick(schema.enum);
    if (schema.properties) return this.object(schema, manner);
    switch (schema.type) {
      case 'integer':
      case 'number':
        return this.number(schema, manner);
      case 'boolean':
        return this.dice.chance(50);
      case 'array':
        return Array.from({ length: this.dice.between(0, manner === 'hostile' ? 39 : 2) }, () => this.value(schema.items ?? {}, manner));
      default:
        return this.text(manner, schema);
    }
  }

  private object({ properties = {}, required = [] }: Schema, manner: Manner): object {
    const made: Record<string, unknown> = {};
    for (const [name, schema] of Object.entries(properties)) {
      const isLeftOut = required.includes(name) ? manner !== 'valid' && this.dice.chance(8) : this.dice.chance(50);
      if (!isLeftOut) made[name] = this.named(name) ?? this.value(schema, manner);
    }
    if (manner !== 'valid' && this.dice.chance(5))
      made[this.dice.pick(['ledger', 'ledgerId', 'by', 'role', '__proto__', 'x'])] = this.dice.pick(this.hoard.ids);
    return made;
  }

  /** What is understood only where it means something: money, days, what is sold here. */
  private named(name: string): unknown {
    if (this.dice.chance(20)) return undefined;
    if (name === 'amount' && this.dice.chance(50)) return this.dice.pick(['200.00', '5.00', '0.00', '0.005', '150']);
    if (name === 'currency') return this.dice.pick(['CAD', 'USD', 'JPY', 'cad', 'XXX']);
    if (name === 'offering') return this.dice.pick(['ces-50', 'counselling-reduced', 'nothing']);
    if (/At$|On$|^day$|^through$|^from$|^to$/.test(name))
      return this.dice.pick(['2026-10-04', '2026-10-04T16:00:00Z', '2027-01-01', '2020-02-29']);
    if (/^(?:payment|call|account|payout|observation|line|transfer)$/.test(name)) return this.dice.pick(this.hoard.ids);
    return undefined;
  }

  private number({ minimum = -10, maximum = 10_000 }: Schema, manner: Manner): number {
    if (manner !== 'valid' && this.dice.chance(20)) return this.dice.pick([minimum - 1, maximum + 1, 0.5, 2 ** 53, -1]);
    return this.dice.between(minimum, maximum);
  }

  private text(manner: Manner, { maxLength = 100, format }: Schema = {}): string {
    if (manner === 'hostile' && this.dice.chance(60)) return this.dice.pick(hostileTexts);
    if (manner === 'nearly' && this.dice.chance(20)) return 'x'.repeat(maxLength + 1);
    if (format === 'uuid') return this.dice.pick(this.hoard.ids);
    return this.dice.pick([...this.hoard.texts, 'A word', 'x']).slice(0, maxLength);
  }
}

/** Half a character cannot stand in an address. */
const written = (value: unknown): string =>
  typeof value === 'string' ? value.replace(/[\ud800-\udfff]/g, '?') : (JSON.stringify(value) ?? '');

/** What a value lacks of its schema, as paths; the part of JSON Schema that our description uses. */
export function lacks(value: unknown, schema: Schema, schemas: Readonly<Record<string, Schema>>, at = ''): string[] {
  if (schema.$ref) return lacks(value, schemas[schema.$ref.split('/').at(-1)!]!, schemas, at);
  if (schema.enum && !schema.enum.includes(value)) return [`${at} is none of those listed`];
  if (schema.type === 'array') {
    if (!Array.isArray(value)) return [`${at} is no list`];
    return value.flatMap((each, index) => lacks(each, schema.items ?? {}, schemas, `${at}/${index}`));
  }
  if (schema.type === 'object' || schema.properties) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`];
    const missing = (schema.required ?? []).filter((name) => !(name in value)).map((name) => `${at}/${name} is missing`);
    const more = Object.entries(value).flatMap(([name, each]) =>
      schema.properties?.[name] ? lacks(each, schema.properties[name], schemas, `${at}/${name}`) : [],
    );
    return [...missing, ...more];
  }
  const is = schema.type === 'integer' ? Number.isInteger(value) : schema.type === undefined || typeof value === schema.type;
  return is ? [] : [`${at} is not of type ${schema.type}`];
}
