import { v7 } from 'uuid';
import { CloseMonth, type MonthState, monthStream } from '../../src/domain/month.js';
import { type Money, money } from '../../src/domain/money.js';
import { OpenLedger } from '../../src/domain/ledger.js';
import { DefineOffering } from '../../src/domain/offering.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { RefundPayment } from '../../src/domain/payment-changes.js';
import { CorrectPayment } from '../../src/domain/payment-correction.js';
import { AdoptPledgePolicy } from '../../src/domain/pledge.js';
import { Refusal } from '../../src/domain/refusal.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { type Decided, EventStore } from '../../src/event-store/event-store.js';
import { SealedMonths } from '../../src/months/sealed-months.js';
import { ImportDrafts } from '../../src/reconciliation/import-drafts.queries.js';
import { ImportRuns } from '../../src/reconciliation/import-runs.queries.js';
import { MonthReports } from '../../src/reports/month-reports.js';
import { Examination } from '../../src/safekeeping/examination.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';

const cad = (minor: bigint): Money => money(minor, 'CAD');

describe('closing a month', () => {
  let program: TestProgram;
  let ledger: string;
  let count = 0;
  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
  const close = (month: string) => program.send(new CloseMonth({ ...asked(), month }));
  const refusalOf = (act: Promise<unknown>): Promise<string> =>
    act.then(
      () => 'yes',
      (error: unknown) => (error instanceof Refusal ? `${error.code}: ${error.message}` : Promise.reject(error)),
    );
  const state = (month: string): Promise<MonthState> => program.app.get(EventReader).state(ledger, monthStream(month));
  async function sealOf(month: string) {
    const closed = await state(month);
    return closed.status === 'closed' ? closed.seal! : undefined;
  }
  const faults = async () => [
    ...(await program.app.get(Examination).of(ledger)).faults,
    ...(await program.app.get(SealedMonths).faults(ledger)),
  ];
  async function pay(receivedAt: string, more: object = {}): Promise<string> {
    const input = { ...asked(), amount: cad(20000n), method: 'interac' as const, offering: 'ces-50', receivedAt, ...more };
    const { events } = await program.send<Decided>(new RecordPayment(input));
    return events.flatMap((event) => (event.type === 'PaymentReceived' ? [event.data.payment] : []))[0]!;
  }

  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z');
  });
  beforeEach(async () => {
    program.setTime('2026-11-02T15:00:00Z');
    count += 1;
    ledger = await openTestLedger(program, `river-${count}`);
  });
  afterAll(() => program.stop());

  it('seals what it came to in each currency, and the event on which that rests', async () => {
    await pay('2026-10-04T15:00:00.000Z');
    await pay('2026-10-05T15:00:00.000Z', { amount: money(10000n, 'USD'), settled: { amount: cad(13500n), source: 'the bank' } });
    const end = await program.app.get(EventReader).end(ledger);
    await close('2026-10');
    const { position, hash, totals } = (await sealOf('2026-10'))!;
    expect([position, hash]).toEqual([Number(end.position), Buffer.from(end.hash).toString('hex')]);
    expect(totals).toMatchObject([
      { kept: cad(20000n), tax: cad(952n), setAside: cad(6700n), opening: cad(0n), closing: cad(6700n) },
      { kept: money(10000n, 'USD'), setAside: money(0n, 'USD'), closing: money(0n, 'USD') },
    ]);
    expect(await faults()).toEqual([]);
  });

  it('from two windows at once closes it once', async () => {
    await pay('2026-10-04T15:00:00.000Z');
    const answers = await Promise.all([close('2026-10'), close('2026-10'), close('2026-10')]);
    expect(answers.map(({ events }) => events.length).sort()).toEqual([0, 0, 2]);
    expect((await close('2026-10')).events).toEqual([]);
  });

  it('while payments come in seals a moment at which none did', async () => {
    const paying = Array.from({ length: 12 }, (_, at) => pay(`2026-10-${10 + at}T15:00:00.000Z`));
    await close('2026-10');
    await Promise.all(paying);
    await close('2026-10');
    const { whole } = await program.app.get(MonthReports).of(ledger, '2026-10');
    expect((await sealOf('2026-10'))!.totals.map(({ kept }) => kept)).toEqual(whole.kept);
    expect(await faults()).toEqual([]);
  });

  it('waits for a file that is being recorded, and says how far it is', async () => {
    const runs = program.app.get(ImportRuns);
    const draft = await program.app.get(ImportDrafts).keep(ledger, v7(), 'rbc-chequing', { lines: [], refused: [] });
    const run = await runs.begin({ ...asked(), import: draft, verdicts: [] }, 2000);
    await runs.moved(ledger, run.confirmation.import, 500);
    expect(await refusalOf(close('2026-10'))).toBe(
      'month/import-under-way: A file is being recorded: 500 of 2000 lines are through. Close 2026-10 once it is, so that none of it comes late.',
    );
    await runs.stop(run);
    expect(await refusalOf(close('2026-10'))).toBe('yes');
  });

  it('of a month without any event seals that nothing happened, and what was carried on', async () => {
    await close('2026-09');
    expect((await sealOf('2026-09'))!.totals).toEqual([]);
    await pay('2026-10-04T15:00:00.000Z');
    await close('2026-10');
    program.setTime('2026-12-02T15:00:00Z');
    await close('2026-11');
    expect((await sealOf('2026-11'))!.totals).toMatchObject([{ kept: cad(0n), opening: cad(4000n), closing: cad(4000n) }]);
  });

  it('a currency that comes for the first time has its own line, from that month on', async () => {
    await pay('2026-10-04T15:00:00.000Z');
    await close('2026-10');
    program.setTime('2026-12-02T15:00:00Z');
    await pay('2026-11-05T15:00:00.000Z', { amount: money(3000n, 'JPY'), settled: { amount: cad(2700n), source: 'the bank' } });
    await close('2026-11');
    const currencies = async (month: string) => (await sealOf(month))!.totals.map(({ kept }) => kept.currency);
    expect([await currencies('2026-10'), await currencies('2026-11')]).toEqual([['CAD'], ['CAD', 'JPY']]);
    expect(await faults()).toEqual([]);
  });

  it('a correction into a closed month is booked in the open one, and said of its own when that one is closed', async () => {
    const [wrong, late] = [await pay('2026-10-04T15:00:00.000Z'), await pay('2026-10-06T15:00:00.000Z')];
    await close('2026-10');
    const sealed = await sealOf('2026-10');
    await program.send(new CorrectPayment({ ...asked(), payment: wrong, amount: cad(25000n) }));
    await program.send(new RefundPayment({ ...asked(), payment: late, amount: cad(5000n), refundedAt: '2026-10-30T15:00:00.000Z' }));
    await pay('2026-10-20T15:00:00.000Z');
    expect(await state('2026-10')).toMatchObject({ status: 'closed', seal: sealed! });
    program.setTime('2026-12-02T15:00:00Z');
    await close('2026-11');
    const { restatements } = await state('2026-10');
    expect(restatements).toMatchObject([
      {
        bookedIn: '2026-11',
        changed: [{ kept: cad(20000n), setAside: cad(4000n), adjusted: cad(0n) }],
        restated: [{ kept: cad(60000n), setAside: cad(12000n), opening: cad(0n), closing: cad(12000n) }],
      },
    ]);
    expect([await sealOf('2026-10'), await faults()]).toEqual([sealed, []]);
  });

  it('what belongs to a month before the first that was closed is said of that one too, and closes nothing', async () => {
    await close('2026-09');
    await pay('2026-07-04T15:00:00.000Z');
    await close('2026-10');
    expect(await state('2026-07')).toMatchObject({
      status: 'open',
      restatements: [{ bookedIn: '2026-10', changed: [{ kept: cad(20000n) }] }],
    });
    program.setTime('2026-12-02T15:00:00Z');
    await close('2026-11');
    expect(await faults()).toEqual([]);
  });

  it('23:30 on the 31st by the Pacific is that month where the practice reckons so, and the next one in Toronto and in UTC', async () => {
    const at = '2026-11-01T06:30:00.000Z';
    const toronto = await pay(at);
    const rows = async (payment: string) => {
      const { month } = (await program.app.get(EventReader).first(ledger, `payment/${payment}`, 'PaymentReceived'))!.data;
      return month;
    };
    expect(await rows(toronto)).toBe('2026-11');
    ledger = v7();
    const terms = { name: 'Pacific practice', zone: 'America/Vancouver', currency: 'CAD', steward: v7() };
    await program.send(new OpenLedger({ ...asked(), slug: `pacific-${count}`, ...terms }));
    const promise = { shareBp: 2000, base: 'gross', currencyRule: 'home', startsOn: '2026-01-01', words: 'A fifth.' } as const;
    await program.send(new AdoptPledgePolicy({ ...asked(), ...promise }));
    await program.send(
      new DefineOffering({ ...asked(), offering: 'ces-50', name: 'Session', tax: { treatment: 'exempt' }, insidePledge: true }),
    );
    expect(await rows(await pay(at))).toBe('2026-10');
    program.setTime('2026-11-01T06:59:59Z');
    expect(await refusalOf(close('2026-10'))).toContain('month/not-ended');
    program.setTime('2026-11-01T07:00:00Z');
    await close('2026-10');
    expect((await sealOf('2026-10'))!.totals).toMatchObject([{ kept: cad(20000n) }]);
  });

  it('the 29th of February is in February', async () => {
    program.setTime('2028-03-02T15:00:00Z');
    await pay('2028-03-01T04:30:00.000Z');
    await close('2028-02');
    expect((await sealOf('2028-02'))!.totals).toMatchObject([{ kept: cad(20000n) }]);
  });

  it('with a seal that is not what stands there is found by the doctor', async () => {
    await pay('2026-10-04T15:00:00.000Z');
    const totals = (await program.app.get(MonthReports).of(ledger, '2026-10')).funds.map((fund) => ({
      ...{ ...fund, kept: cad(1n), tax: cad(0n), fees: cad(0n) },
    }));
    const forged = { month: '2026-10', seal: { totals, position: 3, hash: '00'.repeat(32) } };
    await program.app
      .get(EventStore)
      .decide(new CloseMonth({ ...asked(), month: '2026-10' }), { month: monthStream('2026-10') }, (_, now) => ({
        month: [{ type: 'MonthClosed' as const, data: forged as never, happenedAt: now }],
      }));
    expect(await faults()).toEqual([
      expect.stringMatching(/^Event \d+ seals the hash of event 3, and another one stands there\.$/),
      '2026-10 says something else today than when it was closed: its totals are not those that were sealed.',
    ]);
  });
});
