import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { JournalEntry } from '../domain/journal.js';
import { type JournalBegan, firstBefore, lineBytes, longestLineBytes, readJournal } from './journal-lines.js';
import { JournalFile, type JournalRegister, JournalUnwritable, journalFileName } from './journal.js';

const at = '2026-11-02T15:00:00.000Z';
const ledger = '01990000-0000-7000-8000-000000000001';
const erasure = (count: number): JournalEntry => ({
  kind: 'erasure',
  ledger,
  recipient: `01990000-0000-7000-8000-${String(count).padStart(12, '0')}`,
  at,
});

/** The part of the database that remembers which journals it has written to. */
function database(): JournalRegister & { readonly ids: string[] } {
  const ids: string[] = [];
  return { ids, known: async () => ids, note: async ({ journal }: JournalBegan) => void (ids.includes(journal) || ids.push(journal)) };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-journal-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

const file = () => path.join(folder, journalFileName);
const journalIn = (known: JournalRegister, isOurs = false) => new JournalFile({ path: folder, isOurs }, known);
const sentence = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'written',
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe('What must never roll back is written to a journal', () => {
  it('and stands there, in order, for whoever reads it next', async () => {
    const known = database();
    const journal = journalIn(known);
    for (const count of [1, 2, 3]) await journal.write(erasure(count));
    expect(await journalIn(known).read()).toEqual({
      began: { kind: 'began', journal: known.ids[0], at: expect.any(String) },
      entries: [1, 2, 3].map(erasure),
      torn: 0,
      faults: [],
    });
  });

  it('by several programs at once, each line whole and each program’s lines following one another', async () => {
    const known = database();
    const programs = [1, 2, 3, 4].map(() => journalIn(known));
    await Promise.all(
      programs.flatMap((program, who) => Array.from({ length: 25 }, (_, each) => program.write(erasure(who * 100 + each)))),
    );
    const { entries, torn, faults } = await journalIn(known).read();
    expect([entries.length, torn, faults, known.ids.length]).toEqual([100, 0, [], 1]);
  });

  it('and a line that was cut off is told, never taken for truth, and swallows nothing after it', async () => {
    const known = database();
    const journal = journalIn(known);
    await journal.write(erasure(1));
    const whole = readFileSync(file());
    const { bytes } = lineBytes({ writer: 'another', count: 1, before: firstBefore, entry: erasure(2) });
    for (let cut = 2; cut < bytes.length; cut += 1) {
      writeFileSync(file(), Buffer.concat([whole, bytes.subarray(0, cut)]));
      expect(await journalIn(known).read()).toMatchObject({ entries: [erasure(1)], torn: 1, faults: [] });
    }
    writeFileSync(file(), Buffer.concat([whole, bytes.subarray(0, 90)]));
    await journal.write(erasure(3));
    expect(await journalIn(known).read()).toMatchObject({ entries: [1, 3].map(erasure), torn: 1, faults: [] });
  });

  it('and one that was changed, or taken away from the middle, is missed', async () => {
    const known = database();
    const journal = journalIn(known);
    for (const count of [1, 2, 3]) await journal.write(erasure(count));
    const lines = readFileSync(file(), 'utf8').split('\n');
    const second = lines.findIndex((line) => line.includes('000000000002'));
    expect(readJournal(lines.toSpliced(second, 1).join('\n'))).toMatchObject({
      entries: [1, 3].map(erasure),
      torn: 0,
      faults: ['Of what one program wrote, the line before number 4 (erasure) is missing or was changed.'],
    });
    const changed = lines.with(second, lines[second]!.replace('000000000002', '000000000009')).join('\n');
    expect(readJournal(changed)).toMatchObject({ torn: 1, faults: [expect.stringContaining('before number 4')] });
  });

  it('and no line is longer than what is written in one go', () => {
    const entry: JournalEntry = { kind: 'signed-head', ledger, origin: 'o'.repeat(longestLineBytes), size: 1, root: '', at };
    expect(() => lineBytes({ writer: 'w', count: 1, before: firstBefore, entry })).toThrow(RangeError);
  });
});

describe('What was ever tried for a payout', () => {
  const payout = '01990000-0000-7000-8000-00000000000a';
  const tried = (attempt: number, minute: number, more: object = {}): JournalEntry => ({
    ...{ kind: 'payout-attempt', ledger, payout, attempt, senderBatch: `${payout}-a${attempt}` },
    ...more,
    at: `2026-11-02T15:0${minute}:00.000Z`,
  });

  it('is told in order, each try once, with its first and its last call', async () => {
    const journal = journalIn(database());
    expect(await journal.attempts(ledger, payout)).toEqual([]);
    for (const entry of [tried(1, 1), erasure(1), tried(1, 3), tried(2, 4, { app: 'river' }), tried(1, 2)]) await journal.write(entry);
    expect(await journal.attempts(ledger, payout)).toEqual([
      { attempt: 1, senderBatch: `${payout}-a1`, firstAt: '2026-11-02T15:01:00.000Z', lastAt: '2026-11-02T15:03:00.000Z' },
      { attempt: 2, senderBatch: `${payout}-a2`, app: 'river', firstAt: '2026-11-02T15:04:00.000Z', lastAt: '2026-11-02T15:04:00.000Z' },
    ]);
    expect(await journal.attempts('01990000-0000-7000-8000-000000000009', payout)).toEqual([]);
  });

  it('by another program too, as soon as its line is whole', async () => {
    const known = database();
    const [ours, theirs] = [journalIn(known), journalIn(known)];
    await ours.write(tried(1, 1));
    expect(await ours.attempts(ledger, payout)).toHaveLength(1);
    await theirs.write(tried(2, 2));
    expect(await ours.attempts(ledger, payout)).toHaveLength(2);
    const whole = readFileSync(file());
    const { bytes } = lineBytes({ writer: 'another', count: 1, before: firstBefore, entry: tried(3, 3) });
    for (const cut of [1, 20, bytes.length - 1]) {
      writeFileSync(file(), Buffer.concat([whole, bytes.subarray(0, cut)]));
      expect(await ours.attempts(ledger, payout)).toHaveLength(2);
    }
    writeFileSync(file(), Buffer.concat([whole, bytes]));
    expect(await ours.attempts(ledger, payout)).toHaveLength(3);
  });

  it('and not what another journal in its place does not hold', async () => {
    const journal = journalIn(database());
    await journal.write(tried(1, 1));
    expect(await journal.attempts(ledger, payout)).toHaveLength(1);
    rmSync(file());
    expect(await journal.attempts(ledger, payout)).toEqual([]);
    mkdirSync(file());
    expect(await sentence(journal.attempts(ledger, payout))).toContain('JournalUnwritable');
  });
});

describe('When the journal cannot be written, the act is not done', () => {
  it('and the sentence names the folder’s setting, where the folder is not there', async () => {
    rmSync(folder, { recursive: true });
    expect(await sentence(journalIn(database()).write(erasure(1)))).toBe(
      'JournalUnwritable: Nothing was sent, shown, signed or forgotten: the journal of what must never roll back cannot be written ' +
        '(its folder is not there). Whoever keeps the program running mends the folder that LEDGER_JOURNAL_DIR names; then try again.',
    );
    mkdirSync(folder);
  });

  it('where it is in the way of itself: a folder of the journal’s name', async () => {
    mkdirSync(file());
    expect(await sentence(journalIn(database()).write(erasure(1)))).toContain('(a folder is in its place)');
  });

  it('where what this database has written to is gone: nothing begins anew in its place', async () => {
    const known = database();
    const journal = journalIn(known);
    await journal.write(erasure(1));
    rmSync(file());
    await expect(journal.write(erasure(2))).rejects.toBeInstanceOf(JournalUnwritable);
    expect(await sentence(journalIn(known).write(erasure(2)))).toContain('(the one that this database has written to is not there)');
  });

  it('or where another one lies in its place', async () => {
    const known = database();
    await journalIn(known).write(erasure(1));
    rmSync(file());
    await journalIn(database()).write(erasure(1));
    expect(await sentence(journalIn(known).write(erasure(2)))).toContain('(another one lies in the place of the one');
  });

  it('and once it can be written again, it goes on', async () => {
    const known = database();
    const journal = journalIn(known, true);
    writeFileSync(path.join(folder, 'way'), '');
    const inTheWay = new JournalFile({ path: path.join(folder, 'way'), isOurs: true }, known);
    expect(await sentence(inTheWay.write(erasure(1)))).toContain('a file is in the way');
    await journal.write(erasure(1));
    expect((await journal.read()).entries).toEqual([erasure(1)]);
  });

  it('and a first line that was cut off does not keep a journal from beginning', async () => {
    appendFileSync(file(), '\nmal-journal/v1 90 00');
    const known = database();
    await journalIn(known).write(erasure(1));
    expect(await journalIn(known).read()).toMatchObject({ entries: [erasure(1)], torn: 1, faults: [] });
  });
});
