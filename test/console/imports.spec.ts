import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DataSource } from 'typeorm';
import { SetupLinks } from '../../src/access/setup-links.js';
import { ImportFiles } from '../../src/reconciliation/import-files.queries.js';
import { Visitor, textOf } from '../scenarios/visitor.js';
import { type TestProgram, startProgram } from '../support/ledger.js';
import { xlsxOf } from '../support/xlsx.js';
import { wizard } from './wizard.js';

const at = '/console/river/imports';
const fixture = (name: string): Buffer => readFileSync(path.join(__dirname, '../fixtures/intake', name));
const unknown = Buffer.from(
  'Statement for October\nPosted on,Details,Who,Sum\n02/10/2026,e-Transfer,Rowan Testperson,200.00\n03/10/2026,Groceries,,-84.37\n,Total,,115.63\n',
);

describe('files that banks write, in the console without script', () => {
  let program: TestProgram;
  let she: Visitor;
  let account: string;

  beforeAll(async () => {
    program = await startProgram();
    she = await Visitor.of(program);
    const link = `/setup/${await program.app.get(SetupLinks).issue()}`;
    await she.open(link);
    await she.submit(link, wizard);
    await she.open('/console/river/accounts');
    await she.submit('/console/river/accounts', { name: 'Chequing', source: 'bank', currency: 'CAD' });
    await she.open(at);
    account = /name="account" value="([0-9a-f-]{36})"/.exec(she.page)![1]!;
  });
  afterAll(() => program.stop());

  const count = async (table: string): Promise<number> => {
    const [row] = await program.app.get(DataSource).query<{ count: number }[]>(`select count(*)::int as count from ${table}`);
    return row!.count;
  };
  const bring = async (file: Buffer, format = ''): Promise<void> => {
    await she.open(at);
    await she.upload(at, { account, format }, 'a-file', file);
  };

  it.each(['td', 'bmo', 'scotiabank', 'cibc', 'tangerine', 'desjardins'])('a file of %s leads to its preview', async (bank) => {
    await bring(fixture(`${bank}-2026-10.csv`));
    expect(she.path).toMatch(/\/imports\/[0-9a-f-]{36}$/);
    expect(textOf(she.page)).toContain('2026');
  });

  it('a file that does not say whose it is asks, with the account kept, and takes the answer', async () => {
    const file = Buffer.from('2026-10-02,SOMETHING,,200.00\n'.repeat(3));
    await bring(file);
    expect(she.status).toBe(400);
    expect(she.page).toContain('href="#field-format"');
    expect(textOf(she.page)).toContain('could be read as: CIBC');
    expect(she.page).toMatch(/value="[0-9a-f-]{36}" checked/);
    await bring(file, 'cibc');
    expect(she.path).toMatch(/\/imports\/[0-9a-f-]{36}$/);
  });

  it('an unknown file is described: its first lines are shown, a guess stands there, and it is read before it is remembered', async () => {
    await bring(unknown, 'another');
    expect(she.path).toMatch(/\/imports\/files\/[0-9a-f-]{36}$/);
    const file = she.path;
    expect(textOf(she.page)).toContain('Rowan Testperson');
    const said = { headingLine: '2', column1: 'day', column2: 'description', column3: 'name', column4: 'amount', dayOrder: 'day-first' };
    await she.submit(file, said, { step: 'look' });
    expect([she.status, textOf(she.page)]).toEqual([400, expect.stringContaining('Line 5: Column 1 is not written like')]);
    await she.submit(file, { ...said, leaveOut: 'yes' }, { step: 'look' });
    expect(she.status).toBe(200);
    expect(textOf(she.page)).toContain('It reads as 2 lines');
    expect(await count('import_mapping')).toBe(0);
    await she.submit(file, {}, { step: 'save' });
    expect([she.status, textOf(she.page)]).toEqual([400, expect.stringContaining('Give it a name')]);
    await she.submit(file, { name: 'Credit union' }, { step: 'save' });
    expect(she.path).toMatch(/\/imports\/[0-9a-f-]{36}$/);
    expect(textOf(she.page)).toContain('1 new, 0 already here, 0 need a look, 1 no income');
    expect([await count('import_mapping'), await count('import_file')]).toEqual([1, 0]);
  });

  it('the next file with the same headings is known by itself, and other columns are refused', async () => {
    await bring(Buffer.from('Posted on,Details,Who,Sum\n09/11/2025,e-Transfer,Juniper Example,150.00\n'));
    expect(she.path).toMatch(/\/imports\/[0-9a-f-]{36}$/);
    expect(textOf(she.page)).toContain('1 new');
    await bring(Buffer.from('Posted on,Details,Sum\n09/11/2025,e-Transfer,150.00\n'));
    expect([she.status, textOf(she.page)]).toEqual([400, expect.stringContaining('not one that we know by itself')]);
  });

  it('nothing of anybody stands in what is remembered', async () => {
    const rows = await program.app.get(DataSource).query<object[]>('select * from import_mapping');
    expect(JSON.stringify(rows)).toContain('Posted on');
    expect(JSON.stringify(rows)).not.toMatch(/rowan|juniper|200\.00/i);
  });

  it('faults in what was said come back on the form, with all that was chosen', async () => {
    await bring(unknown, 'another');
    const file = she.path;
    await she.submit(file, { headingLine: '3', column1: 'day', column2: 'day', column3: 'nothing', column4: 'amount' }, { step: 'look' });
    expect(she.status).toBe(400);
    for (const field of ['column2', 'column1', 'headingLine']) expect(she.page).toContain(`href="#field-${field}"`);
    expect(she.page).toMatch(/id="field-column4"[\s\S]*?value="amount" selected/);
  });

  it('a spreadsheet is described too; a PDF and one with macros are not', async () => {
    const row = (line: number, ...cells: string[]) =>
      `<row r="${line}">${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
    const rows = row(1, 'Date', 'Method', 'Amount') + row(2, '2026-10-02', 'E-Transfer', '200.00');
    await bring(xlsxOf({ rows }));
    expect([she.status, textOf(she.page)]).toEqual([400, expect.stringContaining('say once what its columns are')]);
    await bring(xlsxOf({ rows }), 'another');
    await she.submit(she.path, { column2: 'description', name: 'Jane' }, { step: 'save' });
    expect(textOf(she.page)).toContain('1 new');
    for (const [file, says] of [
      [Buffer.from('%PDF-1.7\n'), 'This is a PDF'],
      [xlsxOf({ rows, more: { 'xl/vbaProject.bin': 'x' } }), 'holds macros'],
    ] as const) {
      await bring(file, 'another');
      expect([she.status, textOf(she.page)]).toEqual([400, expect.stringContaining(says)]);
    }
  });

  it('a file that nobody described is forgotten after a day', async () => {
    await bring(unknown, 'another');
    const file = she.path;
    program.setTime('2026-11-03T15:00:01Z');
    await program.app.get(ImportFiles).forgetOld();
    expect(await count('import_file')).toBe(0);
    await she.open(file);
    expect([she.status, she.page]).toEqual([409, expect.stringContaining('This file is gone')]);
  });
});
