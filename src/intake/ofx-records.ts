import { invalid } from '../domain/refusal.js';
import { eachTag, type Tag, unescaped } from './markup.js';

/** One movement as the file writes it: its fields by name, in capitals. */
export interface OfxRecord {
  /** 1-based line of the file; where movements share a line, which movement it is. */
  readonly line: number;
  readonly fields: ReadonlyMap<string, string>;
}

export interface OfxStatement {
  /** CURDEF: the currency of all that says none of its own. */
  readonly currency: string | undefined;
  readonly accountNumber: string;
  readonly records: readonly OfxRecord[];
}

/** What holds other fields is no field; of what it holds the movement keeps the currency alone. */
const aggregates = /^(?:PAYEE|CURRENCY|ORIGCURRENCY|BANKACCTTO|CCACCTTO|IMAGEDATA)$/;

/**
 * The one statement of an OFX file: version 1, in which a value's tag is never closed, or version 2, which is XML. Both are
 * walked alike: a tag with text behind it is a field, whether it is closed or not.
 * @throws InvalidInput for what is cut off, and for a file of several accounts, a card or investments
 */
export function statementIn(text: string): OfxStatement {
  const walk = new Walk(text);
  eachTag(text, (tag) => walk.take(tag));
  return walk.statement();
}

class Walk {
  private readonly records: { line: number; fields: Map<string, string> }[] = [];
  private current: Map<string, string> | undefined;
  private within = '';
  private currency: string | undefined;
  private accountNumber: string | undefined;
  private isWhole = false;
  private line = 1;
  private nextBreak: number;

  constructor(private readonly text: string) {
    this.nextBreak = this.breakAfter(-1);
  }

  take(tag: Tag): void {
    const name = tag.name.toUpperCase();
    if (name === 'STMTTRN') this.record(tag);
    else if (tag.kind === 'closes') this.close(name);
    else this.openOrKeep(name, tag);
  }

  private close(name: string): void {
    if (name === this.within) this.within = '';
    if (name === 'OFX') this.isWhole = true;
  }

  private openOrKeep(name: string, tag: Tag): void {
    refuseOtherAccounts(name, this.lineAt(tag.at));
    if (aggregates.test(name) && this.current && tag.text.trim() === '') this.within = name;
    else this.field(name, tag);
  }

  private record({ kind, at }: Tag): void {
    if (kind === 'closes') {
      this.current = undefined;
      return;
    }
    const line = this.lineAt(at);
    if (this.current) throw invalid(`line ${line}`, 'A movement begins inside another one: the file is cut off or was changed.');
    this.current = new Map();
    this.within = '';
    this.records.push({ line, fields: this.current });
  }

  private field(name: string, tag: Tag): void {
    const value = unescaped(tag.text).trim();
    if (value === '') return;
    if (!this.current) this.outside(name, value, tag);
    else if (this.within === '' || this.within === 'PAYEE') this.keep(name, value, tag);
    else if (this.within === 'CURRENCY' && name === 'CURSYM') this.keep('CURRENCY', value, tag);
  }

  private keep(name: string, value: string, tag: Tag): void {
    if (this.current!.has(name))
      throw invalid(`line ${this.lineAt(tag.at)}`, `One movement has ${name} twice: which one counts cannot be told.`);
    this.current!.set(name, value);
  }

  private outside(name: string, value: string, tag: Tag): void {
    if (name === 'CURDEF') this.currency = value;
    if (name !== 'ACCTID') return;
    if (this.accountNumber !== undefined && this.accountNumber !== value) {
      throw invalid(`line ${this.lineAt(tag.at)}`, 'From here on the file is of another account. Download one account at a time.');
    }
    this.accountNumber = value;
  }

  /** Tags are taken from left to right, so that every line break is looked for and counted once. */
  private lineAt(at: number): number {
    for (; this.nextBreak < at; this.nextBreak = this.breakAfter(this.nextBreak)) this.line += 1;
    return this.line;
  }

  private breakAfter(at: number): number {
    const found = this.text.indexOf('\n', at + 1);
    return found === -1 ? Number.POSITIVE_INFINITY : found;
  }

  statement(): OfxStatement {
    if (!this.isWhole || this.current)
      throw invalid('file', 'The file does not end as an OFX file does: it is cut off. Download it again.');
    const shared = new Set(this.records.map(({ line }) => line)).size < this.records.length;
    const records = shared ? this.records.map(({ fields }, at) => ({ line: at + 1, fields })) : this.records;
    return { currency: this.currency, accountNumber: this.accountNumber ?? '', records };
  }
}

function refuseOtherAccounts(name: string, line: number): void {
  if (name === 'CCSTMTRS') throw invalid(`line ${line}`, 'This file is of a credit card. Download the chequing account alone.');
  if (name === 'INVSTMTRS') throw invalid(`line ${line}`, 'This file is of investments. Download the chequing account alone.');
}
