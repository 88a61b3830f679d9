import { publicationStream } from '../../src/domain/publication.js';
import { Publish } from '../../src/domain/publish.js';
import { SetPayoutLimit } from '../../src/domain/payout-limits.js';
import { money } from '../../src/domain/money.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { LogCheck } from '../../src/publisher/log-check.js';
import { Examination } from '../../src/safekeeping/examination.js';
import { CHORES, type Chore } from '../../src/queue/chores.js';
import { Upkeep } from '../../src/queue/upkeep.js';
import { Browser } from '../console/browser.js';
import { memberOf } from '../console/people.js';
import { Year } from '../public/year.js';
import { Practice } from '../safekeeping/practice.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';

/** A clock that was wrong and is set right, in the midst of the work, by a day in either direction. */
describe('The machine’s clock jumps by a day', () => {
  let program: TestProgram;
  let ledger: string;
  beforeEach(async () => {
    program = await startProgram('2026-01-05T15:00:00Z', { queueConcurrency: 0 });
    ledger = await openTestLedger(program);
  });
  afterEach(() => program.stop());

  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
  const pays = (request = newRequest()) =>
    program.send(
      new RecordPayment({
        ...asked(),
        request,
        amount: money(20000n, 'CAD'),
        method: 'interac',
        offering: 'ces-50',
        receivedAt: '2026-01-03T16:00:00.000Z',
      }),
    );
  const wholeBooks = async () => {
    expect((await program.app.get(Examination).of(ledger)).faults).toEqual([]);
    expect(await program.app.get(LogCheck).faults(ledger)).toEqual([]);
  };

  it.each([
    ['forwards', '2026-01-06T15:00:00Z', '2026-01-05T15:01:00Z'],
    ['backwards', '2026-01-04T15:00:00Z', '2026-01-05T15:01:00Z'],
  ])('%s, and back: what is recorded meanwhile hangs together, and what is sent again counts once', async (_where, jumped, right) => {
    const sent = newRequest();
    const first = await pays(sent);
    program.setTime(jumped);
    const again = await pays(sent);
    expect(again.events.map(({ position }) => position)).toEqual(first.events.map(({ position }) => position));
    await pays();
    program.setTime(right);
    await pays();
    const events = await program.app.get(EventReader).page(ledger, 0n, 100);
    expect(events.filter(({ type }) => type === 'PaymentReceived')).toHaveLength(3);
    expect(events.map(({ position }) => Number(position))).toEqual(events.map((_, index) => index + 1));
    await wholeBooks();
  });

  it('over a publication day, and back: it is published once, and no head is signed twice', async () => {
    const year = new Year(program, ledger);
    await year.confirmAddress();
    await year.people();
    await year.moneyIn('2026-08');
    await year.moneyOut('2026-08', 3000n);
    const size = async () => {
      const log = await program.app.get(EventReader).state(ledger, publicationStream);
      return log.status === 'open' ? [log.nextIndex, log.head?.size] : [0, undefined];
    };
    program.setTime('2026-10-12T17:00:00Z');
    await program.send(new Publish(asked()));
    const early = await size();
    program.setTime('2026-10-13T17:00:00Z');
    await program.send(new Publish(asked()));
    const published = await size();
    expect(published[0]).toBeGreaterThan(early[0] ?? 0);
    for (const at of ['2026-10-12T17:00:00Z', '2026-10-13T17:00:30Z', '2026-10-14T17:00:00Z', '2026-10-13T17:01:00Z']) {
      program.setTime(at);
      await program.send(new Publish(asked()));
      await program.app.get(Upkeep).run();
    }
    expect(await size()).toEqual(published);
    await wholeBooks();
  });

  it('backwards: a ceiling for a day still counts what was approved before the jump', async () => {
    const practice = new Practice(program, ledger);
    await practice.receives(500_000n, '2026-01-03T16:00:00.000Z');
    await program.send(new SetPayoutLimit({ ...asked(), perPayout: money(10_000n, 'CAD'), perDay: money(10_000n, 'CAD') }));
    const { call } = await practice.notes();
    await practice.approves(await practice.proposes(call, 10_000n));
    program.setTime('2026-01-04T15:00:00Z');
    const second = await practice.proposes(call, 5_000n);
    await expect(practice.approves(second)).rejects.toMatchObject({ name: 'Refusal' });
    program.setTime('2026-01-05T15:01:00Z');
    await expect(practice.approves(second)).rejects.toMatchObject({ name: 'Refusal' });
  });

  it('either way: who is signed in stays so, and signs in and out as ever', async () => {
    const ava: Browser = await memberOf(program, ledger, 'ava', 'steward');
    for (const at of ['2026-01-06T15:00:00Z', '2026-01-04T15:00:00Z', '2026-01-05T15:02:00Z']) {
      program.setTime(at);
      expect((await ava.get('/console/river')).status).toBe(200);
    }
    program.setTime('2026-01-04T15:00:00Z');
    const bo = await memberOf(program, ledger, 'bo', 'auditor');
    program.setTime('2026-01-05T15:03:00Z');
    expect((await bo.get('/console/river')).status).toBe(200);
  });

  it('either way: every chore bears it', async () => {
    await pays();
    for (const at of ['2026-01-06T15:00:00Z', '2026-01-04T15:00:00Z', '2026-01-05T15:01:00Z']) {
      program.setTime(at);
      for (const chore of program.app.get<Chore[]>(CHORES)) await expect(chore.run().then(() => chore.name)).resolves.toBe(chore.name);
    }
    await wholeBooks();
  });
});
