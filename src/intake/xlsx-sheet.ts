import { invalid } from '../domain/refusal.js';
import type { DecimalMark } from './amounts.js';
import type { Row } from './csv.js';
import { attributeOf, eachTag, type Tag, unescaped } from './markup.js';
import type { Table } from './table.js';
import { dayOfSerial, numberAsSeen } from './xlsx-cells.js';

/** What a sheet's cells need of the rest of the workbook to be read. */
export interface Workbook {
  readonly sharedTexts: readonly string[];
  readonly dayStyles: ReadonlySet<number>;
  readonly since1904: boolean;
}

const mostCells = 500_000;
const mostColumns = 100;
const mostMerged = 1000;

/**
 * The rows of one sheet as texts: days as 2026-10-04, numbers as they are seen, a formula by the value that was last
 * computed. A row in which something cannot be told is kept with the reason, and refused where it is read: a formula
 * without a value, an error, cells that are merged.
 */
export function sheetIn(xml: string, workbook: Workbook, mark: DecimalMark): Table {
  const walk = new SheetWalk(workbook, mark);
  eachTag(xml, (tag) => walk.take(tag));
  return walk.table();
}

class SheetWalk {
  private readonly rows: Row[] = [];
  private readonly faults = new Map<number, string>();
  private cells: string[] = [];
  private line = 0;
  private column = -1;
  private count = 0;
  private merged = 0;
  private type = 'n';
  private style = 0;
  private value: string | undefined;
  private hasFormula = false;
  private isPhonetic = false;

  constructor(
    private readonly workbook: Workbook,
    private readonly mark: DecimalMark,
  ) {}

  take(tag: Tag): void {
    const isClosing = tag.kind === 'closes';
    switch (tag.name) {
      case 'row':
        if (isClosing) this.endRow();
        else this.beginRow(tag);
        break;
      case 'c':
        if (!isClosing) this.beginCell(tag);
        if (tag.kind !== 'opens') this.endCell();
        break;
      case 'f':
        this.hasFormula = true;
        break;
      case 'rPh':
        this.isPhonetic = tag.kind === 'opens';
        break;
      case 'v':
      case 't':
        if (tag.kind === 'opens' && !this.isPhonetic) this.value = (this.value ?? '') + unescaped(tag.text);
        break;
      case 'mergeCell':
        if (!isClosing) this.merge(attributeOf(tag, 'ref') ?? '');
    }
  }

  private beginRow(tag: Tag): void {
    this.line = Number(attributeOf(tag, 'r') ?? this.line + 1);
    this.column = -1;
    this.cells = [];
    const before = this.rows.at(-1)?.line ?? 0;
    if (!Number.isSafeInteger(this.line) || this.line <= before)
      throw invalid('file', 'The rows of this spreadsheet are out of order. Save it anew.');
    if (tag.kind === 'is-empty') this.endRow();
  }

  private endRow(): void {
    const cells = Array.from(this.cells, (cell) => cell ?? '');
    if (cells.some((cell) => cell !== '') || this.faults.has(this.line)) this.rows.push({ line: this.line, cells, mayBeCut: false });
  }

  private beginCell(tag: Tag): void {
    const letters = /^[A-Z]{1,3}/.exec(attributeOf(tag, 'r') ?? '')?.[0];
    this.column = letters ? columnOf(letters) : this.column + 1;
    this.count += 1;
    if (this.count > mostCells)
      throw invalid('file', 'This spreadsheet has more than 500,000 cells. Export a shorter time and bring that in.');
    this.type = attributeOf(tag, 't') ?? 'n';
    this.style = Number(attributeOf(tag, 's') ?? 0);
    this.value = undefined;
    this.hasFormula = false;
  }

  private endCell(): void {
    const [value, at] = [this.value, this.place()];
    if (value === undefined) {
      if (this.hasFormula)
        this.faults.set(this.line, `Cell ${at} holds a formula without a value. Open the spreadsheet, save it, and bring it in again.`);
      return;
    }
    if (this.type === 'e') this.faults.set(this.line, `Cell ${at} holds an error, not a value. Correct it where it comes from.`);
    if (this.column >= mostColumns)
      throw invalid(`line ${this.line}`, `Cell ${at} lies beyond ${mostColumns} columns. Leave out what is not needed.`);
    this.cells[this.column] = this.shown(value).trim();
  }

  private shown(value: string): string {
    switch (this.type) {
      case 's': {
        const text = this.workbook.sharedTexts[Number(value)];
        if (text === undefined) throw invalid('file', 'The spreadsheet is damaged: a cell names a text that is not there. Save it anew.');
        return text;
      }
      case 'n':
        return this.number(value);
      case 'd':
        return value.slice(0, 10);
      case 'b':
        return value === '1' ? 'TRUE' : 'FALSE';
      default:
        return value;
    }
  }

  private number(value: string): string {
    if (!this.workbook.dayStyles.has(this.style)) return numberAsSeen(value, this.mark);
    return dayOfSerial(Number(value), this.workbook.since1904) ?? numberAsSeen(value, this.mark);
  }

  private place(): string {
    const { column } = this;
    const letter = (index: number) => String.fromCharCode(65 + index);
    return `${column >= 26 ? letter(Math.floor(column / 26) - 1) : ''}${letter(column % 26)}${this.line}`;
  }

  private merge(range: string): void {
    this.merged += 1;
    if (this.merged > mostMerged) throw invalid('file', 'This spreadsheet has more than 1,000 merged cells. Take them apart and save.');
    const match = /^[A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7})$/.exec(range);
    const [first, last] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
    const says = `The cells ${range} are merged: which row and column their value belongs to cannot be told. Take them apart and save.`;
    for (const { line } of this.rows) if (line >= first && line <= last) this.faults.set(line, says);
  }

  table(): Table {
    return { rows: this.rows, faults: this.faults };
  }
}

const columnOf = (letters: string): number => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
