import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { SameMovement } from '../domain/import.js';
import { type Money, isEqual, money } from '../domain/money.js';
import type { ObservedLine } from '../domain/observed.js';
import { Vault } from '../vault/vault.js';

/** The source's own number of a movement, with its sign and state; bound to the intake in app.module. */
export const MOVEMENT_OF = Symbol('movement of');
export type MovementOf = (line: ObservedLine) => string | undefined;

interface KnownLine {
  readonly observation: string;
  readonly day: string;
  readonly amount: Money;
}

/** Lines that are here already, by the number that their source gave them. */
@Injectable()
export class KnownMovements {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(MOVEMENT_OF) private readonly movementOf: MovementOf,
  ) {}

  /** In the order of the lines; undefined where the source gave no number. */
  async fingerprints(ledger: string, lines: readonly ObservedLine[]): Promise<(Buffer | undefined)[]> {
    return this.ofEach(
      ledger,
      lines.map((line) => this.movementOf(line)),
    );
  }

  async fingerprint(ledger: string, movement: string | undefined): Promise<Buffer | undefined> {
    return (await this.ofEach(ledger, [movement]))[0];
  }

  private async ofEach(ledger: string, movements: readonly (string | undefined)[]): Promise<(Buffer | undefined)[]> {
    const given = movements.filter((movement) => movement !== undefined);
    const fingerprints = given.length === 0 ? [] : await this.vault.fingerprints(ledger, 'observation-movement', given);
    return movements.map((movement) => (movement === undefined ? undefined : fingerprints.shift()));
  }

  /** The earliest line of this account with the same number, for each that has one. */
  async alike(
    ledger: string,
    account: string,
    sought: readonly { readonly movement?: Buffer; readonly amount: Money }[],
  ): Promise<(SameMovement | undefined)[]> {
    const known = await this.lines(
      ledger,
      account,
      sought.flatMap(({ movement }) => movement ?? []),
    );
    return sought.map(({ movement, amount }) => {
      const found = movement && known.get(movement.toString('hex'));
      return found && { day: found.day, isSameAmount: isEqual(found.amount, amount) };
    });
  }

  /** For each line, by its id, the earlier line of its account that carries the same number. */
  async earlierOf(ledger: string, observations: readonly string[]): Promise<ReadonlyMap<string, SameMovement>> {
    const rows: { observation_id: string; day: string; is_same: boolean }[] = await this.dataSource.query(
      `select distinct on (mine.observation_id) mine.observation_id, to_char(earlier.day, 'YYYY-MM-DD') as day,
         earlier.amount_minor = late.amount_minor and earlier.currency = late.currency as is_same
       from observation_line mine
       join observation late on late.ledger_id = mine.ledger_id and late.observation_id = mine.observation_id
       join observation_line other on other.ledger_id = mine.ledger_id and other.account_id = mine.account_id and other.movement = mine.movement
       join observation earlier on earlier.ledger_id = other.ledger_id and earlier.observation_id = other.observation_id
       where mine.ledger_id = $1 and mine.observation_id = any($2::uuid[]) and earlier.position < late.position
       order by mine.observation_id, earlier.position`,
      [ledger, observations],
    );
    return new Map(rows.map(({ observation_id, day, is_same }) => [observation_id, { day, isSameAmount: is_same }]));
  }

  private async lines(ledger: string, account: string, movements: readonly Buffer[]): Promise<ReadonlyMap<string, KnownLine>> {
    if (movements.length === 0) return new Map();
    const rows: { movement: Buffer; observation_id: string; day: string; amount_minor: string; currency: string }[] =
      await this.dataSource.query(
        `select l.movement, o.observation_id, to_char(o.day, 'YYYY-MM-DD') as day, o.amount_minor, o.currency
         from observation_line l join observation o on o.ledger_id = l.ledger_id and o.observation_id = l.observation_id
         where l.ledger_id = $1 and l.account_id = $2 and l.movement = any($3::bytea[])
         order by o.position desc`,
        [ledger, account, movements],
      );
    return new Map(
      rows.map((row) => [
        row.movement.toString('hex'),
        { observation: row.observation_id, day: row.day, amount: money(BigInt(row.amount_minor), row.currency) },
      ]),
    );
  }
}
