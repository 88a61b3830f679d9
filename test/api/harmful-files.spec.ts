import { deflateRawSync } from 'node:zlib';
import { xlsxOf } from '../support/xlsx.js';
import { type ApiHost, type Client, multipart, startApi } from './client.js';

const texts = ['Date', 'Payment Method', 'Total', 'E-Transfer'];
const heading = '<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>';
const day = (line: number) => `<c r="A${line}" s="1"><v>46299</v></c>`;
const method = (line: number) => `<c r="B${line}" t="s"><v>3</v></c>`;
const row = (line: number, ...cells: readonly string[]) => `<row r="${line}">${cells.join('')}</row>`;
const good = row(2, day(2), method(2), '<c r="C2" s="3"><v>2400</v></c>');
const mappings = {
  totals: { columns: ['day', 'method', 'amount'], holdsTotals: true },
  movements: { columns: ['day', 'description', 'amount'] },
} as const;
const bomb = { packed: deflateRawSync(Buffer.alloc(80 * 1024 * 1024, ' ')) };
const ofx = (amount: string, before = '') =>
  `<?xml version="1.0"?>${before}<OFX><STMTTRN><DTPOSTED>20261002<TRNAMT>${amount}<NAME>x</STMTTRN></OFX>`;

describe('files that could do harm, brought in from outside', () => {
  let host: ApiHost;
  let api: Client;
  let account: string;
  const formats: Record<string, string> = {};
  beforeAll(async () => {
    host = await startApi();
    api = host.steward;
    account = (await api.post('accounts', { name: 'Chequing', kind: 'bank', currency: 'CAD' })).json().account;
    for (const [name, columns] of Object.entries(mappings)) {
      const said = {
        account,
        name,
        headings: texts.slice(0, 3),
        dayOrder: 'year-first',
        decimalMark: '.',
        sign: 'positive-came-in',
        ...columns,
      };
      formats[name] = (await api.post('mappings', said)).json().mapping;
    }
  });
  afterAll(() => host.stop());

  const bring = async (bytes: string | Buffer, format?: string) => {
    const form = multipart({ account, ...(format && { format }) }, { bytes });
    return api.post('imports', form.payload, form.headers);
  };
  const refused = async (answer: Awaited<ReturnType<typeof bring>>, field: string, says: string) =>
    expect([answer.statusCode, answer.json().errors?.[0]]).toEqual([400, { field, says: expect.stringContaining(says) }]);

  it.each(Object.keys(mappings))('the same spreadsheet without harm is read, as %s', async (name) => {
    const answer = await bring(xlsxOf({ rows: heading + good, texts }), formats[name]);
    const { lines, totals } = answer.json();
    expect([...lines, ...(totals ?? [])]).toEqual([
      expect.objectContaining({ day: '2026-10-04', amount: { amount: '2400.00', currency: 'CAD' } }),
    ]);
  });

  const cases: readonly [string, Buffer, string, string][] = [
    ['a bomb in its sheet', xlsxOf({ rows: '', more: { 'xl/worksheets/sheet1.xml': bomb } }), 'file', 'larger than 64 MB'],
    ['a bomb in its texts', xlsxOf({ rows: heading + good, more: { 'xl/sharedStrings.xml': bomb } }), 'file', 'larger than 64 MB'],
    ['macros', xlsxOf({ rows: heading + good, texts, more: { 'xl/vbaProject.bin': 'x' } }), 'file', 'holds macros'],
    [
      'a formula without a value',
      xlsxOf({ rows: heading + row(2, day(2), method(2), '<c r="C2"><f>1+1</f></c>'), texts }),
      'line 2',
      'formula without a value',
    ],
    [
      'merged cells',
      xlsxOf({ rows: heading + good, texts, after: '<mergeCells><mergeCell ref="B2:C2"/></mergeCells>' }),
      'line 2',
      'are merged',
    ],
    [
      'a serial number that no format shows as a day',
      xlsxOf({ rows: heading + row(2, '<c r="A2"><v>46299</v></c>', method(2), '<c r="C2"><v>1</v></c>'), texts }),
      'line 2',
      'is not written like',
    ],
    [
      'an error for a sum',
      xlsxOf({ rows: heading + row(2, day(2), method(2), '<c r="C2" t="e"><v>#REF!</v></c>'), texts }),
      'line 2',
      'holds an error',
    ],
  ];
  it.each(
    Object.keys(mappings).flatMap((name) => cases.map(([what, ...rest]) => [what, name, ...rest] as const)),
  )('%s is refused, as %s', async (_, name, file, field, says) => {
    const head = await host.head();
    await refused(await bring(file, formats[name]), field, says);
    expect(await host.head()).toBe(head);
  });

  it.each([
    ['a laughing document', ofx('200.00', '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>')],
    ['a file of the host', ofx('200.00', '<!DOCTYPE OFX [<!ENTITY a SYSTEM "file:///etc/passwd">]>')],
  ])('OFX with %s is refused and opens nothing', async (_, file) => {
    await refused(await bring(file, 'ofx'), 'file', 'declaration of its own');
  });
});
