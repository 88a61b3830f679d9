import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { WRAPPING_KEYS } from './tokens.js';
import type { WrappedKey } from './wrapped-ledger-keys.js';
import { type WrappedPlace, wrappedPlaces, wrappingIdsSql } from './wrapped-places.js';
import { type WrappingKeys, unwrap, wrap } from './wrapping-key.js';

/** How many keys lie under one wrapping key, and whether this program was given it. */
export interface Wrapped {
  readonly keyId: string;
  readonly count: number;
  readonly is: 'current' | 'former' | 'missing';
}

interface Row extends WrappedKey {
  readonly ledger_id: string;
}

const pageSize = 500;

/**
 * Wraps keys anew under the current wrapping key, page by page while the program runs: each page is one commit, so whatever
 * ends it in the middle, the next run goes on with the rest. The keys themselves stay, and with them all that they seal.
 */
@Injectable()
export class Rewrapping {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(WRAPPING_KEYS) private readonly wrappingKeys: WrappingKeys,
  ) {}

  async standing(): Promise<readonly Wrapped[]> {
    const rows = await this.dataSource.query<{ id: string; count: number }[]>(
      `select wrapping_key_id as id, count(*)::int as count
       from (${wrappingIdsSql(wrappedPlaces.map(({ table }) => table))}) as kept group by 1 order by 1`,
    );
    const { current, former } = this.wrappingKeys;
    const is = (id: string) => (id === current.id ? 'current' : former.some((key) => key.id === id) ? 'former' : 'missing');
    return rows.map(({ id, count }) => ({ keyId: id, count, is: is(id) }));
  }

  get currentId(): string {
    return this.wrappingKeys.current.id;
  }

  /** @returns how many keys were wrapped anew */
  async run(progress: (done: number) => void = () => undefined): Promise<number> {
    let done = 0;
    for (const place of wrappedPlaces) {
      for (let page = await this.next(place); page > 0; page = await this.next(place)) {
        done += page;
        progress(done);
      }
    }
    return done;
  }

  private next(place: WrappedPlace): Promise<number> {
    return this.dataSource.transaction((database) => this.page(database, place));
  }

  /** Two runs at once share the work: each takes rows that the other has not locked. */
  private async page(database: EntityManager, { table, ledger, subject, kind }: WrappedPlace): Promise<number> {
    const { current, former } = this.wrappingKeys;
    const rows = await database.query<Row[]>(
      `select ${ledger} as ledger_id, ${subject} as subject_id, ${kind} as kind, wrapped_key, wrapping_key_id from ${table}
       where wrapping_key_id = any($1::text[]) limit ${pageSize} for update skip locked`,
      [former.map(({ id }) => id).filter((id) => id !== current.id)],
    );
    const anew = rows.map((row) => {
      const owner = { ledger: row.ledger_id, subject: row.subject_id, kind: row.kind };
      return wrap(current, owner, unwrap(this.wrappingKeys, owner, row.wrapped_key, row.wrapping_key_id));
    });
    if (rows.length === 0) return 0;
    await database.query(
      `update ${table} set wrapped_key = anew.wrapped_key, wrapping_key_id = $4
       from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as anew(ledger_id, subject_id, wrapped_key)
       where ${table}.${ledger} = anew.ledger_id and ${table}.${subject} = anew.subject_id`,
      [rows.map(({ ledger_id }) => ledger_id), rows.map(({ subject_id }) => subject_id), anew, current.id],
    );
    return rows.length;
  }
}
