import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { Asker } from '../web/asker.js';
import { HostSettings } from '../access/host-settings.js';
import { sendPage, seeOther } from '../web/replies.js';
import { StewardAccounts } from '../access/steward-accounts.js';
import { type Day, type Instant, dayOf, instant } from '../domain/calendar.js';
import { InvalidInput, Refusal } from '../domain/refusal.js';
import { Terms } from '../event-store/ledger-terms.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { type Form, blankForm, formAgain } from '../web/form.js';
import { readCookie } from '../web/cookies.js';
import type { Posted } from './form-reading.js';
import type { Frame } from './pages/frame.js';

export const hideAmountsCookie = 'hide_amounts';

/** What was just done, said once after the redirect. The address carries the code, never a sentence. */
const doneWords: Readonly<Record<string, string>> = {
  recorded: 'Recorded.',
  totals: 'Kept. Below is where the ledger says otherwise.',
  statement: 'Kept. Below is whether it adds up.',
  withdrawn: 'Taken back. That total is not compared any more.',
  corrected: 'Corrected. A line says what was wrong.',
  refunded: 'Recorded. What you owe is adjusted.',
  taken: 'Taken out of the books. The old line stays.',
  noted: 'Noted.',
  away: 'Put away.',
  proposed: 'Saved. It waits for approval; nothing has been sent.',
  'proposed-all': 'Saved. Each of them waits for approval; nothing has been sent.',
  approved: 'Approved. The amount is held for it.',
  sent: 'Noted as sent.',
  undone: 'Undone. The card is in your hands again.',
  arrived: 'Noted as arrived.',
  back: 'Noted. What came back is in your books.',
  cancelled: 'Cancelled. What was held is ready to send again.',
  closed: 'Closed. What comes late is booked in the next month.',
  'closed-before': 'It was closed already, perhaps from another window. Nothing was added.',
  'closing-day': 'Noted. From that day on, Today says what is open.',
  adopted: 'Adopted.',
  defined: 'Defined.',
  confirmed: 'Confirmed.',
  stated: 'Stated.',
  opened: 'Your ledger is open.',
  changed: 'Changed.',
  answered: 'Noted as answered.',
  published: 'Published. The world sees it with the next publication.',
  hidden: 'Put away. It is on no public page.',
  revoked: 'Revoked.',
  reopened: 'Opened again. Say below what it is.',
  allocated: 'Recorded, each with its part of that line.',
  forgotten: 'Forgotten.',
  'payer-forgotten': 'Done. The key to the name is destroyed, here and wherever else it stood. The amounts stay in the ledger.',
  connected: 'Connected. What moved is looked up within a minute.',
  released: 'Done. Below is what is still held, if anything is.',
  disconnected: 'Disconnected, and the secret is destroyed.',
};

/** Everything a console page needs besides its own figures. */
@Injectable()
export class Desk {
  constructor(
    @Inject(StewardAccounts) private readonly accounts: StewardAccounts,
    @Inject(HostSettings) private readonly settings: HostSettings,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async frame(asker: Asker, request: FastifyRequest): Promise<Frame> {
    const { currency } = await this.terms.of(asker.ledgerId);
    const done = doneWords[(request.query as { done?: string }).done ?? ''];
    const banner = await this.settings.get('banner');
    return {
      ledger: { slug: asker.slug, name: asker.ledgerName, currency },
      steward: (await this.accounts.nameOf(asker.id)) ?? '',
      hideAmounts: readCookie(request, hideAmountsCookie) === 'yes',
      formKey: randomUUID(),
      address: addressOf(request),
      ...(done && { done }),
      ...(banner && { banner }),
    };
  }

  now(): Instant {
    return instant(this.clock());
  }

  async today(ledger: string): Promise<Day> {
    return dayOf(this.now(), (await this.terms.of(ledger)).zone);
  }

  blank(typed: Form['typed'] = {}): Form {
    return blankForm(randomUUID(), typed);
  }

  send(reply: FastifyReply, page: VNode, status = 200): void {
    sendPage(reply, page, status);
  }

  /** After a POST: the page it leads to, with a word on what was done. */
  goOn(reply: FastifyReply, path: string, done?: string): void {
    seeOther(reply, done ? `${path}?done=${done}` : path);
  }

  /**
   * Does what a form asks for. Faults and refusals come back on the form itself, with all that was typed and a fresh key:
   * nothing was recorded, so the next press is a new request.
   */
  async tried(
    reply: FastifyReply,
    posted: Posted,
    act: () => Promise<void>,
    again: (form: Form, refusal?: Refusal) => Promise<VNode>,
  ): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof InvalidInput) return this.send(reply, await again(formAgain(randomUUID(), posted, error.faults)), 400);
      if (error instanceof Refusal)
        return this.send(reply, await again(formAgain(randomUUID(), posted, [{ field: 'form', says: error.message }]), error), 409);
      throw error;
    }
  }
}

/** The page to come back to. After a POST that is answered with a page, it is the one from which it was sent. */
function addressOf({ method, url, headers }: FastifyRequest): string {
  if (method === 'GET') return url;
  const from = headers.referer && URL.canParse(headers.referer) ? new URL(headers.referer) : undefined;
  return from && from.host === headers.host ? `${from.pathname}${from.search}` : '/console';
}
