import { DataSource } from 'typeorm';
import { ConfirmImport } from '../../src/domain/import.js';
import { OpenAccount } from '../../src/domain/observation.js';
import { ImportDrafts } from '../../src/reconciliation/import-drafts.queries.js';
import { ImportPreviews } from '../../src/reconciliation/import-preview.queries.js';
import { Vault } from '../../src/vault/vault.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';

const header = 'Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID';
const row = (type: string) => `10/16/2026,10:20:30,PDT,Fenn Madeup,${type},Completed,CAD,200.00,0.00,200.00,8AA1`;
const file = (...types: readonly string[]): Buffer => Buffer.from([header, ...types.map(row)].join('\n'));

describe('PayPal rows that share an id, an amount and a day', () => {
  let program: TestProgram;
  let ledger: string;
  let account: string;
  beforeAll(async () => {
    program = await startProgram();
    ledger = await openTestLedger(program);
  });
  beforeEach(async () => {
    const { events } = await program.send(new OpenAccount({ ...asked(), name: 'PayPal', kind: 'paypal', currency: 'CAD' }));
    account = (events[0]!.data as { account: string }).account;
  });
  afterAll(() => program.stop());

  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
  const previewed = async (...types: readonly string[]) =>
    program.app.get(ImportPreviews).of(ledger, await program.app.get(ImportDrafts).read(ledger, account, file(...types)));
  const isHere = async (...types: readonly string[]) => (await previewed(...types)).lines.map((line) => line.isHere);
  async function bringIn(...types: readonly string[]): Promise<void> {
    const { draft } = await previewed(...types);
    await program.send(new ConfirmImport({ ...asked(), import: draft.import, verdicts: [] }));
  }

  it('are told apart by their kind, not by their place in the file', async () => {
    await bringIn('Invoice Sent');
    expect(await isHere('General Payment', 'Invoice Sent')).toEqual([false, true]);
    await bringIn('General Payment', 'Invoice Sent');
    expect(await isHere('Invoice Sent', 'General Payment')).toEqual([true, true]);
  });

  it('are known whatever the language calls their kind; two truly equal ones are two', async () => {
    await bringIn('General Payment', 'General Payment');
    expect(await isHere('Paiement standard', 'Allgemeine Zahlung', 'Payment')).toEqual([true, true, false]);
  });

  it('that an earlier version stored without their kind stay known, and no other is taken for them', async () => {
    await bringIn('Payment Hold', 'General Payment');
    await storedAsBefore();
    expect(await isHere('Payment Hold', 'General Payment')).toEqual([true, true]);
    expect(await isHere('Payment Hold', 'General Payment', 'Invoice Sent')).toEqual([true, true, false]);
    await bringIn('Payment Hold', 'General Payment', 'Invoice Sent');
    expect(await isHere('Invoice Sent', 'Payment Hold', 'General Payment')).toEqual([true, true, true]);
  });

  /** The table as an earlier version left it. */
  async function storedAsBefore(): Promise<void> {
    const database = program.app.get(DataSource);
    const lines: { observation_id: string }[] = await database.query('select observation_id from observation_line where account_id = $1', [
      account,
    ]);
    for (const [index, { observation_id }] of lines.entries()) {
      const identity = JSON.stringify(['2026-10-16', '20000', 'CAD', '8AA1 + settled', `${index + 1}`]);
      const fingerprint = await program.app.get(Vault).fingerprint(ledger, 'observation-line', identity);
      await database.query('update observation_line set identity = $2 where observation_id = $1', [observation_id, fingerprint]);
    }
  }
});

describe('A month that comes in by two kinds of file of one account', () => {
  let program: TestProgram;
  let ledger: string;
  let account: string;
  beforeAll(async () => {
    program = await startProgram();
    ledger = await openTestLedger(program);
    const { events } = await program.send(new OpenAccount({ ...asked(), name: 'Chequing', kind: 'bank', currency: 'CAD' }));
    account = (events[0]!.data as { account: string }).account;
  });
  afterAll(() => program.stop());

  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
  const previewed = async (bytes: string) =>
    program.app.get(ImportPreviews).of(ledger, await program.app.get(ImportDrafts).read(ledger, account, Buffer.from(bytes)));
  const becomes = async (bytes: string) => (await previewed(bytes)).lines.map(({ proposal }) => proposal.verdict.becomes);
  const csv = [
    '"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"',
    'Chequing,01234-5678901,10/5/2026,,"E-TRANSFER - AUTODEPOSIT","ROWAN MADEUP",200.00,',
  ].join('\n');
  const movement = (day: string) =>
    `<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>${day}<TRNAMT>200.00<FITID>1<NAME>INTERAC e-Transfer From: FENN</STMTTRN>`;
  const ofx = (...days: string[]) =>
    `OFXHEADER:100\n<OFX><STMTRS><CURDEF>CAD<BANKACCTFROM><ACCTID>5678901</BANKACCTFROM>${days.map(movement).join('\n')}</STMTRS></OFX>`;

  it('is not proposed for recording twice: a line of the same day and amount is left to a person, each once', async () => {
    expect(await becomes(ofx('20261005'))).toEqual(['payment']);
    const { draft } = await previewed(csv);
    await program.send(new ConfirmImport({ ...asked(), import: draft.import, verdicts: [] }));
    expect(await becomes(ofx('20261005', '20261005', '20261006'))).toEqual(['to-review', 'payment', 'payment']);
  });
});
