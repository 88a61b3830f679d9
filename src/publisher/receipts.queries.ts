import { Inject, Injectable } from '@nestjs/common';
import { SlotKeys } from '../calls/slot-keys.queries.js';
import { money } from '../domain/money.js';
import { slotsOpenedBy } from '../domain/openable-slots.js';
import type { PublicationMade } from '../domain/publication.js';
import { Refusal } from '../domain/refusal.js';
import { EventReader } from '../event-store/event-reader.js';
import { Payouts } from '../payouts/payouts.queries.js';
import { sameBytes, utf8 } from '../public-log/bytes.js';
import { decodeEntry } from '../public-log/entry.js';
import { encodeReceipt, type Opened } from '../public-log/receipt.js';
import { unpackSlots } from '../public-log/slot-list.js';
import { type ShownCheckpoint, ShownCheckpoints } from '../transparency/shown-checkpoints.queries.js';
import { LogsOnDisk } from './logs-on-disk.js';

/** What a person keeps: with it and the key of the log they see their own money in it, and nothing of anybody else. */
export interface ReceiptFile {
  /** Of the entry that their slots stand in. */
  readonly index: number;
  readonly slots: number;
  readonly text: string;
}

/** Makes receipts on demand, from the person's own key; nothing of them is kept. */
@Injectable()
export class Receipts {
  constructor(
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Payouts) private readonly payouts: Payouts,
    @Inject(SlotKeys) private readonly slotKeys: SlotKeys,
    @Inject(ShownCheckpoints) private readonly shown: ShownCheckpoints,
    @Inject(LogsOnDisk) private readonly onDisk: LogsOnDisk,
  ) {}

  /**
   * The receipts of one payout: one for each entry that its slots stand in, which is nearly always one.
   * @throws Refusal where it is not published yet, or the person agreed to no receipt before it was, or was forgotten
   */
  async of(ledger: string, payout: string): Promise<readonly ReceiptFile[]> {
    const made = await this.publicationOf(ledger, payout);
    const base = made?.base ?? 0;
    const checkpoint = await this.checkpointAt(ledger, base);
    if (!made || !checkpoint || base + made.firstIndex + made.entries.length > checkpoint.size)
      throw new Refusal('receipt/not-published', 'This money is not in the public log yet. Its receipt can be made once it is.');
    const origin = checkpoint.note.slice(0, checkpoint.note.indexOf('\n'));
    const { files: tree } = this.onDisk.of(ledger, { origin, base });
    const slots = await this.slotsOf(ledger, payout, origin, made);
    const files: ReceiptFile[] = [];
    for (const [offset, entry] of made.entries.entries()) {
      const opened = openedIn(entry, slots);
      if (opened.length === 0) continue;
      const index = made.firstIndex + offset;
      const hashes = await tree.inclusion(index, checkpoint.size - base);
      files.push({
        index,
        slots: opened.length,
        text: encodeReceipt({ proof: { index, hashes, checkpoint: checkpoint.note }, entry: utf8(entry), opened }),
      });
    }
    if (files.length === 0)
      throw new Refusal(
        'receipt/not-agreed',
        'No receipt was agreed to before this money was published, so its part of the log cannot be opened.',
      );
    return files;
  }

  private async publicationOf(ledger: string, payout: string): Promise<PublicationMade['data'] | undefined> {
    const end = await this.reader.head(ledger);
    for await (const { events } of this.reader.stretches(ledger, 0n, end, ['PublicationMade']))
      for (const event of events) if (event.type === 'PublicationMade' && event.data.counted.payouts.includes(payout)) return event.data;
    return undefined;
  }

  /** Of the log in which the money was published, also where another one goes on from it. */
  private async checkpointAt(ledger: string, base: number): Promise<ShownCheckpoint | undefined> {
    const shown = await this.shown.of(ledger);
    return shown && shown.base > base ? (await this.shown.earlier(ledger)).find((log) => log.base === base) : shown;
  }

  private async slotsOf(ledger: string, payout: string, origin: string, { period, entries }: PublicationMade['data']) {
    const row = await this.payouts.one(ledger, payout);
    if (!row) return [];
    const [person = ''] = await this.payouts.peopleTags(ledger, [row]);
    const slotKey = (await this.slotKeys.of(ledger, person === 'forgotten' ? [] : [person])).get(person);
    const batch = entries.map(decodeEntry).find((entry) => entry.kind === 'batch.paid' && entry.currency === row.currency);
    if (batch?.kind !== 'batch.paid' || !slotKey) return [];
    const { currency, unit } = batch;
    return slotsOpenedBy({ payoutId: payout, paid: money(row.amountMinor, currency), slotKey }, { currency, origin, period, unit });
  }
}

/** Of a person's slots those that stand in this entry. */
function openedIn(text: string, slots: ReturnType<typeof slotsOpenedBy>): Opened[] {
  const entry = decodeEntry(text);
  if (entry.kind !== 'batch.paid') return [];
  const there = unpackSlots(entry.slots);
  return slots.filter(({ slot }) => there.some((one) => sameBytes(one, slot)));
}
