import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { StartError } from '../start-error.js';
import { WRAPPING_KEYS } from './tokens.js';
import { wrappedPlaces, wrappingIdsSql } from './wrapped-places.js';
import { type WrappingKey, type WrappingKeys, checkValue } from './wrapping-key.js';

/** A key that a database has known, as it tells it from another. */
export interface KnownWrappingKey {
  readonly key_id: string;
  readonly check_value: Buffer;
}

type Ask = <Row>(sql: string, values?: unknown[]) => Promise<Row[]>;

/** Keys under which something lies. The schema of an older backup may not know every place yet. */
export async function keysInUse(ask: Ask): Promise<KnownWrappingKey[]> {
  const tables = wrappedPlaces.map(({ table }) => table);
  const there = await ask<{ name: string }>('select name from unnest($1::text[]) as name where to_regclass(name) is not null', [tables]);
  const ids = wrappingIdsSql(there.map(({ name }) => name));
  return ask(`select key_id, check_value from wrapping_key where key_id in (${ids})`);
}

/** Any number that nothing else of ours takes: one start at a time looks and notes. */
const checkLock = [7300, 3];

/**
 * At start: does the wrapping key given belong to this database? With another one, everything newly sealed would be lost to
 * the right one, so the program does not start.
 */
@Injectable()
export class WrappingKeyCheck implements OnModuleInit {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(WRAPPING_KEYS) private readonly wrappingKeys: WrappingKeys,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.dataSource.transaction(async (database) => {
      await database.query('select pg_advisory_xact_lock($1, $2)', checkLock);
      const known = await keysInUse((sql, values) => database.query(sql, values));
      for (const each of known) refuseUnlessGiven(each, this.wrappingKeys);
      await noteCurrent(database, this.wrappingKeys.current);
    });
  }
}

/** @throws StartError that names the key that is missing */
export function refuseUnlessGiven(known: KnownWrappingKey, { current, former }: WrappingKeys): void {
  const given = [current, ...former].find(({ id }) => id === known.key_id);
  if (given && timingSafeEqual(checkValue(given), known.check_value)) return;
  throw new StartError(
    `The details in this database are sealed under the wrapping key ${known.key_id}, but the one given is ${current.id}: put the key ${known.key_id} back, in place of this one, from where your keys are kept.`,
  );
}

/** A key under which nothing lies yet may be replaced: only what is in use is checked. */
const noteCurrent = (database: EntityManager, key: WrappingKey): Promise<unknown> =>
  database.query('insert into wrapping_key (key_id, check_value) values ($1, $2) on conflict do nothing', [key.id, checkValue(key)]);
