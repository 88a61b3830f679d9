import { type English, type Key, english } from './english.js';
import type { Language } from './language.js';
import { type Given, type Message, type Piece, piecesOf } from './message.js';

/**
 * All that a page has to know of its language. A page gets it as an argument, like all else it is made of; nothing asks a global
 * which language it is.
 */
export class Words {
  private readonly pieces = new Map<string, readonly Piece[]>();
  private readonly counts: Intl.PluralRules;
  private readonly numbers: Intl.NumberFormat;

  /** @param isChosen the reader asked for it by a link, so that the links of the page carry it on */
  constructor(
    readonly language: Language,
    readonly isChosen = false,
  ) {
    this.counts = new Intl.PluralRules(language.numbers);
    this.numbers = new Intl.NumberFormat(language.numbers);
  }

  get lang(): string {
    return this.language.code;
  }

  /** Two pages made of the same and with the same name of words are equal byte for byte. */
  get name(): string {
    return this.isChosen ? `${this.lang} chosen` : this.lang;
  }

  /** A message as text. */
  say<K extends Key>(key: K, ...[slots]: Given<English[K], string>): string {
    return this.fill<string>(key, slots).join('');
  }

  number(of: number): string {
    return this.numbers.format(of);
  }

  /** An address of ours, in the same language where that was chosen: no cookie remembers it. */
  link(href: string): string {
    if (!this.isChosen) return href;
    const [address = '', anchor] = href.split('#');
    const at = `${address}${address.includes('?') ? '&' : '?'}lang=${this.lang}`;
    return anchor === undefined ? at : `${at}#${anchor}`;
  }

  /** A message with whatever its slots are filled with, in the order of this language. `Say` checks that they fit. */
  fill<Part>(key: Key, slots: unknown): (string | Part)[] {
    const given = (slots ?? {}) as Readonly<Record<string, unknown>>;
    return this.piecesOf(key, given.count as number | undefined).map((piece) => {
      if (typeof piece === 'string') return piece;
      if ('mark' in piece) return (given[piece.mark] as (words: string) => Part)(piece.words);
      const filled = given[piece.slot];
      return typeof filled === 'number' ? this.number(filled) : (filled as Part);
    });
  }

  private piecesOf(key: Key, count: number | undefined): readonly Piece[] {
    const message: Message = this.language.messages[key] ?? english[key];
    const way = typeof message === 'string' ? '' : this.counts.select(count ?? 0);
    const kept = this.pieces.get(`${key} ${way}`);
    if (kept) return kept;
    const text = typeof message === 'string' ? message : (message[way as Intl.LDMLPluralRule] ?? message.other);
    const pieces = piecesOf(text);
    this.pieces.set(`${key} ${way}`, pieces);
    return pieces;
  }
}
