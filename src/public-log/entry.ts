import { common, disagreement, type Entry, type Field, type Kind, kinds } from './entry-kinds.js';

export type { Entry, EntryOf, Kind } from './entry-kinds.js';

/** C2SP tlog-tiles gives the length of an entry in a bundle as a big-endian uint16. */
export const longestEntry = 65_535;

export type EntryFaultCode =
  | 'entry/too-long'
  | 'entry/not-printable-ascii'
  | 'entry/not-json'
  | 'entry/not-an-object'
  | 'entry/unknown-kind'
  | 'entry/missing-field'
  | 'entry/unknown-field'
  | 'entry/nested'
  | 'entry/out-of-bounds'
  | 'entry/fields-disagree'
  | 'entry/not-canonical';

/** Bytes that are no entry of this log. The code names the rule that they break, the sentence the place. */
export class EntryFault extends Error {
  constructor(
    readonly code: EntryFaultCode,
    sentence: string,
  ) {
    super(sentence);
    this.name = 'EntryFault';
  }
}

/**
 * The one way to write an entry: a JSON object, keys sorted by UTF-16 code unit, no white space, integers in plain
 * decimal, strings of printable ASCII without `"` and `\`, nothing nested, no null. It is the subset of RFC 8785 in
 * which neither a number nor an escape can be written in two ways. All bytes lie in 0x20–0x7e, so text and bytes are
 * the same thing.
 *
 *     {"currency":"CAD","date":"2026-12-08","kind":"pledge.accrued","minor":48000,"period":"2026-10","practice":"north-street","v":1}
 *
 * @throws EntryFault for an entry that the schema does not allow
 */
export function encodeEntry(entry: Entry): string {
  const read = readFields(entry as unknown as Readonly<Record<string, unknown>>);
  const bytes = canonical(read);
  if (bytes.length > longestEntry)
    throw new EntryFault('entry/too-long', `An entry has at most ${longestEntry} bytes; this one has ${bytes.length}.`);
  return bytes;
}

/**
 * Reads an entry and refuses every other way of writing it: what was parsed is written again and compared.
 * @throws EntryFault
 */
export function decodeEntry(bytes: Uint8Array | string): Entry {
  if (bytes.length > longestEntry)
    throw new EntryFault('entry/too-long', `An entry has at most ${longestEntry} bytes; this one has ${bytes.length}.`);
  const text = asciiOf(bytes);
  const entry = readFields(parsedObject(text));
  if (canonical(entry) !== text) {
    throw new EntryFault(
      'entry/not-canonical',
      'An entry has one way to be written: keys sorted and once each, no white space, plain integers.',
    );
  }
  return entry;
}

/** What is not ASCII comes out as something that is not ASCII either, a byte order mark too, and is refused. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

function asciiOf(bytes: Uint8Array | string): string {
  const text = typeof bytes === 'string' ? bytes : utf8.decode(bytes);
  if (!/^[ -~]*$/.test(text)) throw new EntryFault('entry/not-printable-ascii', 'An entry holds printable ASCII only, 0x20 to 0x7e.');
  if (text.includes('\\'))
    throw new EntryFault('entry/not-printable-ascii', 'An entry holds no backslash: no string of the log needs an escape.');
  return text;
}

function parsedObject(text: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new EntryFault('entry/not-json', 'An entry is a JSON object; this is not JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new EntryFault('entry/not-an-object', 'An entry is one JSON object.');
  }
  return parsed as Readonly<Record<string, unknown>>;
}

/** The fields of each kind, in the order in which they are written. */
const fieldsOf = new Map<string, ReadonlyMap<string, Field<unknown>>>(
  Object.entries(kinds).map(([kind, own]) => {
    const fields: Readonly<Record<string, Field<unknown>>> = { ...common, ...own, kind: { says: kind, read: (raw) => raw } };
    return [
      kind,
      new Map(
        Object.keys(fields)
          .sort()
          .map((name) => [name, fields[name]!]),
      ),
    ];
  }),
);

/** Takes every field of the kind, in bounds, and nothing else. They stand in the order in which they are written. */
function readFields(raw: Readonly<Record<string, unknown>>): Entry {
  const kind = kindOf(raw);
  const fields = fieldsOf.get(kind)!;
  for (const name of Object.keys(raw)) {
    if (!fields.has(name)) throw new EntryFault('entry/unknown-field', `${kind} has no field "${name.slice(0, 40)}".`);
  }
  const entry: Record<string, unknown> = {};
  for (const [name, field] of fields) {
    const value = readField(kind, name, field, raw);
    if (value !== undefined) entry[name] = value;
  }
  const fault = disagreement(entry as unknown as Entry);
  if (fault) throw new EntryFault('entry/fields-disagree', `${kind}: ${fault}`);
  return entry as unknown as Entry;
}

function kindOf(raw: Readonly<Record<string, unknown>>): Kind {
  if (!Object.hasOwn(raw, 'kind')) throw new EntryFault('entry/missing-field', 'An entry needs its kind.');
  const { kind } = raw;
  if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) {
    throw new EntryFault('entry/unknown-kind', `"${String(kind).slice(0, 40)}" is no kind of entry.`);
  }
  return kind as Kind;
}

function readField(kind: Kind, name: string, field: Field<unknown>, raw: Readonly<Record<string, unknown>>): unknown {
  const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
  if (value === undefined) {
    if ('optional' in field) return undefined;
    throw new EntryFault('entry/missing-field', `${kind} needs ${name}: ${field.says}.`);
  }
  if (typeof value === 'object') throw new EntryFault('entry/nested', `${kind}.${name} is ${field.says}, never an object, a list or null.`);
  const read = field.read(value);
  if (read === undefined) throw new EntryFault('entry/out-of-bounds', `${kind}.${name} is ${field.says}.`);
  return read;
}

/** @param entry as `readFields` gives it, in order */
function canonical(entry: Entry): string {
  const members = entry as unknown as Readonly<Record<string, string | number | bigint>>;
  let text = '{';
  for (const name in members) {
    const value = members[name]!;
    text += `${text.length > 1 ? ',' : ''}"${name}":${typeof value === 'string' ? `"${value}"` : value}`;
  }
  return `${text}}`;
}

export const isKind =
  <K extends Kind>(kind: K) =>
  (entry: Entry): entry is Extract<Entry, { readonly kind: K }> =>
    entry.kind === kind;
