import { randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { AccessModule } from '../../src/access/access.module.js';
import { memberships } from '../../src/access/memberships.projection.js';
import { Memberships } from '../../src/access/memberships.js';
import { StewardAccounts } from '../../src/access/steward-accounts.js';
import { OpenLedger, type Role } from '../../src/domain/ledger.js';
import { EventStoreModule } from '../../src/event-store/event-store.module.js';
import { CLOCK, FINGERPRINTS, PROJECTIONS } from '../../src/event-store/tokens.js';
import { ChangeStewardHandler, OpenLedgerHandler } from '../../src/ledgers/ledgers.commands.js';
import { ledgers } from '../../src/ledgers/ledgers.projection.js';
import { VaultModule } from '../../src/vault/vault.module.js';
import { Vault } from '../../src/vault/vault.js';
import { WebModule } from '../../src/web/web.module.js';

export const password = 'four words make a password';

export interface Host {
  readonly app: NestFastifyApplication;
  readonly time: { now: number };
  openLedger(slug: string): Promise<{ ledger: string; steward: string; name: string }>;
  /** An account with this role in the ledger; none for an account without. */
  member(name: string, ledger?: string, role?: Role): Promise<string>;
  signIn(name: string): Promise<string>;
}

/** Access with the real event store behind it, on the database given, listening to nothing but `inject`. */
export async function startHost(dataSource: DataSource, controllers: (new (...given: never[]) => object)[] = []): Promise<Host> {
  const time = { now: Date.parse('2026-10-04T16:00:00.000Z') };

  @Global()
  @Module({
    providers: [
      { provide: DataSource, useValue: dataSource },
      { provide: CLOCK, useValue: () => time.now },
      { provide: PROJECTIONS, useValue: [ledgers, memberships] },
      {
        provide: FINGERPRINTS,
        inject: [Vault],
        useFactory: (vault: Vault) => (ledger: string, texts: readonly string[]) => vault.fingerprints(ledger, 'request', texts),
      },
    ],
    exports: [DataSource, CLOCK, PROJECTIONS, FINGERPRINTS],
  })
  class Ground {}

  const built = await Test.createTestingModule({
    imports: [Ground, CqrsModule.forRoot(), VaultModule.forRoot(randomBytes(32)), EventStoreModule, WebModule, AccessModule.forRoot({})],
    providers: [OpenLedgerHandler, ChangeStewardHandler],
    controllers,
  }).compile();
  const app = built.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  await app.init();
  await app.getHttpAdapter().getInstance().ready();

  const accounts = app.get(StewardAccounts);
  const member = async (name: string, ledger?: string, role?: Role): Promise<string> => {
    const steward = await accounts.add(await accounts.prepare({ name, password }));
    if (ledger && role) await app.get(Memberships).change({ ledger, by: 'test', request: v7(), steward, role });
    return steward;
  };
  return {
    app,
    time,
    member,
    async openLedger(slug) {
      const name = `steward-of-${slug}`;
      const steward = await member(name);
      const ledger = v7();
      await app.get(CommandBus).execute(
        new OpenLedger({
          ledger,
          by: `account:${steward}`,
          request: v7(),
          slug,
          name: `The ${slug} practice`,
          zone: 'America/Toronto',
          currency: 'CAD',
          steward,
        }),
      );
      return { ledger, steward, name };
    },
    async signIn(name) {
      const answer = await app.inject({ method: 'POST', url: '/console/sign-in', payload: { name, password } });
      const [cookie] = String(answer.headers['set-cookie']).split(';');
      if (answer.statusCode !== 303 || !cookie) throw new Error(`Could not sign in as ${name}: ${answer.statusCode} ${answer.body}`);
      return cookie;
    },
  };
}
