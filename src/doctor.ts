import { parseArgs } from 'node:util';
import { HOLDS } from './domain/hold.js';
import { tellHeld } from './hold.js';
import { inApplication } from './in-application.js';
import { SealedMonths } from './months/sealed-months.js';
import { LogCheck } from './publisher/log-check.js';
import { Examination } from './safekeeping/examination.js';
import type { LedgerHolds } from './safekeeping/holding.js';
import { StartError } from './start-error.js';
import { Rewrapping } from './vault/rewrapping.js';

/** Walks every ledger's books and says where something is wrong; exit code 1 when anything is. Changes nothing. */
export async function doctor(args: string[] = []): Promise<void> {
  parseArgs({ args, options: {} });
  await inApplication(async (app) => {
    const examination = app.get(Examination);
    const { faults: ofJournal, told } = await examination.ofJournal();
    for (const line of [...ofJournal, ...told]) process.stdout.write(`${line}\n`);
    for (const { keyId, count, is } of await app.get(Rewrapping).standing())
      process.stdout.write(`Keys of the vault: ${count} under ${keyId}, ${keyWords[is]}.\n`);
    let faulty = 0;
    let standing = 0;
    for (const ledger of await examination.ledgers()) {
      const { events, faults: ofBooks, stopped } = await examination.of(ledger);
      const faults = [...ofBooks, ...(await app.get(SealedMonths).faults(ledger)), ...(await app.get(LogCheck).faults(ledger))];
      if (faults.length > 0) faulty += 1;
      standing += stopped.length;
      process.stdout.write(
        `Ledger ${ledger}: ${events} events, ${faults.length === 0 ? 'everything holds' : `${faults.length} faults`}.\n`,
      );
      for (const line of [...faults, ...stopped]) process.stdout.write(`  ${line}\n`);
    }
    if ((await app.get<LedgerHolds>(HOLDS).ledgers()).length > 0) await tellHeld(app, (line) => void process.stdout.write(`${line}\n`));
    if (ofJournal.length > 0)
      throw new StartError('The journal is not whole: keep it and this database as they are, and compare both with a copy.');
    if (faulty > 0) throw new StartError(`${faulty} of the ledgers do not hold: keep this database as it is, and compare it with a copy.`);
    if (standing > 0)
      throw new StartError(
        `The books hold, and ${standing} followers stand still: mend the cause, then mutual-aid-ledger followers --retry.`,
      );
  });
}

const keyWords = {
  current: 'the wrapping key of the settings',
  former: 'the former one: run mutual-aid-ledger rewrap',
  missing: 'which this program was not given: put that key back',
} as const;
