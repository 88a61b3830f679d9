import { GiveConsent } from '../../src/domain/consent.js';
import { openCheckpoint } from '../../src/public-log/checkpoint.js';
import { readVkey } from '../../src/public-log/note-key.js';
import { checkReceipt, parseReceipt } from '../../src/public-log/receipt.js';
import { PersonCodes } from '../../src/yours/person-codes.queries.js';
import { Year } from '../public/year.js';
import { Practice } from '../safekeeping/practice.js';
import { newRequest, openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';

describe('A receipt that a person agreed to', () => {
  let program: TestProgram;
  let ledger: string;
  let year: Year;
  let asked: string;
  let other: string;
  beforeAll(async () => {
    program = await startProgram('2026-01-05T15:00:00Z', { queueConcurrency: 0 });
    ledger = await openTestLedger(program);
    year = new Year(program, ledger);
    await year.confirmAddress();
    await year.people();
    await program.send(new GiveConsent({ ledger, by: 'account:test', request: newRequest(), call: year.callAt(0), consent: 'receipt' }));
    await year.moneyIn('2026-01');
    [asked, other] = (await year.moneyOut('2026-01', 3000n)) as [string, string];
    await year.publish('2026-01');
  });
  afterAll(() => program.stop());

  async function shows(text: string) {
    const receipt = parseReceipt(text);
    const vkey = readVkey((await program.app.inject({ method: 'GET', url: '/river/log/vkey' })).body.trim());
    return checkReceipt(receipt, openCheckpoint(receipt.proof.checkpoint, 'ledger.example/river/log', [vkey]));
  }

  it('is saved from the person’s own page, as a plain file, by nobody without their code, and of nobody else', async () => {
    const [{ recipient } = { recipient: '' }] = await new Practice(program, ledger).recipientsOf(year.callAt(0));
    const code = await program.app.get(PersonCodes).issue(ledger, recipient);
    const press = (payload: Record<string, string>) =>
      program.app.inject({
        method: 'POST',
        url: '/river/yours',
        payload: new URLSearchParams(payload).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
    expect((await press({ code, does: 'look' })).body).toContain('Save its receipt');
    const saved = await press({ code, does: 'receipt', payout: asked });
    expect([saved.statusCode, saved.headers['content-disposition'], saved.headers['cache-control'], saved.headers['set-cookie']]).toEqual([
      200,
      'attachment; filename="receipt.tlog-proof"',
      'no-store',
      undefined,
    ]);
    expect(saved.headers['content-type']).toMatch(/^text\/plain/);
    expect((await shows(saved.body)).minor).toBe(3000n);
    expect((await press({ code, does: 'receipt', payout: other })).statusCode).toBe(404);
    expect((await press({ code: 'K7QP-2M9X-T4VD-H8WC', does: 'receipt', payout: asked })).statusCode).toBe(404);
  });
});
