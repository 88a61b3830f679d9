import { fundStream } from '../../src/domain/fund.js';
import { money } from '../../src/domain/money.js';
import { CloseMonth } from '../../src/domain/month.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { ReinstatePayment, ReversePayment, RefundPayment } from '../../src/domain/payment-changes.js';
import { CorrectPayment } from '../../src/domain/payment-correction.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { monthCsv } from '../../src/reports/month-csv.js';
import { MonthReports } from '../../src/reports/month-reports.js';
import { Examination } from '../../src/safekeeping/examination.js';
import { newRequest, openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';

const cad = (minor: bigint) => money(minor, 'CAD');

describe('months in which payments were corrected', () => {
  let program: TestProgram;
  let ledger: string;
  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
  const report = (month: string) => program.app.get(MonthReports).of(ledger, month);
  const record = async (day: string, minor = 20000n): Promise<string> => {
    const { events } = await program.send(
      new RecordPayment({ ...asked(), amount: cad(minor), method: 'interac', offering: 'ces-50', receivedAt: `${day}T15:00:00.000Z` }),
    );
    return events.flatMap((event) => (event.type === 'PaymentReceived' ? [event.data.payment] : []))[0]!;
  };
  const correct = (payment: string, more: object) => program.send(new CorrectPayment({ ...asked(), payment, ...more }));

  beforeAll(async () => {
    program = await startProgram('2026-10-20T15:00:00Z');
    ledger = await openTestLedger(program);
  });
  afterAll(() => program.stop());

  it('while the month is open, it says what is right, as if nothing else had ever been typed', async () => {
    const payment = await record('2026-10-04');
    await correct(payment, { amount: cad(22000n) });
    const { whole, funds } = await report('2026-10');
    expect(whole).toMatchObject({ payments: 1, received: [cad(22000n)], back: [cad(0n)], kept: [cad(22000n)], tax: [cad(1048n)] });
    expect(funds[0]).toMatchObject({ setAside: cad(4000n), adjusted: cad(400n), closing: cad(4400n) });
    await correct(payment, { offering: 'counselling-reduced' });
    const { inside, outside } = await report('2026-10');
    expect([inside.kept, outside.kept]).toEqual([[], [cad(22000n)]]);
    expect((await report('2026-10')).funds[0]!.closing).toEqual(cad(0n));
  });

  it('a wrong day moves the payment from one open month to the other', async () => {
    program.setTime('2026-11-03T15:00:00Z');
    const payment = await record('2026-10-31');
    const { events } = await correct(payment, { receivedAt: '2026-11-01T15:00:00.000Z' });
    expect(events.map(({ type, data }) => [type, 'month' in data && data.month])).toEqual([
      ['PaymentCorrected', '2026-11'],
      ['ObligationAdjusted', '2026-10'],
      ['ObligationAdjusted', '2026-11'],
    ]);
    expect((await report('2026-10')).whole.received).toEqual([cad(22000n)]);
    expect((await report('2026-11')).whole.received).toEqual([cad(20000n)]);
    expect((await report('2026-11')).funds[0]).toMatchObject({ setAside: cad(0n), adjusted: cad(4000n) });
  });

  it('once it is closed it says the same for good, and the open month says what was wrong', async () => {
    const late = await record('2026-10-10');
    await program.send(new RefundPayment({ ...asked(), payment: late, amount: cad(5000n), refundedAt: '2026-10-12T15:00:00.000Z' }));
    await program.send(new CloseMonth({ ...asked(), month: '2026-10' }));
    const october = monthCsv(await report('2026-10'));
    const before = await report('2026-11');
    const { events } = await correct(late, { amount: cad(23000n), offering: 'counselling-reduced', method: 'cash' });
    expect(events.map(({ type, data }) => [type, 'month' in data && data.month, 'belongsTo' in data && data.belongsTo])).toEqual([
      ['PaymentCorrected', '2026-11', '2026-10'],
      ['ObligationAdjusted', '2026-11', '2026-10'],
    ]);
    expect(monthCsv(await report('2026-10'))).toBe(october);
    const { inside, outside, byMethod, whole } = await report('2026-11');
    expect([inside.back, outside.received]).toEqual([[cad(15000n)], [cad(18000n)]]);
    expect(byMethod.map(({ method, kept }) => [method, kept])).toEqual([
      ['cash', [cad(18000n)]],
      ['interac', [cad(5000n)]],
    ]);
    expect(whole.kept).toEqual([cad(before.whole.kept[0]!.minor + 3000n)]);
    await correct(late, { amount: cad(20000n), offering: 'ces-50', method: 'interac' });
    expect((await report('2026-11')).funds[0]!.closing).toEqual(before.funds[0]!.closing);
    expect((await report('2026-11')).whole.kept).toEqual(before.whole.kept);
    expect(monthCsv(await report('2026-10'))).toBe(october);
  });

  it('what was taken back and came again stands in the months in which it did', async () => {
    const payment = await record('2026-11-02');
    const before = await report('2026-11');
    program.setTime('2026-12-20T15:00:00Z');
    await program.send(
      new ReversePayment({ ...asked(), payment, amount: cad(20000n), reversedAt: '2026-11-20T15:00:00.000Z', reason: 'dispute' }),
    );
    await program.send(new ReinstatePayment({ ...asked(), payment, amount: cad(20000n), reinstatedAt: '2026-12-10T15:00:00.000Z' }));
    expect((await report('2026-11')).whole.kept).toEqual([cad(before.whole.kept[0]!.minor - 20000n)]);
    expect((await report('2026-12')).whole).toMatchObject({ back: [cad(-20000n)], kept: [cad(20000n)], tax: [cad(952n)] });
  });

  it('every part sums to the whole, the last month ends with what the fund holds, and the books are in order', async () => {
    for (const month of ['2026-10', '2026-11', '2026-12']) {
      const { whole, byOffering, byMethod, inside, outside } = await report(month);
      for (const parts of [byOffering, byMethod, [inside, outside]]) {
        for (const what of ['received', 'back', 'kept', 'tax', 'fees'] as const) {
          const sum = parts.flatMap((part) => part[what]).reduce((total, { minor }) => total + minor, 0n);
          expect([month, what, sum]).toEqual([month, what, whole[what].reduce((total, { minor }) => total + minor, 0n)]);
        }
      }
    }
    const fund = await program.app.get(EventReader).state(ledger, fundStream('CAD'));
    expect((await report('2026-12')).funds[0]!.closing).toEqual(fund.available);
    expect((await program.app.get(Examination).of(ledger)).faults).toEqual([]);
  });
});
