import { verifyEntries } from '../../src/public-log/arithmetic.js';
import { openCheckpoint } from '../../src/public-log/checkpoint.js';
import { decodeEntry, isKind } from '../../src/public-log/entry.js';
import { readVkey } from '../../src/public-log/note-key.js';
import { checkReceipt, parseReceipt } from '../../src/public-log/receipt.js';
import { PublishedHeads } from '../../src/publisher/published-heads.queries.js';
import { Receipts } from '../../src/publisher/receipts.queries.js';
import { openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { Year } from './year.js';

const origin = 'ledger.example/river/log';

/** Six people receive 3,000.00 each: 3,600 slots of 5.00, more than two entries can carry. */
describe('A batch of several parts', () => {
  let program: TestProgram;
  let ledger: string;
  let sent: string[];
  const get = async (name: string) => (await program.app.inject({ method: 'GET', url: `/river/log/${name}` })).body;

  beforeAll(async () => {
    program = await startProgram('2026-01-05T15:00:00Z', { queueConcurrency: 0 });
    ledger = await openTestLedger(program);
    const year = new Year(program, ledger);
    await year.confirmAddress();
    await year.stateOpening(2_000_000n);
    await year.people();
    await year.agree('receipt', [0, 1]);
    await year.moneyIn('2026-01');
    sent = await year.moneyOut('2026-01', 300_000n);
    await year.publish('2026-01');
  });
  afterAll(() => program.stop());

  it('is three entries, sorted across their edges, that sum to the whole and hold for every verifier', async () => {
    const size = Number((await get('checkpoint')).split('\n')[1]);
    const entries = (await program.app.get(PublishedHeads).entries(ledger, 0, size)).map((entry) => decodeEntry(entry));
    const parts = entries.filter(isKind('batch.paid'));
    expect(parts.map(({ part, parts: of, count, total }) => [part, of, count, total])).toEqual([
      [1, 3, 1500, 750_000n],
      [2, 3, 1500, 750_000n],
      [3, 3, 600, 300_000n],
    ]);
    expect(verifyEntries(entries)).toEqual([]);
  });

  it('gives a person a receipt for each part that they have slots in; together they show all of their money, and nobody else’s', async () => {
    const key = readVkey((await get('vkey')).trim());
    for (const payout of sent.slice(0, 2)) {
      const files = await program.app.get(Receipts).of(ledger, payout);
      expect(files).toHaveLength(3);
      const shown = files.map(({ text }) => {
        const receipt = parseReceipt(text);
        return checkReceipt(receipt, openCheckpoint(receipt.proof.checkpoint, origin, [key]));
      });
      expect(shown.map(({ entry }) => entry.part)).toEqual([1, 2, 3]);
      expect(shown.reduce((sum, { minor }) => sum + minor, 0n)).toBe(300_000n);
      expect(new Set(files.flatMap(({ text }) => parseReceipt(text).opened.map(({ opening }) => opening.j))).size).toBe(600);
    }
    await expect(program.app.get(Receipts).of(ledger, sent[2]!)).rejects.toThrow('No receipt was agreed to');
  });

  it('has parts whose receipts do not stand for one another', async () => {
    const key = readVkey((await get('vkey')).trim());
    const [first, second] = await program.app.get(Receipts).of(ledger, sent[0]!);
    const [one, other] = [parseReceipt(first!.text), parseReceipt(second!.text)];
    const head = openCheckpoint(one.proof.checkpoint, origin, [key]);
    expect(() => checkReceipt({ ...one, opened: other.opened }, head)).toThrow('is not in entry');
    expect(() => checkReceipt({ ...one, entry: other.entry }, head)).toThrow();
  });
});
