import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { isNamedIn, isSamePayer } from '../domain/payer.js';
import { Refusal } from '../domain/refusal.js';
import type { Sealed } from '../domain/sealed.js';
import { type NamedField, Vault } from '../vault/vault.js';

/** Where one who paid is still named. */
export interface PayerTraces {
  /** Payments that still open, by the key of each. */
  readonly payers: readonly string[];
  /** Lines of files and mails whose words name them, or that are the money of those payments; a line has its own key. */
  readonly lines: readonly string[];
  /** Of those payments, the one that was recorded first: books of any earlier day that hold one of them hold this one. */
  readonly first: string;
}

interface PaymentRead {
  readonly payment_id: string;
  readonly payer: Sealed | null;
  readonly reference: Sealed | null;
}

interface LineRead {
  readonly observation_id: string;
  readonly name: Sealed | null;
  readonly text: Sealed;
  readonly is_theirs: boolean;
}

const atOnce = 1000;

/** Opens names to find one of them, page by page, so that it costs little memory however old the books are. */
@Injectable()
export class PayerTracesReader {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** @throws Refusal for a payment that is not there */
  async of(ledger: string, payment: string): Promise<PayerTraces> {
    const [row] = await this.dataSource.query<PaymentRead[]>(
      'select payment_id, payer, reference from payment where ledger_id = $1 and payment_id = $2',
      [ledger, payment],
    );
    if (!row) throw new Refusal('payment/unknown', 'There is no such payment in this ledger.');
    const name = row.payer ? await this.vault.open(ledger, 'payment.payer', row.payer) : undefined;
    const payments = name === undefined ? [row] : await this.paymentsOf(ledger, name);
    const sealed = payments.flatMap(anyField);
    const open = await this.vault.openMany(ledger, sealed);
    const payers = sealed.flatMap((field, index) => (open[index] === undefined ? [] : [field.sealed.subject]));
    const first = payments.find((each) => anyField(each).some(({ sealed: { subject } }) => payers.includes(subject)));
    const lines = await this.linesOf(
      ledger,
      payments.map(({ payment_id }) => payment_id),
      name,
    );
    return { payers, lines, first: first?.payment_id ?? payment };
  }

  private async paymentsOf(ledger: string, name: string): Promise<PaymentRead[]> {
    const found: PaymentRead[] = [];
    const sql = `select payment_id, payer, reference from payment
      where ledger_id = $1 and payment_id > $2 and payer is not null order by payment_id limit ${atOnce}`;
    for await (const rows of this.pages<PaymentRead>(sql, ledger, ({ payment_id }) => payment_id)) {
      const names = await this.vault.openMany(
        ledger,
        rows.map(({ payer }) => ({ fieldName: 'payment.payer', sealed: payer! })),
      );
      found.push(...rows.filter((_, index) => names[index] !== undefined && isSamePayer(names[index], name)));
    }
    return found;
  }

  private async linesOf(ledger: string, payments: readonly string[], name: string | undefined): Promise<string[]> {
    const found: string[] = [];
    const sql = `select observation_id, name, text, coalesce(payment_id = any($3::uuid[]), false) or exists (
        select 1 from observation_part p
        where p.ledger_id = o.ledger_id and p.observation_id = o.observation_id and p.payment_id = any($3::uuid[])) or exists (
        select 1 from payment p where p.ledger_id = o.ledger_id and p.payment_id = any($3::uuid[]) and p.observation_id = o.observation_id) as is_theirs
      from observation o where ledger_id = $1 and observation_id > $2 order by observation_id limit ${atOnce}`;
    for await (const rows of this.pages<LineRead>(sql, ledger, ({ observation_id }) => observation_id, payments)) {
      const fields = rows.map(({ text }): NamedField => ({ fieldName: 'observation.text', sealed: text }));
      const names = rows.flatMap(({ name: sealed }) => (sealed ? [{ fieldName: 'observation.name', sealed }] : []));
      const opened = await this.vault.openMany(ledger, [...fields, ...names]);
      const nameOf = new Map(names.map(({ sealed }, index) => [sealed, opened[fields.length + index]]));
      for (const [index, row] of rows.entries()) {
        const text = opened[index];
        const named = row.name ? nameOf.get(row.name) : undefined;
        const names =
          name !== undefined && ((named !== undefined && isSamePayer(named, name)) || (text !== undefined && isNamedIn(text, name)));
        if (text !== undefined && (row.is_theirs || names)) found.push(row.text.subject);
      }
    }
    return found;
  }

  private async *pages<Row>(sql: string, ledger: string, idOf: (row: Row) => string, ...more: unknown[]): AsyncGenerator<Row[]> {
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      const rows = await this.dataSource.query<Row[]>(sql, [ledger, after, ...more]);
      if (rows.length > 0) yield rows;
      if (rows.length < atOnce) return;
      after = idOf(rows.at(-1)!);
    }
  }
}

/** Name and reference of a payment lie under one key. */
const anyField = ({ payer, reference }: PaymentRead): NamedField[] =>
  payer ? [{ fieldName: 'payment.payer', sealed: payer }] : reference ? [{ fieldName: 'payment.reference', sealed: reference }] : [];
