import { invalid } from '../domain/refusal.js';

/** One tag of OFX or of a spreadsheet's XML, and the bare text behind it up to the next tag. */
export interface Tag {
  /** As written, without a namespace prefix. */
  readonly name: string;
  readonly kind: 'opens' | 'closes' | 'is-empty';
  readonly attributes: string;
  /** As written; `unescaped` turns its five entities into letters. */
  readonly text: string;
  /** Where the tag begins. */
  readonly at: number;
}

/**
 * Walks over every tag once, from left to right. There is no document type, no entity of the file's own and nothing that
 * grows: what begins with `<!` is refused, because no bank and no spreadsheet needs it.
 * @throws InvalidInput with the field `file`
 */
export function eachTag(text: string, seen: (tag: Tag) => void): void {
  for (let at = text.indexOf('<'); at !== -1; ) {
    const end = text.indexOf('>', at);
    if (end === -1) throw cutOff();
    const next = text.indexOf('<', end);
    if (text.startsWith('<!', at)) throw declaration();
    if (text.charCodeAt(at + 1) !== questionMark) seen(tagIn(text, at, end, next === -1 ? text.length : next));
    at = next;
  }
}

const questionMark = '?'.charCodeAt(0);
const slash = '/'.charCodeAt(0);

function tagIn(text: string, at: number, end: number, next: number): Tag {
  const closes = text.charCodeAt(at + 1) === slash;
  const isEmpty = !closes && text.charCodeAt(end - 1) === slash;
  const inside = text.slice(at + (closes ? 2 : 1), isEmpty ? end - 1 : end);
  const blank = inside.search(/\s/);
  const full = blank === -1 ? inside : inside.slice(0, blank);
  return {
    name: full.slice(full.indexOf(':') + 1),
    kind: closes ? 'closes' : isEmpty ? 'is-empty' : 'opens',
    attributes: blank === -1 ? '' : inside.slice(blank),
    text: text.slice(end + 1, next),
    at,
  };
}

const patterns = new Map<string, RegExp>();

/** The value of an attribute, unescaped; nothing where it does not stand. */
export function attributeOf({ attributes }: Tag, name: string): string | undefined {
  if (attributes === '') return undefined;
  const pattern = patterns.get(name) ?? new RegExp(`\\s(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
  patterns.set(name, pattern);
  const match = pattern.exec(attributes);
  return match ? unescaped(match[1] ?? match[2] ?? '') : undefined;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The five entities and numbered letters, each once. What is none of them stays: banks write `AT&T`. */
export function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (written, decimal, hex, name) => {
    if (name) return named[String(name).toLowerCase()] ?? written;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    const isLetter = code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isLetter || code === 10 ? String.fromCodePoint(code) : written;
  });
}

const cutOff = () => invalid('file', 'The file ends in the middle of a tag: it is cut off. Download it again.');
const declaration = () =>
  invalid('file', 'The file has a declaration of its own (“<!…”), which no bank’s file needs and which can be a trap. It is not read.');
