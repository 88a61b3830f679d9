import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from './access/access.module.js';
import { Sessions } from './access/sessions.js';
import { CallsModule } from './calls/calls.module.js';
import { ConsoleModule } from './console/console.module.js';
import { serviceDataSource } from './database/data-source.js';
import { EventStoreModule } from './event-store/event-store.module.js';
import { FOLLOWERS, type Follower } from './event-store/follower.js';
import { FollowerMeasures } from './event-store/follower-measures.js';
import { Following } from './event-store/following.js';
import { RequestSweep } from './event-store/request-sweep.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { PublishedFeedback } from './feedback/published-feedback.queries.js';
import { ACCOUNT_STATEMENTS } from './domain/account-word.js';
import { SEEN_OUTSIDE } from './domain/hold.js';
import { PAYING_ACCOUNTS } from './domain/paying-account.js';
import { PAYOUT_NUDGES } from './domain/paypal-payout.js';
import { LedgersModule } from './ledgers/ledgers.module.js';
import { ObligationsModule } from './obligations/obligations.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { ReceiptsEndFollower } from './calls/receipts-end.follower.js';
import { PayoutsFollower } from './payouts/payouts.follower.js';
import { RevisedDetailsFollower } from './payouts/revised-details.follower.js';
import { PayoutSweep } from './payouts/payouts.jobs.js';
import { NudgesToPayouts } from './payouts/payout-nudges.js';
import { PayoutsModule } from './payouts/payouts.module.js';
import { PublicationSweep } from './publisher/publication.jobs.js';
import { PublisherModule } from './publisher/publisher.module.js';
import { SeenLogs } from './publisher/seen-outside.queries.js';
import { CHORES, type Chore } from './queue/chores.js';
import { QueueModule } from './queue/queue.module.js';
import { Upkeep } from './queue/upkeep.js';
import { UpkeepWorker } from './queue/upkeep.jobs.js';
import { ImportDrafts } from './reconciliation/import-drafts.queries.js';
import { ImportFiles } from './reconciliation/import-files.queries.js';
import { MailboxRound } from './reconciliation/mail-boxes.jobs.js';
import { MailSecrets } from './reconciliation/mail-secrets.queries.js';
import { PayPalConnections } from './reconciliation/paypal-connections.queries.js';
import { PayPalSweep } from './reconciliation/paypal.jobs.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { Statements } from './reconciliation/statements.queries.js';
import type { Runtime } from './runtime.js';
import type { Settings } from './settings.js';
import { HEARD_FEEDBACK } from './transparency/heard.js';
import { TransparencyModule } from './transparency/transparency.module.js';
import { Erasures } from './safekeeping/erasures.js';
import { HeldLedgers } from './safekeeping/held-ledgers.queries.js';
import { KeyExpiry } from './safekeeping/key-expiry.js';
import { SafekeepingModule } from './safekeeping/safekeeping.module.js';
import type { Lifetimes } from './vault/lifetimes.js';
import { VaultModule } from './vault/vault.module.js';
import { WebModule } from './web/web.module.js';
import { YoursModule } from './yours/yours.module.js';
import { Bindings } from './bindings.js';
import { otherRows, projections } from './rows.js';

/** Where one feature asks another by a name of the domain's. */
@Module({
  imports: [ReconciliationModule, PayoutsModule, PublisherModule, FeedbackModule],
  providers: [
    { provide: PAYING_ACCOUNTS, useExisting: PayPalConnections },
    { provide: PAYOUT_NUDGES, useExisting: NudgesToPayouts },
    { provide: ACCOUNT_STATEMENTS, useExisting: Statements },
    { provide: SEEN_OUTSIDE, useExisting: SeenLogs },
    { provide: HEARD_FEEDBACK, useExisting: PublishedFeedback },
  ],
  exports: [PAYING_ACCOUNTS, PAYOUT_NUDGES, ACCOUNT_STATEMENTS, SEEN_OUTSIDE, HEARD_FEEDBACK],
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
            HeldLedgers,
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
  held: HeldLedgers,
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
  { name: 'Forgetting in held ledgers whom the journal knows', run: () => held.applyJournal() },
  { name: 'Forgetting people whose payouts have ended', run: () => erasures.finish() },
  { name: 'Forgetting tags of published payouts', run: () => erasures.forgetTags() },
  { name: 'Destroying keys whose time is over', run: () => keys.destroyExpired() },
];
