import { invalid } from '../domain/refusal.js';
import type { DecimalMark } from './amounts.js';
import { attributeOf, eachTag } from './markup.js';
import type { Table } from './table.js';
import { dayStylesIn, sharedTextsIn } from './xlsx-cells.js';
import { sheetIn } from './xlsx-sheet.js';
import { type Zip, zipIn } from './zip.js';

/**
 * The one sheet of an XLSX workbook that holds rows. Ours and small, because a library reads far more of the format than
 * money needs and bounds less: no macros, no links to other files, no formula is ever computed.
 * @param mark the decimal mark with which its numbers are written into the cells' texts
 * @throws InvalidInput naming the line, or with the field `file`
 */
export function xlsxTable(bytes: Uint8Array, mark: DecimalMark): Table {
  const zip = zipIn(bytes);
  if (zip.names.some((name) => /vbaProject\.bin$|(?:^|\/)macrosheets\//i.test(name))) {
    throw invalid('file', 'This spreadsheet holds macros. Save it as a plain .xlsx, or export it as CSV, and bring that in.');
  }
  const workbook = textIn(zip, 'xl/workbook.xml');
  if (workbook === undefined)
    throw invalid('file', 'This is a ZIP file and no spreadsheet (.xlsx). Bring in the spreadsheet or the CSV file itself.');
  const filled = sheetPaths(zip, workbook)
    .map((path) => textIn(zip, path) ?? '')
    .filter((xml) => /<(?:\w+:)?c[\s>/]/.test(xml));
  if (filled.length > 1)
    throw invalid('file', 'Several sheets of this spreadsheet hold something. Save the one with the payments by itself.');
  const sharedTexts = sharedTextsIn(textIn(zip, 'xl/sharedStrings.xml') ?? '');
  const dayStyles = dayStylesIn(textIn(zip, 'xl/styles.xml') ?? '');
  return sheetIn(filled[0] ?? '', { sharedTexts, dayStyles, since1904: countsFrom1904(workbook) }, mark);
}

function countsFrom1904(workbook: string): boolean {
  let since = false;
  eachTag(workbook, (tag) => {
    if (tag.name === 'workbookPr') since ||= /^(?:1|true)$/.test(attributeOf(tag, 'date1904') ?? '');
  });
  return since;
}

/** Where the workbook's sheets lie, in its own order: it names them by relations that stand in a part of their own. */
function sheetPaths(zip: Zip, workbook: string): string[] {
  const targets = new Map<string, string>();
  eachTag(textIn(zip, 'xl/_rels/workbook.xml.rels') ?? '', (tag) => {
    if (tag.name !== 'Relationship') return;
    const target = attributeOf(tag, 'Target') ?? '';
    targets.set(attributeOf(tag, 'Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  });
  const paths: string[] = [];
  eachTag(workbook, (tag) => {
    const path = tag.name === 'sheet' && tag.kind !== 'closes' ? targets.get(attributeOf(tag, 'id') ?? '') : undefined;
    if (path) paths.push(path);
  });
  return paths;
}

const textIn = (zip: Zip, name: string): string | undefined =>
  zip
    .read(name)
    ?.toString('utf8')
    .replace(/^\ufeff/, '');
