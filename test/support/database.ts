import pg from 'pg';
import { DataSource } from 'typeorm';
import { projections } from '../../src/rows.js';
import { accessRows } from '../../src/access/access.rows.js';
import { ReceiptConsentRow } from '../../src/calls/receipt-consent.row.js';
import type { Connection, Connections } from '../../src/database/connections.js';
import { serviceDataSource } from '../../src/database/data-source.js';
import { migrate } from '../../src/database/migrate.js';
import { ImportDraftRow } from '../../src/reconciliation/import-drafts.queries.js';
import { ImportFileRow } from '../../src/reconciliation/import-files.queries.js';
import { ImportMappingRow } from '../../src/reconciliation/import-mappings.queries.js';
import { mailRows } from '../../src/reconciliation/mails.rows.js';
import { ObservationLineRow } from '../../src/reconciliation/observations.projection.js';
import { PayoutWatchRow } from '../../src/payouts/payout-watch.js';
import { payPalRows } from '../../src/reconciliation/paypal-rows.js';
import { LogCheckpointRow } from '../../src/transparency/shown-checkpoints.queries.js';
import { SubjectKeyRow } from '../../src/vault/subject-key.row.js';

/** This worker's database, as owner and as service. */
export function testConnections(): Connections {
  const { owner, service } = JSON.parse(process.env.TEST_POSTGRES!) as { owner: Connection; service: Connection };
  const database = `test_${process.env.JEST_WORKER_ID ?? '1'}`;
  return { owner: { ...owner, database }, service: { ...service, database }, serviceRole: service.user!, close: async () => undefined };
}

/** Empties this worker's database: no table is left. One spec file at a time uses it. */
export async function emptyConnections(): Promise<Connections> {
  const connections = testConnections();
  const owner = new pg.Client(connections.owner);
  await owner.connect();
  await owner.query('drop schema if exists bullmq cascade');
  await owner.query('drop schema if exists rebuild cascade');
  await owner.query('drop schema if exists public cascade; create schema public');
  await owner.query(`grant usage on schema public to ${owner.escapeIdentifier(connections.serviceRole)}`);
  await owner.end();
  return connections;
}

/** Empties this worker's database and migrates it. */
export async function freshConnections(): Promise<Connections> {
  const connections = await emptyConnections();
  await migrate(connections, true);
  return connections;
}

export interface FreshDatabase {
  readonly connections: Connections;
  /** As the service role, with every entity. */
  readonly dataSource: DataSource;
  readonly ownerPool: pg.Pool;
  readonly servicePool: pg.Pool;
  close(): Promise<void>;
}

export async function freshDatabase(): Promise<FreshDatabase> {
  const connections = await freshConnections();
  const rows = [
    ...projections.map(({ row }) => row),
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
  const dataSource = await new DataSource(serviceDataSource(connections.service, rows, { databasePool: 10 })).initialize();
  const ownerPool = new pg.Pool({ ...connections.owner, max: 4 });
  const servicePool = new pg.Pool({ ...connections.service, max: 10 });
  return {
    connections,
    dataSource,
    ownerPool,
    servicePool,
    close: async () => {
      await Promise.all([dataSource.destroy(), ownerPool.end(), servicePool.end()]);
    },
  };
}
