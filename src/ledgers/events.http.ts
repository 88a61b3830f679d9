import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, AskedBy } from '../web/allow.js';
import type { Asker } from '../web/asker.js';
import { canonical } from '../domain/canonical.js';
import { isSealed } from '../domain/sealed.js';
import { EventReader } from '../event-store/event-reader.js';
import type { RecordedEvent } from '../event-store/recorded.js';
import { readPosition } from '../web/cursors.js';
import { PageQuery, answerPage } from '../web/paging.js';

/** The books themselves, for auditors' programs: every event in the order in which it was recorded. */
@Controller('api/v1/ledgers/:ledger/events')
export class EventsController {
  constructor(@Inject(EventReader) private readonly reader: EventReader) {}

  /** Oldest first; a program that keeps the last position reads only what came since. */
  @Get()
  @Allow('events.read')
  async list(
    @AskedBy() { ledgerId }: Asker,
    @Query() { limit, after }: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const events = await this.reader.page(ledgerId, readPosition(after) ?? 0n, limit);
    return answerPage(request, reply, events.map(eventView), limit, ({ position }) => [position]);
  }
}

const eventView = ({ position, stream, version, type, data, meta, happenedAt, recordedAt }: RecordedEvent) => ({
  position: position.toString(),
  stream,
  version,
  type,
  data: withoutBoxes(data),
  by: meta.by,
  happenedAt,
  recordedAt,
});

/** That a field is sealed is told; its ciphertext stays here. Amounts as they stand in JSON. */
const withoutBoxes = (data: object): unknown =>
  JSON.parse(canonical(data), (_key, value: unknown) => (isSealed(value) ? { sealed: true } : value));
