import { Inject, Injectable } from '@nestjs/common';
import { addDays, addMinutes, instant } from '../domain/calendar.js';
import { type MailboxReader, MailboxUnreachable } from '../domain/mail.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { MailArrivals } from './mail-arrivals.js';
import { MailBoxes } from './mail-boxes.queries.js';
import type { MailBoxRow } from './mails.rows.js';

/** Reads mailboxes; bound to the intake in app.module. */
export const MAILBOX_READER = Symbol('mailbox reader');

const everyMinutes = 5;
/** At a mailbox's first visit, what came in the last month is looked at too. */
const backDays = 31;
/** Other chores wait meanwhile. */
const roundMs = 60_000;

/** Looks into every mailbox once in a while. Looked into twice at once, it adds nothing twice. */
@Injectable()
export class MailboxRound {
  constructor(
    @Inject(MAILBOX_READER) private readonly reader: MailboxReader,
    @Inject(MailArrivals) private readonly arrivals: MailArrivals,
    @Inject(MailBoxes) private readonly boxes: MailBoxes,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async lookIntoDue(): Promise<void> {
    const until = performance.now() + roundMs;
    for (const box of await this.boxes.due(addMinutes(instant(this.clock()), -everyMinutes))) {
      if (performance.now() > until) return;
      await this.lookInto(box);
    }
  }

  private async lookInto(box: MailBoxRow): Promise<void> {
    const access = await this.boxes.access(box);
    if (!access) return;
    const { ledgerId, accountId, uidValidity, lastUid } = box;
    const since = addDays(instant(this.clock()), -backDays);
    const place = { since, lastUid, ...(uidValidity !== null && { uidValidity }) };
    try {
      const take = async (mail: Uint8Array | undefined): Promise<void> => {
        if (mail) await this.arrivals.arrive(ledgerId, mail, 'imap', accountId);
        else await this.arrivals.tooLarge(ledgerId);
      };
      await this.boxes.looked(box, await this.reader.visit(access, place, take));
    } catch (error) {
      if (!(error instanceof MailboxUnreachable)) throw error;
      await this.boxes.looked(box, { fault: error.fault });
    }
  }
}
