import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { WRAPPING_KEYS } from './tokens.js';
import type { WrappedKey } from './wrapped-ledger-keys.js';
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
      'select wrapping_key_id as id, count(*)::int as count from subject_key group by 1 order by 1',
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
    for (let done = 0; ; ) {
      const page = await this.dataSource.transaction((database) => this.page(database));
      if (page === 0) return done;
      done += page;
      progress(done);
    }
  }

  /** Two runs at once share the work: each takes rows that the other has not locked. */
  private async page(database: EntityManager): Promise<number> {
    const { current, former } = this.wrappingKeys;
    const rows = await database.query<Row[]>(
      `select ledger_id, subject_id, kind, wrapped_key, wrapping_key_id from subject_key
       where wrapping_key_id = any($1::text[]) limit ${pageSize} for update skip locked`,
      [former.map(({ id }) => id).filter((id) => id !== current.id)],
    );
    const anew = rows.map((row) => {
      const owner = { ledger: row.ledger_id, subject: row.subject_id, kind: row.kind };
      return wrap(current, owner, unwrap(this.wrappingKeys, owner, row.wrapped_key, row.wrapping_key_id));
    });
    if (rows.length === 0) return 0;
    await database.query(
      `update subject_key set wrapped_key = anew.wrapped_key, wrapping_key_id = $4
       from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as anew(ledger_id, subject_id, wrapped_key)
       where subject_key.ledger_id = anew.ledger_id and subject_key.subject_id = anew.subject_id`,
      [rows.map(({ ledger_id }) => ledger_id), rows.map(({ subject_id }) => subject_id), anew, current.id],
    );
    return rows.length;
  }
}
