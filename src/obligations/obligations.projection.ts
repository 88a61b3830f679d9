import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, minor, minorOrNull, textOrNull } from '../database/columns.js';
import type { Money } from '../domain/money.js';
import { minus, negated } from '../domain/money.js';
import type { Base } from '../domain/pledge.js';
import { project } from '../event-store/projection.js';
import type { Recorded } from '../event-store/recorded.js';

/** One line of what is owed: a payment's share, a correction, the opening balance, an advance. Minor units, signed. */
@Entity('obligation')
export class ObligationRow {
  @PrimaryColumn('uuid') ledgerId: string;
  /** Position of its event: a line of the fund has no other name. */
  @PrimaryColumn(minor) position: bigint;
  @Column('text') kind: 'derived' | 'adjusted' | 'opening' | 'advanced';
  @Column({ type: 'uuid', nullable: true }) paymentId: string | null;
  @Column('text') month: string;
  @Column(textOrNull) belongsTo: string | null;
  @Column('text') currency: string;
  @Column(minor) owedMinor: bigint;
  @Column(minorOrNull) baseMinor: bigint | null;
  @Column(textOrNull) baseKind: Base | null;
  @Column({ type: 'integer', nullable: true }) shareBp: number | null;
  @Column({ type: 'integer', nullable: true }) policyVersion: number | null;
  @Column(at) happenedAt: string;
  @Column(textOrNull) publishedOn: string | null;
}

type FundLine = Recorded<'ObligationDerived' | 'ObligationAdjusted' | 'OpeningBalanceStated' | 'FundAdvanced' | 'AdvanceMet'>;

const line = (event: FundLine, kind: ObligationRow['kind'], owed: Money): ObligationRow => ({
  ledgerId: event.ledger,
  position: event.position,
  kind,
  paymentId: null,
  month: event.data.month,
  belongsTo: null,
  currency: owed.currency,
  owedMinor: owed.minor,
  baseMinor: null,
  baseKind: null,
  shareBp: null,
  policyVersion: null,
  happenedAt: event.happenedAt,
  publishedOn: null,
});

export const obligations = project(ObligationRow, {
  ObligationDerived: (rows, event) => {
    const { data } = event;
    rows.insert({
      ...line(event, 'derived', data.owed),
      paymentId: data.payment,
      belongsTo: data.belongsTo ?? null,
      baseMinor: data.base.minor,
      baseKind: data.baseKind,
      shareBp: data.shareBp,
      policyVersion: data.policyVersion,
    });
  },
  ObligationAdjusted: (rows, event) =>
    rows.insert({ ...line(event, 'adjusted', event.data.by), paymentId: event.data.payment, belongsTo: event.data.belongsTo ?? null }),
  OpeningBalanceStated: (rows, event) => rows.insert(line(event, 'opening', minus(event.data.owed, event.data.paid))),
  FundAdvanced: (rows, event) => rows.insert(line(event, 'advanced', event.data.amount)),
  AdvanceMet: (rows, event) => rows.insert(line(event, 'advanced', negated(event.data.amount))),
  PublicationMade: (rows, { ledger, data }) => {
    for (const ref of data.counted.accruals) rows.set({ ledgerId: ledger, position: BigInt(ref) }, { publishedOn: data.date });
  },
});
