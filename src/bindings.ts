import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { HOLDS } from './domain/hold.js';
import { JOURNAL } from './domain/journal.js';
import type { DescribedFiles } from './domain/mapping.js';
import { RAILS } from './domain/rail.js';
import { CLOCK, FINGERPRINTS, type Fingerprints, PROJECTIONS } from './event-store/tokens.js';
import { lineIdentities } from './intake/identity.js';
import { mappedReader } from './intake/mapped.js';
import { firstRowsOf, guessMapping } from './intake/mapping-guess.js';
import { imapMailboxes } from './intake/imap.js';
import { dkimKeys } from './intake/dkim-keys.js';
import { interacMails } from './intake/interac-mail.js';
import { PAYPAL_PER_MINUTE } from './domain/pace.js';
import { PAYPAL } from './domain/paypal.js';
import { PAYPAL_PAYOUTS } from './domain/paypal-payout.js';
import { movementOf } from './intake/identity.js';
import { linesOfSearch } from './intake/paypal-search.js';
import { readWebhook } from './intake/paypal-webhook.js';
import { readerFor } from './intake/readers.js';
import { LOG_FOLDER, LogKeys } from './publisher/log-keys.js';
import { WITNESS_POLICY, witnessPolicy, witnessRole } from './publisher/witness-policy.js';
import { WITNESS_ROLE } from './publisher/witnessing.js';
import { manualRail } from './rails/manual.js';
import { payPalDoor, payPalPayoutDoor } from './rails/paypal-door.js';
import { READER_FOR } from './reconciliation/import-drafts.queries.js';
import { DESCRIBED_FILES } from './reconciliation/import-files.queries.js';
import { LINE_IDENTITIES } from './reconciliation/known-lines.queries.js';
import { MAIL_READER } from './reconciliation/mail-arrivals.js';
import { MAILBOX_READER } from './reconciliation/mail-boxes.jobs.js';
import { MOVEMENT_OF } from './reconciliation/known-movements.js';
import { LINES_OF_SEARCH } from './reconciliation/paypal-search.js';
import { WEBHOOK_READER } from './reconciliation/paypal-webhooks.js';
import type { Runtime } from './runtime.js';
import { LogTiles } from './transparency/log-tiles.js';
import { LedgerHolds, refuseHeldEntry } from './safekeeping/holding.js';
import { JournalFile } from './safekeeping/journal.js';
import { journalRegister } from './safekeeping/journal-register.js';
import { Vault } from './vault/vault.js';
import { projections } from './rows.js';

/** What the rooms ask for by name, bound here and nowhere else. */
@Module({})
export class Bindings {
  static forRoot({ clock, settings }: Runtime): DynamicModule {
    const providers = [
      { provide: CLOCK, useValue: clock },
      { provide: PROJECTIONS, useValue: projections },
      { provide: RAILS, useValue: [manualRail] },
      { provide: READER_FOR, useValue: readerFor },
      { provide: LINE_IDENTITIES, useValue: lineIdentities },
      { provide: DESCRIBED_FILES, useValue: { firstRowsOf, guessMapping, readerOf: mappedReader } satisfies DescribedFiles },
      { provide: MAIL_READER, useValue: interacMails(dkimKeys(settings)) },
      { provide: MAILBOX_READER, useValue: imapMailboxes(settings.localMailboxes) },
      { provide: MOVEMENT_OF, useValue: movementOf },
      { provide: PAYPAL, useValue: payPalDoor(settings) },
      { provide: PAYPAL_PER_MINUTE, useValue: settings.payPalPerMinute },
      { provide: PAYPAL_PAYOUTS, useValue: payPalPayoutDoor(settings) },
      { provide: LINES_OF_SEARCH, useValue: linesOfSearch },
      { provide: WEBHOOK_READER, useValue: readWebhook },
      { provide: LogKeys, useValue: new LogKeys(settings.logKeyDir) },
      { provide: WITNESS_POLICY, useValue: witnessPolicy(settings) },
      { provide: WITNESS_ROLE, useValue: witnessRole(settings) },
      { provide: LOG_FOLDER, useValue: settings.logDir },
      { provide: LogTiles, useValue: new LogTiles(settings.logDir) },
      { provide: HOLDS, inject: [DataSource], useFactory: (dataSource: DataSource) => new LedgerHolds(dataSource) },
      {
        provide: JOURNAL,
        inject: [DataSource, HOLDS],
        useFactory: (dataSource: DataSource, holds: LedgerHolds) =>
          new JournalFile(
            { path: settings.journalDir, isOurs: settings.makesJournalDir },
            journalRegister(dataSource),
            clock,
            (entry) => refuseHeldEntry(holds, entry),
          ),
      },
      {
        provide: FINGERPRINTS,
        inject: [Vault],
        useFactory:
          (vault: Vault): Fingerprints =>
          (ledger, texts) =>
            vault.fingerprints(ledger, 'request', texts),
      },
    ];
    return { module: Bindings, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}
