import { type ExecutionContext, Inject, Injectable, createParamDecorator } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import type { Asked } from '../domain/asked.js';
import type { Refusal } from '../domain/refusal.js';
import { askerOf } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import type { Form } from '../web/form.js';
import { requestKeyOf } from '../web/request-key.js';
import { Desk } from './desk.js';
import { FormReading, type Posted } from './form-reading.js';

/** One press of a form's button: who pressed it, under which key, and what stood in the form. */
export interface Press {
  readonly asker: Asker;
  readonly key: string;
  readonly posted: Posted;
  readonly request: FastifyRequest;
}

/** In a handler with `@Allow` that takes a form. */
export const Pressed = createParamDecorator((_: unknown, context: ExecutionContext): Press => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return { asker: askerOf(request), key: requestKeyOf(request), posted: (request.body ?? {}) as Posted, request };
});

export const askedOf = ({ asker, key }: Press): Asked => ({ ledger: asker.ledgerId, by: asker.actor, request: key });

type Command = { readonly input: Asked } | undefined;

/** What one form does. */
export interface FormAct {
  /** Its fields, read into a command; undefined where there is nothing to do. */
  readonly read: (reading: FormReading) => Command | Promise<Command>;
  readonly leadsTo: string;
  /** The word on what was done, as the desk knows it. */
  readonly done: string;
  /** The page on which the form stands, with what was typed and what is wrong with it. */
  readonly again: (form: Form, refusal?: Refusal) => Promise<VNode>;
}

/** What every form of the console has in common. */
@Injectable()
export class Presses {
  constructor(
    @Inject(Desk) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  /** Reads, executes, leads on. Faults and refusals stand on the page as it is by then. */
  act({ posted }: Press, reply: FastifyReply, { read, leadsTo, done, again }: FormAct): Promise<void> {
    return this.desk.tried(
      reply,
      posted,
      async () => {
        const reading = new FormReading(posted);
        const command = await read(reading);
        reading.done();
        if (command) await this.commands.execute(command as never);
        this.desk.goOn(reply, leadsTo, done);
      },
      again,
    );
  }
}
