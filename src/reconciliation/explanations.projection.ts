import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at, minor } from '../database/columns.js';
import type { Explanation, Reason } from '../domain/explanation.js';
import { money } from '../domain/money.js';
import { project } from '../event-store/projection.js';

/** What a part of a statement's difference comes from: the last word on each cause. */
@Entity('difference_explained')
export class ExplanationRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') accountId: string;
  @PrimaryColumn('text') currency: string;
  @PrimaryColumn('date') fromDay: string;
  @PrimaryColumn('date') throughDay: string;
  @PrimaryColumn('text') because: Reason;
  /** `line …`, `payout …`, or nothing. */
  @PrimaryColumn('text') subject: string;
  @Column(minor) minor: bigint;
  @Column('text') bookedIn: string;
  @Column(at) saidAt: string;
}

const subjectOf = ({ line, payout }: Explanation): string =>
  [...(line ? [`line ${line}`] : []), ...(payout ? [`payout ${payout}`] : [])].join(' ');

/** The explanation of a row, as its event said it. */
export function explanationOf({ accountId, fromDay, throughDay, because, subject, minor: amount, currency }: ExplanationRow): Explanation {
  const [line, payout] = [/line (\S+)/.exec(subject)?.[1], /payout (\S+)/.exec(subject)?.[1]];
  const of = { account: accountId, from: fromDay, through: throughDay };
  return { ...of, amount: money(amount, currency), because, ...(line && { line }), ...(payout && { payout }) };
}

export const explanations = project(ExplanationRow, {
  DifferenceExplained: (rows, { ledger, data, recordedAt }) => {
    const { account, from, through, amount, because, month } = data;
    const of = { ledgerId: ledger, accountId: account, currency: amount.currency, fromDay: from, throughDay: through };
    const key = { ...of, because, subject: subjectOf(data) };
    rows.remove(key);
    if (amount.minor !== 0n) rows.insert({ ...key, minor: amount.minor, bookedIn: month, saidAt: recordedAt });
  },
});
