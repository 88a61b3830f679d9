import { rmSync } from 'node:fs';
import { Refusal } from '../../src/domain/refusal.js';
import { JOURNAL } from '../../src/domain/journal.js';
import { Payouts } from '../../src/payouts/payouts.queries.js';
import { Erasures } from '../../src/safekeeping/erasures.js';
import { Examination } from '../../src/safekeeping/examination.js';
import type { JournalFile } from '../../src/safekeeping/journal.js';
import { Vault } from '../../src/vault/vault.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';
import { bringInDebits, matchWithPayout } from './debit-lines.js';
import { Practice } from './practice.js';

const october = '2026-10-30T16:00:00.000Z';

describe('A person who asked to be forgotten', () => {
  let program: TestProgram;
  let practice: Practice;
  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 });
    practice = new Practice(program, await openTestLedger(program));
    await practice.receives(1_000_000n, '2026-10-04T16:00:00.000Z');
  });
  afterAll(() => program.stop());

  const journal = async () => (await (program.app.get(JOURNAL) as JournalFile).read()).entries;
  const refused = (act: Promise<unknown>) =>
    act.then(
      () => 'done',
      (error: unknown) => (error instanceof Refusal ? error.code : Promise.reject(error)),
    );
  const available = async (): Promise<string> => {
    const [row] = await practice.rows<{ state: string }>(`select state from kept_state where stream = 'fund/CAD'`);
    return (JSON.parse(row!.state) as { available: { amount: string } }).available.amount;
  };

  it('has no open call, no key and no list of payouts any more; the money is as it was', async () => {
    const before = await available();
    const { call, recipient } = await practice.notes({ link: 'https://bsky.app/profile/someone/post/1' });
    const again = await practice.notes({ earlier: call, address: 'another@mail.example' });
    expect(again.recipient).toBe(recipient);
    const paid = await practice.pays(call, october, 'CA-1');
    const proposed = await practice.proposes(call);
    const approved = await practice.proposes(again.call);
    await practice.approves(approved);

    expect(await practice.forgets(recipient)).toMatchObject({ callsTakenBack: 2, payoutsCancelled: 2, payoutsWaiting: 0 });

    expect(await practice.keysOf([recipient, call, again.call, paid, proposed, approved])).toEqual([]);
    for (const each of [call, again.call]) expect(await practice.statusOf('call', each)).toBe('withdrawn');
    for (const each of [proposed, approved]) expect(await practice.statusOf('payout', each)).toBe('cancelled');
    expect(await practice.statusOf('payout', paid)).toBe('paid');
    expect(await practice.personOf(paid)).toBeUndefined();
    expect(await available()).toBe((Number(before) - 20).toFixed(2));
    expect(await journal()).toContainEqual({ kind: 'erasure', ledger: practice.ledger, recipient, at: '2026-11-02T15:00:00.000Z' });
  });

  it('can be sent nothing, and no call of theirs can be noted as theirs', async () => {
    const { call, recipient } = await practice.notes();
    await practice.forgets(recipient);
    expect(await refused(practice.proposes(call))).toBe('recipient/erased');
    await expect(practice.notes({ earlier: call })).rejects.toMatchObject({ faults: [expect.objectContaining({ field: 'earlier' })] });
  });

  it('is waited for while money is on its way, and the rest goes when that has ended', async () => {
    const { call, recipient } = await practice.notes({ address: 'on-its-way@mail.example' });
    const paid = await practice.pays(call, october);
    const held = await practice.holds(call, 2500n);
    const sent = await practice.sends(call, october);
    expect(await practice.forgets(recipient)).toMatchObject({ callsTakenBack: 1, payoutsCancelled: 0, payoutsWaiting: 2 });
    expect(await practice.keysOf([recipient, call, paid, held, sent])).toEqual([recipient, held, sent].sort());

    const row = (await program.app.get(Payouts).one(practice.ledger, held))!;
    expect(await program.app.get(Payouts).wayToPay(practice.ledger, row)).toEqual({ address: 'on-its-way@mail.example' });
    await practice.putsBack(held);
    await program.app.get(Erasures).finish();
    expect(await practice.statusOf('payout', held)).toBe('cancelled');
    expect(await practice.keysOf([recipient, held, sent])).toEqual([recipient, sent].sort());

    await practice.confirms(sent);
    await program.app.get(Erasures).finish();
    expect(await practice.keysOf([recipient, held, sent])).toEqual([]);
  });

  it('counts once towards those who are published together, and nothing leads from the count to them', async () => {
    const { call, recipient } = await practice.notes();
    const other = await practice.notes();
    const [first, second] = [await practice.pays(call, october), await practice.pays(call, october)];
    const third = await practice.pays(other.call, october);
    await practice.forgets(recipient);
    await practice.forgets(other.recipient);
    const payouts = program.app.get(Payouts);
    const rows = await Promise.all([first, second, third].map(async (id) => (await payouts.one(practice.ledger, id))!));
    const [one, same, another] = await payouts.peopleTags(practice.ledger, rows);
    expect(one).toBe(same);
    expect(one).not.toBe(another);
    expect(one).toMatch(/^[0-9a-f]{64}$/);

    const owner = await practice.rows<{ count: number }>('select count(*)::int as count from erased_payout where payout_id = any($1)', [
      [first, second, third],
    ]);
    expect(owner[0]!.count).toBe(3);
  });

  it('leaves no fingerprint of what was once sent about them', async () => {
    const macs = async () =>
      (
        await practice.rows<{ route: string }>('select route from request where subjects && $1::uuid[] and input_mac is not null', [traces])
      ).map(({ route }) => route);
    const { call, recipient } = await practice.notes();
    const paid = await practice.pays(call, october, 'CA-2');
    const traces = [call, recipient, paid];
    expect((await macs()).sort()).toEqual(['LogCall', 'ProposePayout', 'RecordPayoutSent']);
    await practice.forgets(recipient);
    expect(await macs()).toEqual([]);
  });

  it('leaves no line of an account that is money of theirs: not its words, and not the mark by which it is known again', async () => {
    const { call, recipient } = await practice.notes();
    const paid = await practice.pays(call, october);
    const [theirs = '', unmatched = ''] = await bringInDebits(practice, 'Ines Madeup', 'Fenn Madeup');
    await matchWithPayout(practice, theirs, paid);
    const marked = async () => {
      const rows = await practice.rows<{ id: string }>('select observation_id as id from observation_line where observation_id = any($1)', [
        [theirs, unmatched],
      ]);
      return rows.map(({ id }) => id).sort();
    };
    expect([await practice.keysOf([theirs, unmatched]), await marked()]).toEqual([[theirs, unmatched].sort(), [theirs, unmatched].sort()]);
    await practice.forgets(recipient);
    expect([await practice.keysOf([theirs, unmatched]), await marked()]).toEqual([[unmatched], [unmatched]]);
  });

  it('keeps the line of a payout that is not final, until it is', async () => {
    const { call, recipient } = await practice.notes();
    const sent = await practice.sends(call, october);
    const [theirs = ''] = await bringInDebits(practice, 'Ines Madeup');
    await matchWithPayout(practice, theirs, sent);
    await practice.forgets(recipient);
    expect(await practice.keysOf([theirs])).toEqual([theirs]);
    await practice.confirms(sent);
    await program.app.get(Erasures).finish();
    expect(await practice.keysOf([theirs])).toEqual([]);
  });

  it('is forgotten once, however often it is asked', async () => {
    const { recipient } = await practice.notes();
    const request = newRequest();
    const answers = [
      await practice.forgets(recipient, request),
      await practice.forgets(recipient, request),
      await practice.forgets(recipient),
    ];
    expect(answers.map(({ callsTakenBack }) => callsTakenBack)).toEqual([1, 1, 0]);
    const [row] = await practice.rows<{ count: number }>(
      `select count(*)::int as count from event where stream = $1 and type = 'RecipientErased'`,
      [`recipient/${recipient}`],
    );
    expect(row!.count).toBe(1);
  });

  it('is not forgotten, and nothing is closed, when the journal cannot be written; then, when it can', async () => {
    const { call, recipient } = await practice.notes();
    const { journalDir } = program.runtime.settings;
    const file = (program.app.get(JOURNAL) as JournalFile).file;
    const { readFileSync, writeFileSync, mkdirSync } = await import('node:fs');
    const kept = readFileSync(file);
    rmSync(journalDir, { recursive: true });
    await expect(practice.forgets(recipient)).rejects.toMatchObject({ name: 'JournalUnwritable' });
    expect([await practice.statusOf('call', call), await practice.statusOf('recipient', recipient)]).toEqual(['open', 'known']);
    expect(await practice.keysOf([recipient, call])).toHaveLength(2);
    mkdirSync(journalDir);
    writeFileSync(file, kept);
    expect(await practice.forgets(recipient)).toMatchObject({ callsTakenBack: 1 });
  });

  it('known to the journal alone, is told by the doctor and forgotten when the journal is applied', async () => {
    const { call, recipient } = await practice.notes();
    await (program.app.get(JOURNAL) as JournalFile).write({ kind: 'erasure', ledger: practice.ledger, recipient, at: october });
    const faults = async () => (await program.app.get(Examination).of(practice.ledger)).faults;
    expect(await faults()).toEqual([
      'The journal says that somebody was to be forgotten, and the books do not: run mutual-aid-ledger erase --from-journal.',
    ]);
    expect(await program.app.get(Erasures).applyJournal()).toBe(1);
    expect(await faults()).toEqual([]);
    expect(await practice.keysOf([recipient, call])).toEqual([]);
    expect(await program.app.get(Erasures).applyJournal()).toBe(0);
  });

  it('and everybody else is as readable as before', async () => {
    const { recipient } = await practice.notes({ address: 'gone@mail.example' });
    const { call, recipient: other } = await practice.notes({ address: 'stays@mail.example' });
    await practice.forgets(recipient);
    const [row] = await practice.rows<{ address: never; person: never }>(
      'select r.address, c.person from recipient r, call c where r.recipient_id = $1 and c.call_id = $2',
      [other, call],
    );
    const vault = program.app.get(Vault);
    expect(await vault.open(practice.ledger, 'recipient.address', row!.address)).toBe('stays@mail.example');
    expect(await vault.open(practice.ledger, 'call.person', row!.person)).toBe(other);
  });
});
