import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { HOLDS, type Holds } from '../domain/hold.js';
import { CloseLog, closeLog } from '../domain/log-closing.js';
import { successorOrigin } from '../domain/log-origin.js';
import { publicationStream } from '../domain/publication.js';
import { EventReader } from '../event-store/event-reader.js';
import { EventStore } from '../event-store/event-store.js';
import { vkeyOf } from '../public-log/note-key.js';
import { LogKeys } from './log-keys.js';

/** Ends a log after a compromise. The key of its successor is made before, since the last entry names it. */
@CommandHandler(CloseLog)
export class CloseLogHandler implements ICommandHandler<CloseLog> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(HOLDS) private readonly holds: Holds,
  ) {}

  async execute(command: CloseLog) {
    const { ledger } = command.input;
    await this.holds.refuseWhileHeld(ledger, 'publication'); // restored books may be behind what the world has read
    const seen = await this.reader.state(ledger, publicationStream);
    const vkey = seen.status === 'open' ? vkeyOf(await this.keys.of(ledger, successorOrigin(seen.origin), false)) : '';
    return this.events.decide(command, { publication: publicationStream }, ({ publication }, now) => ({
      publication: closeLog(publication, command.input, vkey, now),
    }));
  }
}
