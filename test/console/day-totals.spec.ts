import { DataSource } from 'typeorm';
import { SetupLinks } from '../../src/access/setup-links.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { RefundPayment } from '../../src/domain/payment-changes.js';
import { Visitor, textOf } from '../scenarios/visitor.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import { cash } from '../support/given.js';
import { xlsxOf } from '../support/xlsx.js';
import { wizard } from './wizard.js';

const texts = ['Date', 'Payment Method', 'Count', 'Total', 'E-Transfer', 'Cash'];
const heading = '<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>';
const row = (line: number, serial: number, method: 4 | 5, count: number, total: string) =>
  `<row r="${line}"><c s="1"><v>${serial}</v></c><c t="s"><v>${method}</v></c><c><v>${count}</v></c><c s="3"><v>${total}</v></c></row>`;
/** Jane's spreadsheet: the 4th of October is day 46299. */
const jane = (...rows: readonly string[]) => xlsxOf({ rows: heading + rows.join(''), texts });
const at = '/console/river/totals';

describe('What Jane says, in the console without script', () => {
  let program: TestProgram;
  let she: Visitor;
  let account: string;
  let ledger: string;
  const query = async <T>(sql: string): Promise<T[]> => program.app.get(DataSource).query(sql);

  beforeAll(async () => {
    program = await startProgram();
    she = await Visitor.of(program);
    const link = `/setup/${await program.app.get(SetupLinks).issue()}`;
    await she.open(link);
    await she.submit(link, wizard);
    await she.open('/console/river/accounts');
    await she.submit('/console/river/accounts', { name: 'Chequing', source: 'bank', currency: 'CAD' });
    [{ account, ledger }] = (await query<{ account: string; ledger: string }>(
      'select account_id as account, ledger_id as ledger from account',
    )) as [{ account: string; ledger: string }];
    for (let count = 0; count < 11; count += 1) await received('2026-10-04T16:00:00.000Z');
  });
  afterAll(() => program.stop());

  const received = async (receivedAt: string): Promise<string> => {
    const payment = { amount: cash('200.00 CAD'), method: 'interac', offering: 'ces-50', receivedAt } as const;
    const { events } = await program.send(new RecordPayment({ ledger, by: 'account:test', request: newRequest(), ...payment }));
    return events.flatMap((event) => (event.type === 'PaymentReceived' ? [event.data.payment] : []))[0]!;
  };
  const bring = async (file: Buffer, format = ''): Promise<void> => {
    await she.open('/console/river/imports');
    await she.upload('/console/river/imports', { account, format }, 'jane.xlsx', file);
  };
  const count = async (what: string) => Number((await query<{ count: string }>(`select count(*) from ${what}`))[0]!.count);

  it('its columns are said once: a guess stands there, and it is shown how the file reads', async () => {
    await bring(jane(row(2, 46299, 4, 12, '2400'), row(3, 46299, 5, 1, '80')), 'another');
    const file = she.path;
    expect(she.page).toMatch(/name="holds" value="totals" checked/);
    await she.submit(file, {}, { step: 'look' });
    expect(textOf(she.page)).toContain('It reads as 2 totals');
    await she.submit(file, { name: 'Jane' }, { step: 'save' });
    expect(she.path).toMatch(/\/totals\/imports\/[0-9a-f-]{36}$/);
    expect(textOf(she.page)).toContain('2 totals by day and method');
    expect(await count('day_total')).toBe(0);
  });

  it('12 e-Transfers on the 4th, and the ledger has 11: said in words, on Today, on the month, and nothing is paid by it', async () => {
    const before = await count('payment');
    await she.submit(she.path);
    expect(she.path).toBe(`${at}?done=totals`);
    expect(textOf(she.page)).toContain(
      '4 October 2026: Jane says 12 Interac e-Transfers, $2,400.00 together; the ledger has 11 Interac e-Transfers, $2,200.00 together.',
    );
    expect(textOf(she.page)).toContain('Jane says 1 payment in cash, $80.00 together; the ledger has none.');
    expect([await count('payment'), await count('observation')]).toEqual([before, 0]);
    await she.open('/console/river');
    expect(textOf(she.page)).toContain('Jane and the ledger differ in October 2026');
    await she.open('/console/river/months/2026-10');
    expect(textOf(she.page)).toContain('Jane and the ledger differ in this month.');
  });

  it('the next file is known by its headings; a newer word takes the place of the older, and the same one adds nothing', async () => {
    const events = () => count("event where type = 'DayTotalStated'");
    const was = await events();
    for (const expected of [was + 1, was + 1]) {
      await bring(jane(row(2, 46299, 4, 11, '2200'), row(3, 46299, 5, 1, '80')));
      await she.submit(she.path);
      expect([await events(), await count('day_total')]).toEqual([expected, 2]);
    }
    expect(textOf(she.page)).toContain('both have 11 Interac e-Transfers');
  });

  it('what Jane does not say after all is taken back', async () => {
    await she.submit(`${at}/withdraw`);
    expect(she.path).toBe(`${at}?done=withdrawn`);
    expect(await count('day_total')).toBe(1);
    await she.open('/console/river');
    expect(textOf(she.page)).not.toContain('Jane and the ledger differ');
  });

  it('a refund counts on the day on which it went back, as Jane counts it', async () => {
    const payment = await received('2026-10-06T16:00:00.000Z');
    const asked = { ledger, by: 'account:test', request: newRequest() };
    await program.send(new RefundPayment({ ...asked, payment, amount: cash('50.00 CAD'), refundedAt: '2026-10-07T16:00:00.000Z' }));
    await bring(jane(row(2, 46301, 4, 1, '200'), row(3, 46302, 4, 0, '-50')));
    await she.submit(she.path);
    expect(textOf(she.page)).toContain('both have 12 Interac e-Transfers, $2,350.00 together.');
  });

  it('a day to come is refused where the file is looked at, and nothing is kept', async () => {
    await bring(jane(row(2, 46400, 4, 1, '200')));
    expect([she.status, textOf(she.page)]).toEqual([400, expect.stringContaining('is in the future')]);
  });

  it('what was said of its columns is forgotten, and the next such file is asked about again', async () => {
    await she.open('/console/river/imports/mappings');
    expect(textOf(she.page)).toContain('Totals by day and method. Known by: Date, Payment Method, Count, Total');
    const [{ id }] = (await query<{ id: string }>('select mapping_id as id from import_mapping')) as [{ id: string }];
    await she.submit(`/console/river/imports/mappings/${id}/forget`);
    expect(textOf(she.page)).toContain('None so far.');
    await bring(jane(row(2, 46299, 4, 1, '200')));
    expect([she.status, textOf(she.page)]).toEqual([400, expect.stringContaining('say once what its columns are')]);
  });
});
