import { KeyExpiry } from '../../src/safekeeping/key-expiry.js';
import { Payouts } from '../../src/payouts/payouts.queries.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { money } from '../../src/domain/money.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';
import { bringInDebits } from './debit-lines.js';
import { Practice } from './practice.js';

const days = { LEDGER_KEEP_PEOPLE_DAYS: '730', LEDGER_KEEP_CALLS_DAYS: '90', LEDGER_KEEP_PAYERS_DAYS: '0', LEDGER_KEEP_LINES_DAYS: '30' };

describe('Details that nobody erased', () => {
  let program: TestProgram;
  let practice: Practice;
  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 }, days);
    practice = new Practice(program, await openTestLedger(program));
    await practice.receives(1_000_000n, '2026-10-04T16:00:00.000Z');
  });
  afterAll(() => program.stop());

  const sweepAt = async (at: string) => {
    program.setTime(at);
    await program.app.get(KeyExpiry).destroyExpired();
  };

  it('have an end each, by their kind; a payer’s has none where none was set', async () => {
    program.setTime('2026-11-02T15:00:00Z');
    const { call, recipient } = await practice.notes();
    const rows = await practice.rows<{ kind: string; end: string | null }>(
      `select kind, to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD') as end from subject_key where subject_id = any($1) order by kind`,
      [[call, recipient]],
    );
    expect(rows).toEqual([
      { kind: 'call', end: '2027-01-31' },
      { kind: 'recipient', end: '2028-11-01' },
    ]);
  });

  it('go when their time is over, and not before', async () => {
    program.setTime('2026-11-02T15:00:00Z');
    const { call, recipient } = await practice.notes();
    await sweepAt('2027-01-31T14:59:00Z');
    expect(await practice.keysOf([call, recipient])).toEqual([call, recipient].sort());
    await sweepAt('2027-01-31T15:00:00Z');
    expect(await practice.keysOf([call, recipient])).toEqual([recipient]);
    await sweepAt('2028-11-01T15:00:00Z');
    expect(await practice.keysOf([call, recipient])).toEqual([]);
  });

  it('wait for a payout that is not final, however long that takes, and go with it', async () => {
    program.setTime('2026-11-02T15:00:00Z');
    const { call, recipient } = await practice.notes();
    const sent = await practice.sends(call, '2026-11-02T15:00:00.000Z');
    const proposed = await practice.proposes(call);
    await sweepAt('2029-01-01T15:00:00Z');
    expect(await practice.keysOf([call, recipient, sent, proposed])).toEqual([recipient, sent, proposed].sort());
    await practice.confirms(sent);
    await sweepAt('2029-01-01T15:01:00Z');
    expect(await practice.keysOf([recipient, sent, proposed])).toEqual([recipient, proposed].sort());
  });

  it('count as one person still, when the link goes before the publication', async () => {
    program.setTime('2026-11-02T15:00:00Z');
    const { call, recipient } = await practice.notes();
    const [first, second] = [await practice.pays(call, '2026-11-02T15:00:00.000Z'), await practice.pays(call, '2026-11-02T15:00:00.000Z')];
    await sweepAt('2029-01-01T15:00:00Z');
    expect(await practice.keysOf([recipient, first, second])).toEqual([]);
    const payouts = program.app.get(Payouts);
    const rows = await Promise.all([first, second].map(async (id) => (await payouts.one(practice.ledger, id))!));
    const [one, same] = await payouts.peopleTags(practice.ledger, rows);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(one).toBe(same);
  });

  it('of a line of an account go after the days that are set, with the mark by which it is known again', async () => {
    program.setTime('2026-11-02T15:00:00Z');
    const [line = ''] = await bringInDebits(practice, 'Ines Madeup');
    const marks = () => practice.rows('select 1 from observation_line where observation_id = $1', [line]);
    await sweepAt('2026-12-02T14:59:00Z');
    expect([await practice.keysOf([line]), (await marks()).length]).toEqual([[line], 1]);
    await sweepAt('2026-12-02T15:00:00Z');
    expect([await practice.keysOf([line]), (await marks()).length]).toEqual([[], 0]);
  });

  it('of a payer stay where no days are set', async () => {
    program.setTime('2026-11-02T15:00:00Z');
    const payer = await payerOf(practice);
    await sweepAt('2036-11-02T15:00:00Z');
    expect(await practice.keysOf([payer])).toEqual([payer]);
  });

  it('begin to count anew when one hears of the person again', async () => {
    program.setTime('2026-11-02T15:00:00Z');
    const { call, recipient } = await practice.notes();
    program.setTime('2027-01-15T15:00:00Z');
    await practice.notes({ earlier: call });
    await sweepAt('2028-11-02T15:00:00Z');
    expect(await practice.keysOf([recipient])).toEqual([recipient]);
    await sweepAt('2029-01-14T15:00:00Z');
    expect(await practice.keysOf([recipient])).toEqual([]);
  });
});

/** A payment whose payer is noted by name. @returns the payer, whose name is under a key of their own */
async function payerOf({ program, ledger }: Practice): Promise<string> {
  const amount = money(20_000n, 'CAD');
  const receivedAt = '2026-10-04T16:00:00.000Z';
  const said = { ledger, by: 'account:test', request: newRequest(), amount, method: 'interac', offering: 'ces-50', receivedAt } as const;
  const { events } = await program.send(new RecordPayment({ ...said, payerName: 'Fenn Madeup' }));
  return events.flatMap((event) => (event.type === 'PaymentReceived' && event.data.payer ? [event.data.payer.subject] : []))[0]!;
}

describe('What leads to a payer', () => {
  let program: TestProgram;
  let practice: Practice;
  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 }, { LEDGER_KEEP_PAYERS_DAYS: '60' });
    practice = new Practice(program, await openTestLedger(program));
  });
  afterAll(() => program.stop());

  it('goes after the days that are set, and not before; the payment stays', async () => {
    const payer = await payerOf(practice);
    const sweepAt = async (at: string) => {
      program.setTime(at);
      await program.app.get(KeyExpiry).destroyExpired();
      return practice.keysOf([payer]);
    };
    expect([await sweepAt('2027-01-01T14:59:00Z'), await sweepAt('2027-01-01T15:00:00Z')]).toEqual([[payer], []]);
    expect(await practice.rows('select amount_minor from payment where ledger_id = $1', [practice.ledger])).toEqual([
      { amount_minor: '20000' },
    ]);
  });
});
