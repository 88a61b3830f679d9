import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Asker } from '../web/asker.js';
import { isAllowed } from '../web/permissions.js';
import { type Money, isPositive, minus, money, nothing } from '../domain/money.js';
import { EventReader } from '../event-store/event-reader.js';
import { Terms } from '../event-store/ledger-terms.js';
import { Obligations } from '../obligations/obligations.queries.js';
import type { PayoutRow } from '../payouts/payouts.projection.js';
import { Payouts } from '../payouts/payouts.queries.js';
import type { Form } from '../web/form.js';
import { Desk } from './desk.js';
import type { SendingCard } from './pages/payout-acts.js';
import { PayoutPage } from './pages/payout.js';
import { type Standing, mayNow, undoLeft, whyNot } from './payout-detail.js';
import { historyInWords, holdersIn, payoutHistory } from './payout-history.js';
import { PayoutLines } from './payout-lines.js';

/** What an answer shows besides what the books say. */
export interface Showing {
  readonly form?: Form;
  /** She was told that it looks like another one. */
  readonly alike?: boolean;
  /** She was asked whether the day is right. */
  readonly early?: boolean;
  /** She was told of a line of the same amount. */
  readonly lineAlike?: boolean;
  /** She was told that the journal knows of an earlier showing. */
  readonly shownBefore?: boolean;
  readonly card?: SendingCard;
}

/** Says nothing about anyone. */
const memo = 'Thank you';

/** The page of one payout, put together. */
@Injectable()
export class PayoutDetails {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(Payouts) private readonly payouts: Payouts,
    @Inject(PayoutLines) private readonly lines: PayoutLines,
    @Inject(Obligations) private readonly obligations: Obligations,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Terms) private readonly terms: Terms,
  ) {}

  async page(asker: Asker, payout: string, request: FastifyRequest, { form, alike, early, lineAlike, shownBefore, card }: Showing = {}) {
    const row = await this.row(asker.ledgerId, payout);
    const short = await this.short(row);
    const { zone } = await this.terms.of(asker.ledgerId);
    const isShown = card?.address !== undefined;
    const standing: Standing = { row, asker, now: this.desk.now(), zone, isShort: short !== undefined, isShown };
    const [line] = await this.lines.of(asker, [row]);
    const known = card ?? (row.code ? { memo, code: row.code } : undefined);
    const reference = isAllowed(asker, 'payouts.send') ? await this.payouts.reference(asker.ledgerId, row) : undefined;
    const because = whyNot(standing, line!.holder);
    return (
      <PayoutPage
        frame={await this.desk.frame(asker, request)}
        line={line!}
        form={form ?? this.desk.blank()}
        today={await this.desk.today(asker.ledgerId)}
        may={mayNow(standing)}
        undoMinutes={undoLeft(standing)}
        history={await this.history(row)}
        alike={alike}
        early={early}
        lineAlike={lineAlike}
        shownBefore={shownBefore}
        short={short}
        card={known}
        because={because}
        reference={reference}
      />
    );
  }

  /** Where it goes: for the holder of the card alone. Undefined once the card is in other hands, or the person was forgotten. */
  async card(asker: Asker, payout: string): Promise<SendingCard | undefined> {
    const row = await this.row(asker.ledgerId, payout);
    if (row.status !== 'held' || row.holder !== asker.actor) return undefined;
    const way = await this.payouts.wayToPay(asker.ledgerId, row);
    return way && { memo, code: row.code ?? '', ...way };
  }

  /** What the fund lacks to approve it; undefined where nothing is missing, or it is past that. */
  async missing(ledger: string, payout: string): Promise<Money | undefined> {
    return this.short(await this.row(ledger, payout));
  }

  private async short({ ledgerId, status, givenMinor, givenCurrency }: PayoutRow): Promise<Money | undefined> {
    if (status !== 'proposed') return undefined;
    const available = (await this.obligations.funds(ledgerId)).get(givenCurrency)?.available ?? nothing(givenCurrency);
    const missing = minus(money(givenMinor, givenCurrency), available);
    return isPositive(missing) ? missing : undefined;
  }

  private async history({ ledgerId, payoutId }: PayoutRow) {
    const { zone } = await this.terms.of(ledgerId);
    const facts = await this.reader.state(ledgerId, payoutHistory(payoutId));
    const holders = holdersIn(facts);
    const names = new Map(await Promise.all(holders.map(async (actor) => [actor, await this.lines.nameOf(actor)] as const)));
    return historyInWords(facts, zone, (actor) => names.get(actor) ?? 'somebody');
  }

  private async row(ledger: string, payout: string): Promise<PayoutRow> {
    const row = await this.payouts.one(ledger, payout);
    if (!row) throw new NotFoundException('There is no such payout in this ledger.');
    return row;
  }
}
