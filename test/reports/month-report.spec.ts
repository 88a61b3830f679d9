import pg from 'pg';
import { soFar } from '../../migrations/0070-month-totals.js';
import { ApiTokens } from '../../src/access/api-tokens.js';
import { StewardAccounts } from '../../src/access/steward-accounts.js';
import { ChangeSteward } from '../../src/domain/ledger.js';
import { formatAmount, minus, type Money, money, plus, sum } from '../../src/domain/money.js';
import { CloseMonth } from '../../src/domain/month.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { VoidPayment } from '../../src/domain/payment-changes.js';
import { fundStream } from '../../src/domain/fund.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { monthCsv } from '../../src/reports/month-csv.js';
import type { Part } from '../../src/reports/month-figures.js';
import { MonthReports } from '../../src/reports/month-reports.js';
import { Year } from '../public/year.js';
import { testConnections } from '../support/database.js';
import { newRequest, openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';

describe('the report of a month', () => {
  let program: TestProgram;
  let ledger: string;
  const of = (month: string) => program.app.get(MonthReports).of(ledger, month);
  const cad = (minor: bigint) => money(minor, 'CAD');
  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });

  beforeAll(async () => {
    program = await startProgram('2026-01-05T15:00:00Z');
    ledger = await openTestLedger(program);
    const year = new Year(program, ledger);
    await year.stateOpening(11000n);
    await year.people();
    const january = await year.moneyIn('2026-01');
    await year.moneyOut('2026-01', 3000n);
    program.setTime('2026-02-01T15:00:00Z');
    await program.send(
      new RecordPayment({
        ...asked(),
        amount: money(10000n, 'USD'),
        method: 'paypal',
        offering: 'ces-50',
        receivedAt: '2026-02-01T15:00:00.000Z',
        fee: money(500n, 'USD'),
        settled: { amount: cad(13541n), source: 'paypal' },
      }),
    );
    const february = await year.moneyIn('2026-02');
    await year.refund(january[0]!, 20000n, '2026-02-24T15:00:00.000Z');
    await year.refund(february[6]!, 5000n, '2026-02-25T15:00:00.000Z');
    program.setTime('2026-02-26T15:00:00Z');
    await program.send(new VoidPayment({ ...asked(), payment: february[1]!, reason: 'recorded-twice' }));
    const sent = await year.moneyOut('2026-02', 2000n);
    program.setTime('2026-03-03T15:00:00Z');
    await year.cameBack(sent[0]!, '2026-03-03T15:00:00.000Z');
  });
  afterAll(() => program.stop());

  it('begins with what the month before carried on', async () => {
    const [january, february, march] = [await of('2026-01'), await of('2026-02'), await of('2026-03')];
    expect(january.funds[0]).toMatchObject({
      opening: cad(11000n),
      setAside: cad(24000n),
      adjusted: cad(0n),
      sent: cad(18000n),
      closing: cad(17000n),
    });
    expect(february.funds[0]!.opening).toEqual(january.funds[0]!.closing);
    expect(march.funds[0]).toMatchObject({ opening: february.funds[0]!.closing, cameBack: cad(2000n), sent: cad(0n) });
  });

  it('ends with what the fund holds', async () => {
    const fund = await program.app.get(EventReader).state(ledger, fundStream('CAD'));
    const { funds } = await of('2026-03');
    expect(funds[0]!.closing).toEqual([fund.available, fund.reserved, fund.setApart].reduce(plus));
  });

  it('keeps a closed month as it was, whatever goes back later', async () => {
    const { whole, funds } = await of('2026-01');
    expect(whole).toMatchObject({
      payments: 7,
      received: [cad(140000n)],
      back: [cad(0n)],
      kept: [cad(140000n)],
      tax: [cad(5712n)],
      fees: [cad(1830n)],
    });
    expect(funds[0]!.adjusted).toEqual(cad(0n));
  });

  it('shows what went back in the month in which it went', async () => {
    const { whole, funds } = await of('2026-02');
    expect(whole.back).toEqual([cad(45000n), money(0n, 'USD')]);
    expect(whole.kept).toEqual([cad(95000n), money(10000n, 'USD')]);
    expect(whole.tax).toEqual([cad(4n * 952n), money(476n, 'USD')]);
    expect(whole.fees).toEqual([cad(1220n), money(500n, 'USD')]);
    expect(funds[0]).toMatchObject({ setAside: cad(26708n), adjusted: cad(-8000n), adjustments: 2 });
  });

  it('sums to the whole in every currency, by method, by offering, inside and outside the promise', async () => {
    for (const month of ['2026-01', '2026-02', '2026-03']) {
      const { whole, inside, outside, byMethod, byOffering, byPolicy, funds } = await of(month);
      for (const parts of [byMethod, byOffering, [inside, outside]] as Part[][]) {
        expect(parts.reduce((count, { payments }) => count + payments, 0)).toBe(whole.payments);
        for (const what of ['received', 'back', 'kept', 'tax', 'fees', 'setAside'] as const)
          expect(summed(parts, what)).toEqual(nonZero(whole[what]));
      }
      expect(whole.kept).toEqual(whole.received.map((received, index) => minus(received, whole.back[index]!)));
      expect(
        sum(
          byPolicy.map(({ setAside }) => setAside),
          'CAD',
        ),
      ).toEqual(funds[0]!.setAside);
    }
  });

  it('shows payouts by how they went and how they stand', async () => {
    const { payouts } = await of('2026-02');
    expect(payouts).toEqual([
      { rail: 'interac', status: 'paid', payouts: 5, amount: cad(10000n), given: cad(10000n) },
      { rail: 'interac', status: 'returned', payouts: 1, amount: cad(2000n), given: cad(2000n) },
    ]);
  });

  it('goes into a file in which the lines of a part sum to the line together', async () => {
    const lines = monthCsv(await of('2026-02'))
      .split('\r\n')
      .map((line) => line.split(','));
    expect(lines[0]).toEqual(['month', 'part', 'of', 'promise', 'what', 'count', 'currency', 'amount']);
    const total = (part: string) =>
      lines
        .filter((line) => line[1] === part && line[4] === 'kept' && line[6] === 'CAD')
        .reduce((cents, line) => cents + Number(line[7]!.replace('.', '')), 0);
    expect([total('by method'), total('by offering'), total('by promise'), total('together')]).toEqual([95000, 95000, 95000, 95000]);
    expect(lines).toContainEqual(['2026-02', 'fund', '', '', 'refunds and corrections', '2', 'CAD', '-80.00']);
  });

  it('lists every month from the first one on, newest first, and says which are closed', async () => {
    await program.send(new CloseMonth({ ...asked(), month: '2026-01' }));
    const months = await program.app.get(MonthReports).list(ledger);
    expect(months.map(({ month, state }) => `${month} ${state}`)).toEqual(['2026-03 running', '2026-02 ended', '2026-01 closed']);
    expect(months[1]).toMatchObject({ received: [cad(95000n), money(10000n, 'USD')], setAside: [cad(18708n)], sent: [cad(12000n)] });
  });

  it('is not for the world', async () => {
    const status = async (url: string) => (await program.app.inject(url)).statusCode;
    expect(await status('/console/river/months/2026-02/report')).toBe(303);
    expect(await status('/console/river/months/2026-02/report.csv')).toBe(303);
    expect(await status('/api/v1/ledgers/river/reports/2026-02')).toBe(401);
  });

  it('is read by a program under the same names', async () => {
    const token = await program.app
      .get(ApiTokens)
      .issue(ledger, { role: 'auditor', label: 'sheet', expiresAt: '2026-04-01T00:00:00.000Z', by: newRequest() });
    const ask = (month: string) =>
      program.app.inject({ url: `/api/v1/ledgers/river/reports/${month}`, headers: { authorization: `Bearer ${token}` } });
    const { statusCode, body } = await ask('2026-02');
    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      month: '2026-02',
      state: 'ended',
      funds: [{ adjusted: { amount: '-80.00', currency: 'CAD' } }],
      whole: {
        kept: [
          { amount: '950.00', currency: 'CAD' },
          { amount: '100.00', currency: 'USD' },
        ],
      },
    });
    expect(JSON.parse((await ask('2026-13')).body)).toMatchObject({ status: 400, errors: [{ field: 'month' }] });
  });

  it('is a page and a file for those who are signed in', async () => {
    const accounts = program.app.get(StewardAccounts);
    const password = 'four words make a password';
    const steward = await accounts.add(await accounts.prepare({ name: 'mai', password }));
    await program.send(new ChangeSteward({ ...asked(), steward, role: 'bookkeeper' }));
    const signedIn = await program.app.inject({ method: 'POST', url: '/console/sign-in', payload: { name: 'mai', password } });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!;
    const get = (url: string) => program.app.inject({ url: `/console/river/months/${url}`, headers: { cookie } });
    const page = await get('2026-02/report');
    expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(page.body).toContain('Held at the start');
    const file = await get('2026-02/report.csv');
    expect(file.headers['content-disposition']).toBe('attachment; filename="river-2026-02.csv"');
    expect(file.body).toMatch(/^month,part,of,promise,what,count,currency,amount\r\n/);
    expect((await get('2026-13/report')).statusCode).toBe(404);
  });

  it('rests on totals that came with the tables in which they stand as well', async () => {
    const owner = new pg.Client(testConnections().owner);
    await owner.connect();
    const totals = async () =>
      (
        await owner.query(`
          select month, kind, currency, minor, lines from month_total union all select * from (select month, kind, currency, minor, lines from payout_total where lines > 0) p
          union all select month, 'payment ' || payment_id, '', position, 1 from payment_back order by 1, 2, 3`)
      ).rows;
    const kept = await totals();
    await owner.query('delete from month_total; delete from payout_total; delete from payment_back');
    await owner.query(soFar);
    expect(await totals()).toEqual(kept);
    expect(new Set(kept.map(({ kind }) => String(kind).split(' ')[0]))).toEqual(
      new Set(['opening', 'derived', 'adjusted', 'sent', 'came-back', 'payment']),
    );
    await owner.end();
  });
});

const nonZero = (amounts: readonly Money[]): string[] =>
  amounts.filter(({ minor }) => minor !== 0n).map((amount) => `${formatAmount(amount)} ${amount.currency}`);

function summed(parts: readonly Part[], what: 'received' | 'back' | 'kept' | 'tax' | 'fees' | 'setAside'): string[] {
  const all = parts.flatMap((part) => part[what]);
  const currencies = [...new Set(all.map(({ currency }) => currency))].sort();
  return nonZero(
    currencies.map((currency) =>
      sum(
        all.filter((each) => each.currency === currency),
        currency,
      ),
    ),
  );
}
