import { EraseRecipient } from '../../src/domain/erasure.js';
import { openCheckpoint } from '../../src/public-log/checkpoint.js';
import { readVkey } from '../../src/public-log/note-key.js';
import { checkReceipt, parseReceipt } from '../../src/public-log/receipt.js';
import { Receipts } from '../../src/publisher/receipts.queries.js';
import { Practice } from '../safekeeping/practice.js';
import { newRequest, openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { everyAddress } from './every-address.js';
import { Year } from './year.js';

const months = ['2026-01', '2026-02'];

describe('Somebody who is forgotten after their money was published', () => {
  let program: TestProgram;
  let year: Year;
  let ledger: string;
  let payout: string;
  const receipts = () => program.app.get(Receipts).of(ledger, payout);

  beforeAll(async () => {
    program = await startProgram('2026-01-05T15:00:00Z', { queueConcurrency: 0 });
    ledger = await openTestLedger(program);
    year = new Year(program, ledger);
    await year.confirmAddress();
    await year.people();
    await year.agree('receipt', [0]);
    for (const month of months) {
      await year.moneyIn(month);
      [payout] = (await year.moneyOut(month, 3000n)) as [string];
      await year.publish(month);
    }
  });
  afterAll(() => program.stop());

  it('leaves every public byte as it was; the receipt they hold goes on holding, and nobody can make it again', async () => {
    const before = await everyAddress(program, months);
    const [held] = await receipts();
    const [{ recipient } = { recipient: '' }] = await new Practice(program, ledger).recipientsOf(year.callAt(0));
    await program.send(new EraseRecipient({ ledger, by: 'person', request: newRequest(), recipient }));
    expect(await everyAddress(program, months)).toEqual(before);
    expect(before.filter(({ status }) => status === 200).length).toBeGreaterThan(12);
    await expect(receipts()).rejects.toThrow();
    const receipt = parseReceipt(held!.text);
    const vkey = readVkey((await program.app.inject({ method: 'GET', url: '/river/log/vkey' })).body.trim());
    expect(checkReceipt(receipt, openCheckpoint(receipt.proof.checkpoint, 'ledger.example/river/log', [vkey])).minor).toBe(3000n);
  });
});
