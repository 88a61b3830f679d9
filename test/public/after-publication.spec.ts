import type { Month } from '../../src/domain/calendar.js';
import { fundStream } from '../../src/domain/fund.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { verifyEntries } from '../../src/public-log/arithmetic.js';
import { decodeEntry, type Entry, type EntryOf, isKind } from '../../src/public-log/entry.js';
import { PublishedHeads } from '../../src/publisher/published-heads.queries.js';
import { ShownCheckpoints } from '../../src/transparency/shown-checkpoints.queries.js';
import { openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { Year } from './year.js';

/** What the log says of a batch after it: that it arrived, and what of it came back. Six people receive 30.00 each month. */
describe('After a batch is published', () => {
  let program: TestProgram;
  let year: Year;
  let ledger: string;

  const entries = async (): Promise<readonly Entry[]> => {
    const { size } = (await program.app.get(ShownCheckpoints).of(ledger))!;
    return (await program.app.get(PublishedHeads).entries(ledger, 0, size)).map((entry) => decodeEntry(entry));
  };
  const publish = async (...months: readonly Month[]) => {
    for (const month of months) await year.publish(month);
    const said = await entries();
    expect(verifyEntries(said)).toEqual([]);
    return said;
  };
  const fund = async () => {
    const state = await program.app.get(EventReader).state(ledger, fundStream('CAD'));
    return { available: state.available.minor, setApart: state.setApart.minor };
  };

  beforeAll(async () => {
    program = await startProgram('2026-01-05T15:00:00Z', { queueConcurrency: 0 });
    ledger = await openTestLedger(program);
    year = new Year(program, ledger);
    await year.confirmAddress();
    await year.people();
  });
  afterAll(() => program.stop());

  describe('those who received it', () => {
    const saidSo = (said: readonly Entry[]): readonly EntryOf<'batch.acknowledged'>[] => said.filter(isKind('batch.acknowledged'));

    it('have their word counted only where they agreed to it, and not at all while fewer than five did', async () => {
      await year.agree('acknowledgement', [0, 1, 2, 3]);
      await year.moneyIn('2026-01');
      await year.moneyOut('2026-01', 3000n, 'person-said-so');
      expect(saidSo(await publish('2026-01', '2026-02', '2026-03', '2026-04', '2026-05'))).toEqual([]);
    });

    it('are said, once five agreed, to have received most of it: three publications later, once, and no single silence shows', async () => {
      await year.agree('acknowledgement', [4]);
      await year.moneyIn('2026-06');
      await year.moneyOut('2026-06', 3000n, 'person-said-so');
      const before = (await publish('2026-06')).length;
      expect(saidSo(await publish('2026-07', '2026-08'))).toEqual([]);
      const said = await publish('2026-09', '2026-10');
      const of = said.findLastIndex(isKind('batch.paid'));
      expect(of).toBeLessThan(before);
      expect(saidSo(said)).toEqual([{ v: 1, kind: 'batch.acknowledged', date: '2026-11-10', of, tenths: 8 }]);
    });

    it('and whose arrival a mail alone told of have said nothing', async () => {
      await year.moneyIn('2026-11');
      await year.moneyOut('2026-11', 3000n, 'mail-accepted');
      expect(saidSo(await publish('2026-11', '2026-12', '2027-01', '2027-02'))).toHaveLength(1);
    });
  });

  describe('money that came back', () => {
    let sent: string[];
    const returned = (said: readonly Entry[]) => said.filter(isKind('money.returned'));

    it('is set apart, and shows neither as one person’s nor as four', async () => {
      await year.moneyIn('2027-03');
      sent = await year.moneyOut('2027-03', 3000n);
      await publish('2027-03');
      const before = await fund();
      for (const payout of sent.slice(0, 4)) await year.cameBack(payout, '2027-05-20T15:00:00.000Z');
      expect(returned(await publish('2027-04', '2027-05'))).toEqual([]);
      expect(await fund()).toEqual({ available: before.available, setApart: before.setApart + 12_000n });
    });

    it('is said as one sum once it is five people’s, of no named batch, and is available again', async () => {
      const before = await fund();
      await year.cameBack(sent[4]!, '2027-07-20T15:00:00.000Z');
      expect(returned(await publish('2027-06'))).toEqual([]);
      expect(returned(await publish('2027-07'))).toEqual([
        { v: 1, kind: 'money.returned', date: '2027-09-14', period: '2027-07', currency: 'CAD', unit: 500n, count: 30, total: 15_000n },
      ]);
      expect(await fund()).toEqual({ available: before.available + 15_000n, setApart: before.setApart - 12_000n });
    });

    it('below five people’s for twelve months is available again without a word, and later batches leave as many slots out', async () => {
      await year.cameBack(sent[5]!, '2027-09-20T15:00:00.000Z');
      const waiting = await fund();
      await publish(
        '2027-08',
        '2027-09',
        '2027-10',
        '2027-11',
        '2027-12',
        '2028-01',
        '2028-02',
        '2028-03',
        '2028-04',
        '2028-05',
        '2028-06',
      );
      expect(await fund()).toEqual(waiting);
      const said = await publish('2028-07', '2028-08', '2028-09');
      expect(returned(said)).toHaveLength(1);
      expect(await fund()).toEqual({ available: waiting.available + 3000n, setApart: waiting.setApart - 3000n });
      await year.moneyOut('2028-10', 3000n);
      const batch = (await publish('2028-10')).findLast(isKind('batch.paid'));
      expect(batch).toMatchObject({ period: '2028-10', count: 30 });
    });
  });
});
