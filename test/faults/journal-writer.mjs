import { JournalFile } from '../../dist/src/safekeeping/journal.js';

/** Writes entries into a journal for ever, and tells each on a line of its own once it is on the disk: `ok` and its number. */
const [, , folder, who] = process.argv;
const ids = [];
const register = { known: async () => ids, note: async ({ journal }) => void ids.push(journal) };
const journal = new JournalFile({ path: folder, isOurs: false }, register);
for (let number = 1; ; number += 1) {
  await journal.write({ kind: 'payout-attempt', ledger: who, payout: `${who}-${number}`, attempt: 1, at: '2026-11-02T15:00:00.000Z' });
  process.stdout.write(`ok ${number}\n`);
}
