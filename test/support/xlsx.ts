import { deflateRawSync } from 'node:zlib';

/** A ZIP file as spreadsheet programs write it, of parts given as text or as bytes that are packed already. */
export function zipOf(parts: Readonly<Record<string, string | { readonly packed: Buffer }>>): Buffer {
  const [files, list]: Buffer[][] = [[], []];
  let at = 0;
  for (const [name, content] of Object.entries(parts)) {
    const packed = typeof content === 'string' ? deflateRawSync(Buffer.from(content)) : content.packed;
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    files!.push(Buffer.from('PK\x03\x04', 'latin1'), shared, Buffer.from(name), packed);
    const entry = Buffer.alloc(16);
    entry.writeUInt32LE(at, 12);
    list!.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, entry.subarray(2), Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const directory = Buffer.concat(list!);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files!, directory, end]);
}

export interface SheetParts {
  /** What stands inside `sheetData`. */
  readonly rows: string;
  readonly after?: string;
  readonly texts?: readonly string[];
  readonly since1904?: boolean;
  readonly more?: Parameters<typeof zipOf>[0];
}

/** A workbook of one sheet; style 1 shows a day, style 2 a day in a format of its own, style 3 two decimals. */
export const xlsxOf = ({ rows, after = '', texts = [], since1904, more = {} }: SheetParts): Buffer =>
  zipOf({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook xmlns:r="x"><workbookPr${since1904 ? ' date1904="1"' : ''}/><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
      '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="4"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': `<sst>${texts.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`,
    ...more,
  });
