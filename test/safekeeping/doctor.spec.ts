import pg from 'pg';
import { money } from '../../src/domain/money.js';
import { RecordPayment } from '../../src/domain/payment.js';
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

  it('and says which fund is not what its events come to', async () => {
    await owner.query(`update kept_state set state = replace(state, '120.00', '121.00') where ledger_id = $1 and stream = 'fund/CAD'`, [
      ledger,
    ]);
    expect(await faults()).toEqual(['The kept state of fund/CAD is not what its events come to.']);
    await owner.query(`update kept_state set state = replace(state, '121.00', '120.00') where ledger_id = $1 and stream = 'fund/CAD'`, [
      ledger,
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
