import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AccessModule } from './access/access.module.js';
import { accessRows } from './access/access.rows.js';
import { Sessions } from './access/sessions.js';
import { memberships } from './access/memberships.projection.js';
import { CallsModule } from './calls/calls.module.js';
import { calls, recipients } from './calls/calls.projection.js';
import { ReceiptConsentRow } from './calls/receipt-consent.row.js';
import { ConsoleModule } from './console/console.module.js';
import { serviceDataSource } from './database/data-source.js';
import { JOURNAL } from './domain/journal.js';
import type { DescribedFiles } from './domain/mapping.js';
import { RAILS } from './domain/rail.js';
import { EventStoreModule } from './event-store/event-store.module.js';
import { FOLLOWERS, type Follower } from './event-store/follower.js';
import { FollowerMeasures } from './event-store/follower-measures.js';
import { Following } from './event-store/following.js';
import type { Projection } from './event-store/projection.js';
import { RequestSweep } from './event-store/request-sweep.js';
import { CLOCK, FINGERPRINTS, type Fingerprints, PROJECTIONS } from './event-store/tokens.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { feedback } from './feedback/feedback.projection.js';
import { lineIdentities } from './intake/identity.js';
import { mappedReader } from './intake/mapped.js';
import { firstRowsOf, guessMapping } from './intake/mapping-guess.js';
import { imapMailboxes } from './intake/imap.js';
import { dkimKeys } from './intake/dkim-keys.js';
import { interacMails } from './intake/interac-mail.js';
import { PAYING_ACCOUNTS } from './domain/paying-account.js';
import { PAYPAL_PER_MINUTE } from './domain/pace.js';
import { PAYPAL } from './domain/paypal.js';
import { PAYOUT_NUDGES, PAYPAL_PAYOUTS } from './domain/paypal-payout.js';
import { movementOf } from './intake/identity.js';
import { linesOfSearch } from './intake/paypal-search.js';
import { readWebhook } from './intake/paypal-webhook.js';
import { readerFor } from './intake/readers.js';
import { LedgersModule } from './ledgers/ledgers.module.js';
import { ledgers } from './ledgers/ledgers.projection.js';
import { ObligationsModule } from './obligations/obligations.module.js';
import { obligations } from './obligations/obligations.projection.js';
import { PaymentsModule } from './payments/payments.module.js';
import { payments } from './payments/payments.projection.js';
import { ReceiptsEndFollower } from './calls/receipts-end.follower.js';
import { PayoutsFollower } from './payouts/payouts.follower.js';
import { RevisedDetailsFollower } from './payouts/revised-details.follower.js';
import { PayoutSweep } from './payouts/payouts.jobs.js';
import { NudgesToPayouts } from './payouts/payout-nudges.js';
import { PayoutWatchRow } from './payouts/payout-watch.js';
import { PayoutsModule } from './payouts/payouts.module.js';
import { payouts } from './payouts/payouts.projection.js';
import { LOG_FOLDER, LogKeys } from './publisher/log-keys.js';
import { WITNESS_POLICY, witnessPolicy, witnessRole } from './publisher/witness-policy.js';
import { WITNESS_ROLE } from './publisher/witnessing.js';
import { PublicationSweep } from './publisher/publication.jobs.js';
import { PublisherModule } from './publisher/publisher.module.js';
import { CHORES, type Chore } from './queue/chores.js';
import { QueueModule } from './queue/queue.module.js';
import { Upkeep } from './queue/upkeep.js';
import { UpkeepWorker } from './queue/upkeep.jobs.js';
import { manualRail } from './rails/manual.js';
import { statements } from './reconciliation/statements.projection.js';
import { dayTotals } from './reconciliation/day-totals.projection.js';
import { payPalDoor, payPalPayoutDoor } from './rails/paypal-door.js';
import { ImportDraftRow, ImportDrafts, READER_FOR } from './reconciliation/import-drafts.queries.js';
import { DESCRIBED_FILES, ImportFileRow, ImportFiles } from './reconciliation/import-files.queries.js';
import { ImportMappingRow } from './reconciliation/import-mappings.queries.js';
import { LINE_IDENTITIES } from './reconciliation/import-preview.queries.js';
import { MAIL_READER } from './reconciliation/mail-arrivals.js';
import { MAILBOX_READER, MailboxRound } from './reconciliation/mail-boxes.jobs.js';
import { MailSecrets } from './reconciliation/mail-secrets.queries.js';
import { mailRows } from './reconciliation/mails.rows.js';
import { monthCloses } from './reconciliation/months.projection.js';
import { ObservationLineRow, accounts, observations } from './reconciliation/observations.projection.js';
import { MOVEMENT_OF } from './reconciliation/known-movements.js';
import { payPalRows } from './reconciliation/paypal-rows.js';
import { LINES_OF_SEARCH } from './reconciliation/paypal-search.js';
import { WEBHOOK_READER } from './reconciliation/paypal-webhooks.js';
import { PayPalConnections } from './reconciliation/paypal-connections.queries.js';
import { PayPalSweep } from './reconciliation/paypal.jobs.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { monthTotals } from './reports/month-totals.projection.js';
import { paymentsBack } from './reports/payments-back.projection.js';
import { ReportsModule } from './reports/reports.module.js';
import type { Runtime } from './runtime.js';
import { LogTiles } from './transparency/log-tiles.js';
import { publication } from './transparency/publication.projection.js';
import type { Settings } from './settings.js';
import { LogCheckpointRow } from './transparency/shown-checkpoints.queries.js';
import { TransparencyModule } from './transparency/transparency.module.js';
import { JournalFile } from './safekeeping/journal.js';
import { journalRegister } from './safekeeping/journal-register.js';
import { Erasures } from './safekeeping/erasures.js';
import { KeyExpiry } from './safekeeping/key-expiry.js';
import { SafekeepingModule } from './safekeeping/safekeeping.module.js';
import type { Lifetimes } from './vault/lifetimes.js';
import { SubjectKeyRow } from './vault/subject-key.row.js';
import { Vault } from './vault/vault.js';
import { VaultModule } from './vault/vault.module.js';
import { WebModule } from './web/web.module.js';
import { YoursModule } from './yours/yours.module.js';

/** Everything derived from the events. Each runs inside the append and can be made again from position 1. */
export const projections: readonly Projection[] = [
  ledgers,
  memberships,
  payments,
  obligations,
  accounts,
  statements,
  observations,
  dayTotals,
  calls,
  recipients,
  payouts,
  monthCloses,
  monthTotals,
  paymentsBack,
  publication,
  feedback,
];

/** Rows that no event makes: keys, sign-in, previews, what the columns of files are. */
const otherRows = [
  SubjectKeyRow,
  ReceiptConsentRow,
  ObservationLineRow,
  ImportDraftRow,
  ImportFileRow,
  ImportMappingRow,
  LogCheckpointRow,
  ...mailRows,
  ...payPalRows,
  PayoutWatchRow,
  ...accessRows,
];

/** What the rooms ask for by name, bound here and nowhere else. */
@Module({})
class Bindings {
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
      {
        provide: JOURNAL,
        inject: [DataSource],
        useFactory: (dataSource: DataSource) =>
          new JournalFile({ path: settings.journalDir, isOurs: settings.makesJournalDir }, journalRegister(dataSource), clock),
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

/** Where one feature asks another by a name of the domain's. */
@Module({
  imports: [ReconciliationModule, PayoutsModule],
  providers: [
    { provide: PAYING_ACCOUNTS, useExisting: PayPalConnections },
    { provide: PAYOUT_NUDGES, useExisting: NudgesToPayouts },
  ],
  exports: [PAYING_ACCOUNTS, PAYOUT_NUDGES],
})
@Global()
class Crossings {}

/** The one list of features. */
@Module({})
export class AppModule {
  static forRoot(runtime: Runtime): DynamicModule {
    return {
      module: AppModule,
      imports: [
        TypeOrmModule.forRoot({
          ...serviceDataSource(runtime.connections.service, [...projections.map(({ row }) => row), ...otherRows], runtime.settings),
          retryAttempts: 0,
        }),
        QueueModule.register(runtime),
        Bindings.forRoot(runtime),
        Crossings,
        VaultModule.forRoot(
          runtime.wrappingKey,
          runtime.formerWrappingKey ? [runtime.formerWrappingKey] : [],
          lifetimesOf(runtime.settings),
        ),
        EventStoreModule,
        WebModule,
        AccessModule.forRoot(runtime.settings),
        LedgersModule,
        PaymentsModule,
        ObligationsModule,
        ReconciliationModule,
        CallsModule,
        PayoutsModule,
        PublisherModule,
        ReportsModule,
        ExportsModule,
        TransparencyModule,
        FeedbackModule,
        ConsoleModule,
        YoursModule,
        SafekeepingModule.forRoot(runtime.settings),
      ],
      providers: [
        Following,
        FollowerMeasures,
        Upkeep,
        UpkeepWorker,
        {
          provide: FOLLOWERS,
          inject: [PayoutsFollower, RevisedDetailsFollower, ReceiptsEndFollower],
          useFactory: (...followers: Follower[]) => followers,
        },
        {
          provide: CHORES,
          inject: [
            PayoutSweep,
            PublicationSweep,
            ImportDrafts,
            ImportFiles,
            MailSecrets,
            RequestSweep,
            Sessions,
            MailboxRound,
            PayPalSweep,
            Erasures,
            KeyExpiry,
          ],
          useFactory: choresOf,
        },
      ],
    };
  }
}

/** Payouts are kept as long as the people they went to. */
const lifetimesOf = ({ keepDays: { people, calls, payers, lines, feedback: letters } }: Settings): Lifetimes => ({
  recipient: people,
  payout: people,
  call: calls,
  payer: payers,
  observation: lines,
  feedback: letters,
});

const choresOf = (
  payoutSweep: PayoutSweep,
  publicationSweep: PublicationSweep,
  drafts: ImportDrafts,
  files: ImportFiles,
  mailSecrets: MailSecrets,
  requests: RequestSweep,
  sessions: Sessions,
  mailboxes: MailboxRound,
  payPal: PayPalSweep,
  erasures: Erasures,
  keys: KeyExpiry,
): Chore[] => [
  { name: 'Carrying approved payouts', run: () => payoutSweep.enqueueDue() },
  { name: 'Looking at payouts over PayPal', run: () => payoutSweep.enqueueSteps() },
  { name: 'Confirming payouts after 35 days', run: () => payoutSweep.confirmOld() },
  { name: 'Publishing what is due', run: () => publicationSweep.enqueueDue() },
  { name: 'Asking PayPal accounts what moved', run: () => payPal.enqueueDue() },
  { name: 'Forgetting old webhooks', run: () => payPal.forgetOldWebhooks() },
  { name: 'Forgetting old previews', run: () => drafts.forgetOld() },
  { name: 'Forgetting files whose columns nobody described', run: () => files.forgetOld() },
  { name: 'Ending former secrets for mails', run: () => mailSecrets.forgetOld() },
  { name: 'Forgetting fingerprints of old requests', run: () => requests.forgetInputs() },
  { name: 'Ending old sessions', run: () => sessions.sweep() },
  { name: 'Looking into mailboxes', run: () => mailboxes.lookIntoDue() },
  { name: 'Forgetting people whose payouts have ended', run: () => erasures.finish() },
  { name: 'Forgetting tags of published payouts', run: () => erasures.forgetTags() },
  { name: 'Destroying keys whose time is over', run: () => keys.destroyExpired() },
];
