import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';
import { fundStream } from '../../src/domain/fund.js';
import { type PaymentFact, type ReceivedPayment, paymentStream } from '../../src/domain/payment.js';
import { Refusal } from '../../src/domain/refusal.js';
import type { Beside, Decided } from '../../src/event-store/event-store.js';
import { SubjectKeyRow } from '../../src/vault/subject-key.row.js';
import { type FreshDatabase, freshDatabase } from '../support/database.js';
import { type Program, openBooks, paymentOf, startBooks } from './program.js';
import { received } from './facts.js';

describe('a command that fails leaves nothing', () => {
  let database: FreshDatabase;
  let program: Program;
  let ledger: string;
  beforeAll(async () => {
    database = await freshDatabase();
    program = await startBooks(database.connections.service);
    ledger = await openBooks(program);
    await program.record(ledger);
  });
  afterAll(async () => {
    await program.stop();
    await database.close();
  });

  const tables = ['event', 'ledger_head', 'request', 'kept_state', 'subject_key', 'payment', 'obligation'];
  const everything = async () => {
    const found: Record<string, unknown> = {};
    for (const table of tables) found[table] = (await database.ownerPool.query(`select * from ${table} t order by t::text`)).rows;
    return found;
  };
  const waiting = async () =>
    (await database.servicePool.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))
      .rowCount;
  const write = (payment: string, decision: () => PaymentFact[], beside?: Beside): Promise<Decided> =>
    program.store.decide(
      paymentOf(ledger),
      { payment: paymentStream(payment), fund: fundStream('CAD') },
      () => ({ payment: decision() }),
      beside,
    );
  const key = (over: Partial<SubjectKeyRow> = {}) =>
    Object.assign(new SubjectKeyRow(), {
      ledgerId: ledger,
      subjectId: v7(),
      kind: 'payer',
      wrappedKey: Buffer.alloc(60),
      wrappingKeyId: '00000000',
      createdAt: '2026-10-04T16:00:00.000Z',
      expiresAt: null,
      ...over,
    });

  it('when its decision says no', async () => {
    const before = await everything();
    await expect(
      write(
        v7(),
        () => {
          throw new Refusal('test/no', 'No.');
        },
        { rows: [key()] },
      ),
    ).rejects.toMatchObject({ code: 'test/no' });
    expect(await everything()).toEqual(before);
  });

  it('when its decision breaks: its caller hears it, and those beside it are served', async () => {
    const payments = Array.from({ length: 12 }, () => v7());
    const broken = new TypeError('broken');
    const answers = await Promise.allSettled(
      payments.map((payment, index) =>
        write(payment, () => {
          if (index % 3 === 0) throw broken;
          return [received(payment)];
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(payments.map((_, index) => (index % 3 === 0 ? 'rejected' : 'fulfilled')));
    for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toBe(broken);
    const { rows } = await database.servicePool.query('select payment_id from payment where payment_id = any($1)', [payments]);
    expect(rows.map(({ payment_id }) => payment_id).sort()).toEqual(payments.filter((_, index) => index % 3 !== 0));
  });

  it('when a row derived from its events is refused by its table', async () => {
    const before = await everything();
    const id = v7();
    const nameless = received(id);
    await expect(
      write(id, () => [{ ...nameless, data: { ...(nameless.data as ReceivedPayment), offering: undefined as never } } as PaymentFact]),
    ).rejects.toMatchObject({ code: '23502' });
    expect(await everything()).toEqual(before);
  });

  it('when a row beside its events is there already', async () => {
    const first = key();
    await write(v7(), () => [received(v7())], { rows: [first] });
    const before = await everything();
    await expect(write(v7(), () => [received(v7())], { rows: [key({ subjectId: first.subjectId })] })).rejects.toMatchObject({
      constraint: 'subject_key_pkey',
    });
    expect(await everything()).toEqual(before);
  });

  it('when the first line of a ledger would not be its opening', async () => {
    const before = await everything();
    const id = v7();
    const stray = program.store.decide(paymentOf(v7()), { payment: paymentStream(id) }, () => ({ payment: [received(id)] }));
    await expect(stray).rejects.toMatchObject({ code: 'ledger/not-open' });
    const after = await everything();
    expect({ ...after, subject_key: 0 }).toEqual({ ...before, subject_key: 0 });
  });

  describe('when someone else moved the head', () => {
    const moved = async (sql: string) => {
      const {
        rows: [head],
      } = await database.ownerPool.query('select position, hash from ledger_head where ledger_id = $1', [ledger]);
      await database.ownerPool.query(sql, [ledger]);
      const before = await everything();
      const id = v7();
      await expect(write(id, () => [received(id)])).rejects.toMatchObject({ name: 'VersionConflict' });
      expect(await everything()).toEqual(before);
      await database.ownerPool.query(
        `insert into ledger_head values ($1, $2, $3)
         on conflict (ledger_id) do update set position = excluded.position, hash = excluded.hash`,
        [ledger, head.position, head.hash],
      );
    };

    it.each([
      ['forwards', 'update ledger_head set position = position + 1 where ledger_id = $1'],
      ['backwards', 'update ledger_head set position = position - 1 where ledger_id = $1'],
      ['away', 'delete from ledger_head where ledger_id = $1'],
      ['onto another hash', `update ledger_head set hash = decode(repeat('00', 32), 'hex') where ledger_id = $1`],
    ])('%s', (_where, sql) => moved(sql));

    it('between its reading and its writing', async () => {
      const before = await everything();
      const other = await database.ownerPool.connect();
      await other.query('begin');
      await other.query('update ledger_head set position = position + 1 where ledger_id = $1', [ledger]);
      const id = v7();
      const answer = write(id, () => [received(id)]).catch((error: Error) => error);
      while ((await waiting()) === 0) await sleep(5);
      await other.query('commit');
      other.release();
      expect(await answer).toMatchObject({ name: 'VersionConflict' });
      await database.ownerPool.query('update ledger_head set position = position - 1 where ledger_id = $1', [ledger]);
      expect(await everything()).toEqual(before);
    });
  });
});
