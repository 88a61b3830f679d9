import pg from 'pg';
import { canonical } from '../../src/domain/canonical.js';
import { shapeOf } from '../../src/domain/fact.js';
import { fundStream } from '../../src/domain/fund.js';
import { money } from '../../src/domain/money.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { EventStore } from '../../src/event-store/event-store.js';
import { sumPayouts } from '../../src/event-store/payout-totals.js';
import { Refolding } from '../../src/event-store/refolding.js';
import { Examination } from '../../src/safekeeping/examination.js';
import { testConnections } from '../support/database.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';

describe('The doctor walks the books', () => {
  let program: TestProgram;
  let ledger: string;
  let owner: pg.Client;
  beforeAll(async () => {
    program = await startProgram();
    ledger = await openTestLedger(program);
    for (const _ of [1, 2, 3]) {
      await program.send(
        new RecordPayment({
          ledger,
          by: 'account:test',
          request: newRequest(),
          amount: money(20000n, 'CAD'),
          method: 'interac',
          offering: 'ces-50',
          receivedAt: '2026-10-04T16:00:00.000Z',
        }),
      );
    }
    owner = new pg.Client(testConnections().owner);
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await program.stop();
  });

  const faults = async () => (await program.app.get(Examination).of(ledger)).faults;

  it('and finds nothing in books that nobody touched', async () => {
    expect(await faults()).toEqual([]);
  });

  it('and names the table in which a row was changed behind our back', async () => {
    await owner.query(`update payment set amount_minor = amount_minor + 1 where ledger_id = $1`, [ledger]);
    expect(await faults()).toEqual(['The table payment differs from its events in 6 rows: rebuild it.']);
    await owner.query(`update payment set amount_minor = amount_minor - 1 where ledger_id = $1`, [ledger]);
  });

  it('and names the totals of months that are not the sums of their lines', async () => {
    await owner.query('update month_total set minor = minor + 1 where ledger_id = $1', [ledger]);
    await owner.query(`insert into payout_total values ($1, '2026-10', 'sent', 'CAD', 500, 1)`, [ledger]);
    expect(await faults()).toEqual([
      'The table month_total differs from its events in 2 rows: rebuild it.',
      'The table payout_total differs from the payouts in 1 rows: rebuild it.',
    ]);
    await owner.query('update month_total set minor = minor - 1 where ledger_id = $1', [ledger]);
    const owning = new pg.Pool({ ...testConnections().owner, max: 1 });
    expect(await sumPayouts(owning, ledger, true)).toEqual({ rows: 1, different: 1 });
    await owning.end();
    expect(await faults()).toEqual([]);
  });

  it('and says which fund is not what its events come to', async () => {
    await owner.query(`update kept_state set state = replace(state, '120.00', '121.00') where ledger_id = $1 and stream = 'fund/CAD'`, [
      ledger,
    ]);
    expect(await faults()).toEqual(['The kept state of fund/CAD is not what its events come to.']);
    await owner.query(`update kept_state set state = replace(state, '121.00', '120.00') where ledger_id = $1 and stream = 'fund/CAD'`, [
      ledger,
    ]);
  });

  const behindOurBack = (sql: string) => owner.query(sql, [ledger]);

  it.each([
    ['first_position', 'first_position + 1', /^Event 7 is where the next request should begin, and it begins at 8\.$/],
    ['event_count', 'event_count - 1', /^Event 8 is where the next request should begin, and it begins at 9\.$/],
    ['actor', `'account:else'`, /^Event 7 is said by its request to have another asker\.$/],
    ['request_id', `'0199aaaa-0000-7000-8000-000000000000'`, /^Event 7 is said by its request to have another id\.$/],
    ['recorded_at', `recorded_at + interval '1 second'`, /^Event 7 is said by its request to have another time\.$/],
  ])('and says which request does not say what its events say: %s', async (column, changed, says) => {
    await owner.query('create table was_request as table request');
    await behindOurBack(`update request set ${column} = ${changed} where ledger_id = $1 and first_position = 7`);
    expect((await faults()).some((fault) => says.test(fault))).toBe(true);
    await owner.query('delete from request; insert into request select * from was_request; drop table was_request');
    expect(await faults()).toEqual([]);
  });

  it('and says which kept state is of no stream, is missing, or is of another version', async () => {
    await owner.query('create table was_kept as table kept_state');
    const putBack = () => owner.query('delete from kept_state; insert into kept_state select * from was_kept');
    await behindOurBack(`insert into kept_state select ledger_id, 'fund/USD', version, state from kept_state where ledger_id = $1`);
    expect((await faults())[0]).toMatch(/fund\/USD ends at version 0, but its kept state is of version 3/);
    await putBack();
    await behindOurBack('delete from kept_state where ledger_id = $1');
    expect(await faults()).toEqual(['The kept state of fund/CAD is not what its events come to.']);
    await putBack();
    await behindOurBack('update kept_state set version = version - 1 where ledger_id = $1');
    expect((await faults())[0]).toMatch(/fund\/CAD ends at version 3, but its kept state is of version 2/);
    await putBack();
    expect(await faults()).toEqual([]);
  });

  it('and finds a follower that acted on what is not there, and tells of one that stands still', async () => {
    await behindOurBack(`insert into follower_cursor values ($1, 'made-up', 900)`);
    expect((await faults())[0]).toBe('Event 12 is the last event, but a follower has acted up to 900.');
    await behindOurBack(`delete from follower_cursor where ledger_id = $1 and follower = 'made-up'`);
    await behindOurBack(`insert into follower_stop (ledger_id, follower, position, type, error, tries, next_try_at)
      values ($1, 'made-up', 7, 'PaymentReceived', 'TypeError', 2, now())`);
    const { faults: none, stopped } = await program.app.get(Examination).of(ledger);
    expect(none).toEqual([]);
    expect(stopped).toEqual([
      expect.stringMatching(/^made-up stands still before event 7 \(PaymentReceived\) since .*Z, after 2 tries \(TypeError\)\.$/),
    ]);
    await behindOurBack('delete from follower_stop where ledger_id = $1');
  });

  it('and refolds a kept state of another shape instead of misreading it', async () => {
    const fund = () => program.app.get(EventReader).state(ledger, fundStream('CAD'));
    const before = await fund();
    await behindOurBack(`update kept_state set state = '{"other":1}', shape = ${shapeOf(fundStream('CAD')) + 1} where ledger_id = $1`);
    expect(await fund()).toEqual(before);
    expect(await faults()).toEqual([]);
    expect(await program.app.get(Refolding).refold(ledger, true)).toMatchObject({ different: [], otherShape: ['fund/CAD'] });
    const { rows } = await behindOurBack('select shape, state from kept_state where ledger_id = $1');
    expect(rows).toEqual([{ shape: shapeOf(fundStream('CAD')), state: canonical(before) }]);
  });

  it('and says which event takes money from where it does not stand', async () => {
    const other = await openTestLedger(program, 'lake');
    const asked = { ledger: other, by: 'account:test', request: newRequest() };
    class Mistake {
      constructor(readonly input: typeof asked) {}
    }
    await program.app.get(EventStore).decide(new Mistake(asked), { fund: fundStream('CAD') }, (_states, now) => ({
      fund: [{ type: 'PayoutSettled', data: { payout: newRequest(), amount: money(1500n, 'CAD') }, happenedAt: now } as const],
    }));
    expect((await program.app.get(Examination).of(other)).faults).toEqual([
      expect.stringMatching(/^Event 7 takes payout [0-9a-f-]{36} from in-flight, where it does not stand\.$/),
    ]);
  });

  it('and says at which event the chain does not hold', async () => {
    await owner.query('alter table event disable trigger event_is_append_only');
    await owner.query(
      `update event set data = replace(data, '40.00', '40.01') where ledger_id = $1 and type = 'ObligationDerived' and position = 8`,
      [ledger],
    );
    const found = await faults();
    expect(found[0]).toMatch(/^Event \d+ .*\.$/);
  });
});
