import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventBus } from '@nestjs/cqrs';
import { TypeOrmModule, getDataSourceToken } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { projections } from '../../src/rows.js';
import type { Connection } from '../../src/database/connections.js';
import { serviceDataSource } from '../../src/database/data-source.js';
import { OpenLedger, ledgerStream, openLedger } from '../../src/domain/ledger.js';
import { money } from '../../src/domain/money.js';
import { DefineOffering, defineOffering } from '../../src/domain/offering.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { AdoptPledgePolicy, adoptPledgePolicy } from '../../src/domain/pledge.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { EventStoreModule } from '../../src/event-store/event-store.module.js';
import { type Decided, EventStore } from '../../src/event-store/event-store.js';
import type { Follower } from '../../src/event-store/follower.js';
import { Following } from '../../src/event-store/following.js';
import { Terms } from '../../src/event-store/ledger-terms.js';
import { Rebuilding } from '../../src/event-store/rebuild.js';
import { CLOCK, FINGERPRINTS, PROJECTIONS } from '../../src/event-store/tokens.js';
import { RecordPaymentHandler } from '../../src/payments/payments.commands.js';
import { SubjectKeyRow } from '../../src/vault/subject-key.row.js';
import { VaultModule } from '../../src/vault/vault.module.js';
import { Vault } from '../../src/vault/vault.js';

/** One program that keeps books: the event store with its real projections and vault, without pages and queue. */
export interface Program {
  readonly store: EventStore;
  readonly reader: EventReader;
  readonly rebuilding: Rebuilding;
  readonly pool: Pool;
  /** Records a payment as the program does. Everything that is not said is made up. */
  record(ledger: string, over?: Partial<RecordPayment['input']>): Promise<Decided>;
  following(...followers: Follower[]): Following;
  stop(): Promise<void>;
}

const clock = (): number => Date.parse('2026-11-02T15:00:00Z');

@Module({})
class Bindings {
  static of(): DynamicModule {
    const providers = [
      { provide: CLOCK, useValue: clock },
      { provide: PROJECTIONS, useValue: projections },
      {
        provide: FINGERPRINTS,
        inject: [Vault],
        useFactory: (vault: Vault) => (ledger: string, texts: readonly string[]) => vault.fingerprints(ledger, 'request', texts),
      },
    ];
    return { module: Bindings, global: true, providers, exports: providers.map(({ provide }) => provide) };
  }
}

@Module({})
class Whole {}

export async function startBooks(connection: Connection, databasePool = 8): Promise<Program> {
  const rows = [...projections.map(({ row }) => row), SubjectKeyRow];
  const database = TypeOrmModule.forRoot({ ...serviceDataSource(connection, rows, { databasePool }), retryAttempts: 0 });
  const imports = [database, VaultModule.forRoot(Buffer.alloc(32, 7)), Bindings.of(), EventStoreModule];
  const app = await NestFactory.createApplicationContext({ module: Whole, imports }, { logger: false, abortOnError: false });
  return programOf(app);
}

function programOf(app: INestApplicationContext): Program {
  const [store, reader] = [app.get(EventStore), app.get(EventReader)];
  const dataSource = app.get<DataSource>(getDataSourceToken());
  const payments = new RecordPaymentHandler(store, app.get(Terms), app.get(Vault), clock);
  return {
    store,
    reader,
    rebuilding: app.get(Rebuilding),
    pool: (dataSource.driver as unknown as { master: Pool }).master,
    record: (ledger, over = {}) => payments.execute(paymentOf(ledger, over)),
    following: (...followers) => new Following(dataSource, followers, reader, app.get(EventBus)),
    stop: () => app.close(),
  };
}

export const paymentOf = (ledger: string, over: Partial<RecordPayment['input']> = {}): RecordPayment =>
  new RecordPayment({
    ledger,
    by: 'account:test',
    request: v7(),
    amount: money(20000n, 'CAD'),
    method: 'interac',
    offering: 'ces-50',
    receivedAt: '2026-10-04T16:00:00.000Z',
    ...over,
  });

/** A ledger that promises 20 % of gross, with one offering inside the promise: its books end at position 5. */
export async function openBooks({ store }: Program): Promise<string> {
  const asked = { ledger: v7(), by: 'account:test', request: v7() };
  const opening = new OpenLedger({
    ...asked,
    slug: `river-${asked.ledger.slice(-12)}`,
    name: 'River practice',
    zone: 'America/Toronto',
    currency: 'CAD',
    steward: v7(),
  });
  await store.decide(opening, { books: ledgerStream }, ({ books }, now) => ({ books: openLedger(books, opening.input, now) }));
  const promise = new AdoptPledgePolicy({
    ...asked,
    shareBp: 2000,
    base: 'gross',
    currencyRule: 'home',
    startsOn: '2026-01-01',
    words: 'A fifth of what people pay is redistributed.',
  });
  await store.decide(promise, { books: ledgerStream }, ({ books }, now) => ({ books: adoptPledgePolicy(books, promise.input, now) }));
  const offering = new DefineOffering({
    ...asked,
    offering: 'ces-50',
    name: 'Co-envisioning',
    tax: { treatment: 'taxable', rateBp: 500 },
    insidePledge: true,
  });
  await store.decide(offering, { books: ledgerStream }, ({ books }, now) => ({ books: defineOffering(books, offering.input, now) }));
  return asked.ledger;
}
