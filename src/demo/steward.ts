import type { INestApplicationContext, Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Asked } from '../domain/asked.js';
import type { EventType } from '../domain/events.js';
import type { ConfirmImport } from '../domain/import.js';
import { EventReader } from '../event-store/event-reader.js';
import type { Decided } from '../event-store/event-store.js';
import type { RecordedEvent } from '../event-store/recorded.js';

/** The practitioner of the demo: she has nothing but commands, as any other steward. */
export class Steward {
  private readonly counts = new Map<EventType, number>();
  private requests = 0;

  constructor(
    private readonly app: INestApplicationContext,
    readonly ledger: string,
    readonly by: string,
  ) {}

  asked(): Asked {
    this.requests += 1;
    return { ledger: this.ledger, by: this.by, request: `demo-${this.requests}` };
  }

  async send(command: { readonly input: Asked }): Promise<Decided> {
    const decided: Decided = await this.app.get(CommandBus).execute(command as never);
    this.noteAll(decided.events);
    return decided;
  }

  /** A file answers with counts alone; what it added is read in the books. */
  async confirm(command: ConfirmImport): Promise<RecordedEvent[]> {
    const reader = this.the(EventReader);
    const before = await reader.head(this.ledger);
    await this.app.get(CommandBus).execute(command);
    const added: RecordedEvent[] = [];
    for await (const event of reader.all(this.ledger, before)) added.push(event);
    this.noteAll(added);
    return added;
  }

  private noteAll(events: readonly RecordedEvent[]): void {
    for (const { type } of events) this.counts.set(type, this.count(type) + 1);
  }

  /** How often something has happened through her hands. */
  count(type: EventType): number {
    return this.counts.get(type) ?? 0;
  }

  the<T>(part: Type<T>): T {
    return this.app.get(part, { strict: false });
  }
}

/** The event of that type among what a command made; a command that made none has done something else than was meant. */
export function madeBy<T extends EventType>({ events }: Decided, type: T): Extract<RecordedEvent, { type: T }> {
  const event = events.find((made): made is Extract<RecordedEvent, { type: T }> => made.type === type);
  if (!event) throw new Error(`${type} was expected, and there is ${events.map((made) => made.type).join(', ') || 'nothing'}.`);
  return event;
}
