import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type MailReader, type MailWay, NoteMail, type ReadMail, type RefusedMail, isRefused } from '../domain/mail.js';
import { Refusal } from '../domain/refusal.js';
import type { Decided } from '../event-store/event-store.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { type MailAddress, MailAddresses } from './mail-addresses.queries.js';
import { MailCounts } from './mail-counts.queries.js';

/** Reads mails; bound to the intake in app.module. */
export const MAIL_READER = Symbol('mail reader');

export type Arrived = { readonly outcome: 'kept' | 'here-already' } | RefusedMail;

/** Mails that come in by themselves, one by one. What counts waits for a person; what does not is counted. */
@Injectable()
export class MailArrivals {
  constructor(
    @Inject(MAIL_READER) private readonly reader: MailReader,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(MailAddresses) private readonly addresses: MailAddresses,
    @Inject(MailCounts) private readonly counts: MailCounts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param account the one whose mailbox it lay in; any of the ledger's where it was handed in */
  async arrive(ledger: string, bytes: Uint8Array, way: Exclude<MailWay, 'upload'>, account?: string): Promise<Arrived> {
    const addresses = (await this.addresses.of(ledger)).filter((each) => !account || each.account === account);
    if (addresses.length === 0)
      throw new Refusal('mail/no-address', 'Say first, under Settings, Mails, at which address this ledger gets its e-Transfers.');
    const { mail, address } = await this.read(ledger, bytes, way, addresses);
    if (isRefused(mail)) {
      await this.counts.note(ledger, mail.fault);
      return mail;
    }
    const note = new NoteMail({ ledger, by: `mail:${way}`, request: newId(this.clock), account: address.account, line: mail.line });
    const { events }: Decided = await this.commands.execute(note);
    const outcome = events.length > 0 ? 'kept' : 'here-already';
    await this.counts.note(ledger, outcome === 'kept' && mail.line.reading === 'unknown' ? 'unknown-wording' : outcome);
    return { outcome };
  }

  async tooLarge(ledger: string): Promise<void> {
    await this.counts.note(ledger, 'too-large');
  }

  private async read(
    ledger: string,
    bytes: Uint8Array,
    way: MailWay,
    [address, ...others]: readonly MailAddress[],
  ): Promise<{ mail: ReadMail | RefusedMail; address: MailAddress }> {
    const mail = await this.reader.readOne(bytes, await this.addresses.place(ledger, way, address!));
    const isForAnother = isRefused(mail) && mail.fault === 'other-address' && others.length > 0;
    return isForAnother ? this.read(ledger, bytes, way, others) : { mail, address: address! };
  }
}
