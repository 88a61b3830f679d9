import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asker } from '../web/asker.js';
import type { Asked } from '../domain/asked.js';
import { Refusal } from '../domain/refusal.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';
import { pathsOf } from './pages/paths.js';
import { PayoutDetails } from './payout-details.js';

/** One press of a button on a payout's page. */
export interface Press {
  readonly asker: Asker;
  readonly payout: string;
  readonly posted: Posted;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Which ticks the page asks for, once it was told why. */
interface Asking {
  alike: boolean;
  early: boolean;
}

type Command = { readonly input: Asked } | undefined;

export const askedOf = ({ ledgerId, actor }: Asker, request: string): Asked => ({ ledger: ledgerId, by: actor, request });

/** What every act on a payout has in common. */
@Injectable()
export class PayoutPresses {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PayoutDetails) private readonly details: PayoutDetails,
  ) {}

  /** Reads, executes, leads back to the page. A refusal stands on the page as it is by then. */
  async act(press: Press, done: string, read: (reading: FormReading) => Command | Promise<Command>): Promise<void> {
    const { asker, payout, posted, request, reply } = press;
    const showing = { alike: posted.againOnPurpose !== undefined, early: posted.dayOnPurpose !== undefined };
    await this.desk.tried(
      reply,
      posted,
      async () => {
        const reading = new FormReading(posted);
        const command = await read(reading);
        reading.done();
        if (command) await this.executed(command, showing);
        this.desk.goOn(reply, pathsOf(asker.slug).payout(payout), done);
      },
      (form) => this.details.page(asker, payout, request, { form, ...showing }),
    );
  }

  private async executed(command: object, showing: Asking): Promise<void> {
    try {
      await this.commands.execute(command as never);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'payout/like-another') showing.alike = true;
      if (error instanceof Refusal && error.code === 'payout/sent-long-before') showing.early = true;
      throw error;
    }
  }
}
