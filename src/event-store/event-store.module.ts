import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventReader } from './event-reader.js';
import { EventStore } from './event-store.js';
import { Terms } from './ledger-terms.js';
import { Measures } from './measures.js';
import { ProjectionSet } from './projection-set.js';
import { RequestIds } from './request-ids.js';
import { RequestSweep } from './request-sweep.js';
import { Rebuilding } from './rebuild.js';
import { Refolding } from './refolding.js';

@Global()
@Module({
  imports: [CqrsModule],
  providers: [EventStore, EventReader, Measures, ProjectionSet, Rebuilding, Refolding, RequestIds, RequestSweep, Terms],
  exports: [EventStore, EventReader, Measures, ProjectionSet, Rebuilding, Refolding, RequestSweep, Terms, CqrsModule],
})
export class EventStoreModule {}
