import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventReader } from './event-reader.js';
import { EventStore } from './event-store.js';
import { Terms } from './ledger-terms.js';
import { ProjectionSet } from './projection-set.js';
import { RequestIds } from './request-ids.js';
import { RequestSweep } from './request-sweep.js';
import { Rebuilding } from './rebuild.js';

@Global()
@Module({
  imports: [CqrsModule],
  providers: [EventStore, EventReader, ProjectionSet, Rebuilding, RequestIds, RequestSweep, Terms],
  exports: [EventStore, EventReader, ProjectionSet, Rebuilding, RequestSweep, Terms, CqrsModule],
})
export class EventStoreModule {}
