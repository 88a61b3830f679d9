import { Module } from '@nestjs/common';
import { CallsModule } from '../calls/calls.module.js';
import { ObligationsModule } from '../obligations/obligations.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { PayoutsModule } from '../payouts/payouts.module.js';
import { TransparencyModule } from '../transparency/transparency.module.js';
import { Cosigning } from './cosigning.js';
import { LogCheck } from './log-check.js';
import { PublicationSweep, PublicationWorker } from './publication.jobs.js';
import { PublicationsController } from './publications.http.js';
import { PublishHandler } from './publish.js';
import { PublishedHeads } from './published-heads.queries.js';
import { Receipts } from './receipts.queries.js';
import { ReceiptsController } from './receipts.http.js';
import { SeenLogs } from './seen-outside.queries.js';
import { SignCheckpointHandler } from './signing.js';
import { Witnessing } from './witnessing.js';
import { WitnessController } from './witnessing.http.js';
import { UnpublishedBooks } from './unpublished-books.queries.js';

@Module({
  imports: [CallsModule, ObligationsModule, PaymentsModule, PayoutsModule, TransparencyModule],
  controllers: [PublicationsController, WitnessController, ReceiptsController],
  providers: [
    PublishHandler,
    SignCheckpointHandler,
    Cosigning,
    Witnessing,
    Receipts,
    LogCheck,
    UnpublishedBooks,
    PublishedHeads,
    SeenLogs,
    PublicationSweep,
    PublicationWorker,
  ],
  exports: [UnpublishedBooks, PublicationSweep, Receipts, LogCheck, SeenLogs],
})
export class PublisherModule {}
