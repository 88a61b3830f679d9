import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DataSource } from 'typeorm';
import { SetupLinks } from '../../src/access/setup-links.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { RefundPayment } from '../../src/domain/payment-changes.js';
import { ClosePreparation } from '../../src/months/closing-days.jobs.js';
import { Rebuilding } from '../../src/event-store/rebuild.js';
import { explanations } from '../../src/reconciliation/explanations.projection.js';
import { Visitor, textOf } from '../scenarios/visitor.js';
import { cash } from '../support/given.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import { wizard } from './wizard.js';

const file = readFileSync(path.join(__dirname, '../fixtures/intake/rbc-2026-10.csv'));
const at = '/console/river';

describe('A month reconciled and closed, in the console without script', () => {
  let program: TestProgram;
  let she: Visitor;
  let account: string;
  let other: string;
  let ledger: string;
  const query = async <T>(sql: string): Promise<T[]> => program.app.get(DataSource).query(sql);
  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
  const page = async (place: string): Promise<string> => {
    await she.open(at + place);
    return textOf(she.page);
  };
  const receive = async (receivedAt: string): Promise<string> => {
    const payment = { amount: cash('200.00 CAD'), method: 'cash', offering: 'ces-50', receivedAt } as const;
    const { events } = await program.send(new RecordPayment({ ...asked(), ...payment }));
    return events.flatMap((event) => (event.type === 'PaymentReceived' ? [event.data.payment] : []))[0]!;
  };
  const october = { currency: 'CAD', from: '2026-10-01', through: '2026-10-31', opening: '1000.00', closing: '1321.40' };
  const state = async (more: object = {}): Promise<string> => {
    await she.open(`${at}/statements`);
    await she.submit(`${at}/statements`, { account, ...october, ...more });
    return textOf(she.page);
  };
  const statement = () => `${at}/statements/${account}/CAD/2026-10-01/2026-10-31`;

  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 });
    she = await Visitor.of(program);
    const link = `/setup/${await program.app.get(SetupLinks).issue()}`;
    await she.open(link);
    await she.submit(link, wizard);
    for (const [name, currency] of [
      ['Chequing', 'CAD'],
      ['Dollars', 'USD'],
    ] as const) {
      await she.open(`${at}/accounts`);
      await she.submit(`${at}/accounts`, { name, source: 'bank', currency });
    }
    const rows = await query<{ account: string; ledger: string }>(
      'select account_id as account, ledger_id as ledger from account order by currency',
    );
    [account, other, ledger] = [rows[0]!.account, rows[1]!.account, rows[0]!.ledger];
    await she.open(`${at}/imports`);
    await she.upload(`${at}/imports`, { account, format: '' }, 'rbc.csv', file);
    await she.submit(she.path);
  });
  afterAll(() => program.stop());

  it('before anything is stated, the checklist names the account and the days, and what else is open', async () => {
    const says = await page('/months/2026-10');
    expect(says).toContain('Chequing, CAD: no statement speaks of 1 October 2026 to 31 October 2026.');
    expect(says).toContain('None of this keeps you from closing.');
  });

  it.each<[string, () => object, string]>([
    ['of another account', () => ({ account: other }), 'This account is kept in USD. Choose the account that the statement is of.'],
    ['of days to come', () => ({ through: '2026-11-30' }), '2026-11-30 is still to come. A statement speaks of days that are over.'],
    [
      'that ends before it begins',
      () => ({ through: '2026-09-30' }),
      'A statement ends on or after the day on which it begins, 2026-10-01.',
    ],
    ['without an amount', () => ({ closing: '' }), 'Enter the amount, like 1000.00, or -50.00 where it is below zero.'],
  ])('a statement %s is refused on the form, with what was typed', async (_, flaw, says) => {
    expect(await state(flaw())).toContain(says);
    expect(she.page).toContain('value="1000.00"');
  });

  it('one that does not add up says by how much, down to the lines that could make it', async () => {
    expect(await state()).toContain('differs by −$4.00, of which −$4.00 is not explained.');
    await she.open(statement());
    expect(textOf(she.page)).toContain('Nothing is forced to nothing.');
  });

  it('what explains it is said in a press, taken back in another, and never more than is missing', async () => {
    await she.submit(statement(), { amount: '-4.01', because: 'fee', difference: '-4.00' });
    expect(textOf(she.page)).toContain('-4.00 CAD is still to be explained, and no more.');
    await she.submit(statement(), { amount: '-3.00', because: 'fee', difference: '-4.00' });
    expect(textOf(she.page)).toContain('−$3.00 comes from a fee.');
    expect(textOf(she.page)).toContain('What explains −$1.00?');
    await she.submit(statement(), { amount: '-1.00', because: 'not-known', difference: '-4.00' });
    expect(await page('/statements')).toContain('differs by −$4.00, explained.');
    await she.open(statement());
    await she.submit(statement(), { amount: '0', because: 'not-known', difference: '-4.00' });
    expect(textOf(she.page)).toContain('What explains −$1.00?');
    expect(await program.app.get(Rebuilding).rebuild(explanations, ledger, false)).toMatchObject({ rows: 1, different: 0 });
  });

  it('a line that alone would make the difference is named, and accepted in a press', async () => {
    const edge = { from: '2026-10-02', opening: '-450.00', closing: '1325.40' };
    await state(edge);
    const place = `${at}/statements/${account}/CAD/2026-10-02/2026-10-31`;
    await she.open(place);
    expect(textOf(she.page)).toContain('1 October 2026, −$6.00: a line outside the period that the bank counted in it.');
    await she.submit(place);
    expect(textOf(she.page)).toContain('−$6.00 comes from a line outside the period that the bank counted in it.');
    expect(textOf(she.page)).not.toContain('What explains');
  });

  it('two that leave a gap, or overlap, are kept, and it is said of which days', async () => {
    await state({ from: '2026-08-01', through: '2026-08-31', opening: '10.00', closing: '10.00' });
    await state({ from: '2026-06-01', through: '2026-06-30', opening: '10.00', closing: '10.00' });
    expect(textOf(she.page)).toContain('No statement speaks of the days from 1 July 2026 to 31 July 2026. State one for them.');
    expect(textOf(she.page)).toContain('It speaks of days of which the one from 1 October 2026 to 31 October 2026 speaks too.');
  });

  it('on the set day, and not before, Today says what is open; nothing is closed by itself', async () => {
    await receive('2026-10-04T16:00:00.000Z');
    const job = program.app.get(ClosePreparation);
    await job.sweep();
    expect(await page('')).toContain('October 2026 isn’t closed');
    program.setTime('2026-11-03T15:00:00Z');
    await Promise.all([job.sweep(), job.sweep()]);
    expect(await page('')).toMatch(/October 2026 is ready to be closed: \d+ things are open/);
    expect(await query('select 1 from month_close')).toEqual([]);
    await she.open(`${at}/months`);
    await she.submit(`${at}/months/closing-day`, { day: '29' });
    expect(textOf(she.page)).toContain('Choose a day from 1 to 28, so that every month has it.');
    await she.submit(`${at}/months/closing-day`, { day: '10' });
    expect(textOf(she.page)).toContain('Noted. From that day on');
  });

  it('it is closed over what is open; from another window a second time, nothing is added', async () => {
    const before = await she.open(`${at}/months/2026-10`);
    await she.open(`${at}/months/2026-10`);
    await she.submit(`${at}/months/2026-10/close`);
    expect(textOf(she.page)).toContain('Closed. What comes late is booked in the next month.');
    expect(she.page).toMatch(/Sealed with event \d+ of the books/);
    const { page: closed } = she;
    she.page = before;
    await she.submit(`${at}/months/2026-10/close`);
    expect(textOf(she.page)).toContain('It was closed already, perhaps from another window. Nothing was added.');
    expect(textOf(she.page)).toContain(/Sealed with event \d+ of the books/.exec(closed)![0]);
  });

  it('what comes late stands in the month in which it is booked, and beside what the other said, on page, report and file', async () => {
    const late = await receive('2026-10-20T16:00:00.000Z');
    await program.send(new RefundPayment({ ...asked(), payment: late, amount: cash('50.00 CAD'), refundedAt: '2026-11-02T16:00:00.000Z' }));
    program.setTime('2026-12-02T15:00:00Z');
    await she.open(`${at}/months/2026-11`);
    await she.submit(`${at}/months/2026-11/close`);
    for (const place of ['/months/2026-10', '/months/2026-10/report']) {
      const says = await page(place);
      expect(says).toContain('What came late for this month, and stands in the one in which it is booked');
      expect(says).toMatch(/Set aside \| November 2026 \| \$374\.00 \| \$40\.00 \| \$414\.00/);
    }
    await she.open(`${at}/months/2026-10/report.csv`);
    expect(she.page).toContain('2026-10,came late,2026-11,,setAside: with it,,CAD,414.00');
  });
});
