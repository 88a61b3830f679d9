import { PostgresEventStorageAdapter } from '@castore/event-storage-adapter-postgres';
import { v7 } from 'uuid';
import { answerAs, eventData } from './peer.js';

// Everything else it finds in libpq's environment.
const connectionString = `postgresql:///${process.env.PGDATABASE}`;
await PostgresEventStorageAdapter.createEventTable({ connectionString });
const store = new PostgresEventStorageAdapter({ connectionString });
const payload = eventData();

answerAs({
  append: () => store.pushEvent({ aggregateId: v7(), version: 1, type: 'PaymentReceived', payload }, { eventStoreId: 'bench' }),
  close: async () => process.exit(0), // it keeps its connections to itself
});
