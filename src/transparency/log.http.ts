import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { logOrigin } from '../domain/log-origin.js';
import { readVkey } from '../public-log/note-key.js';
import type { Policy } from '../public-log/policy.js';
import { policyText } from '../public-log/policy-text.js';
import { WITNESS_POLICY } from '../publisher/witness-policy.js';
import { Public } from '../web/allow.js';
import { tileNamed } from './at-hand.js';
import { checkpointOf, type Edition, Editions } from './editions.js';
import { sendCheckpoint, sendNothing, sendText, sendTile, type Tagged } from './log-answers.js';
import { LogTiles } from './log-tiles.js';
import type { ShownCheckpoint } from './shown-checkpoints.queries.js';

/** A ledger's slug; and for the successor of a log its number, from 2. */
interface Named {
  readonly ledger: string;
  readonly number?: string;
}

/**
 * The public log itself, as C2SP tlog-tiles asks for it: a checkpoint that is asked for each time, tiles and bundles that are kept
 * for ever, open to programs of every origin. Whole tiles only: nobody has to say which entry they care about. A log that was closed
 * after a compromise stays where it was, beside its successor.
 */
@Public()
@Controller([':ledger/log', ':ledger/log-:number'])
export class LogController {
  constructor(
    @Inject(Editions) private readonly editions: Editions,
    @Inject(LogTiles) private readonly tiles: LogTiles,
    @Inject(WITNESS_POLICY) private readonly witnesses: Policy,
  ) {}

  @Get('checkpoint')
  async checkpoint(@Param() named: Named, @Res() reply: FastifyReply): Promise<void> {
    const checkpoint = await this.shown(named);
    if (checkpoint) sendCheckpoint(reply, checkpoint);
    else sendNothing(reply);
  }

  /** What verifiers are given once and then hold on to. */
  @Get('vkey')
  async vkey(@Param() named: Named, @Res() reply: FastifyReply): Promise<void> {
    const checkpoint = await this.shown(named);
    sendText(reply, checkpoint && `${checkpoint.vkey}\n`);
  }

  /** Whom to believe, as C2SP tlog-policy writes it. */
  @Get('policy')
  async policy(@Param() named: Named, @Res() reply: FastifyReply): Promise<void> {
    const edition = await this.edition(named.ledger);
    const checkpoint = edition && checkpointOf(edition, numberOf(named));
    const host = edition?.books.terms.address?.host;
    const url = host && `https://${logOrigin(host, named.ledger, numberOf(named))}`;
    sendText(reply, checkpoint && url && policyText({ ...this.witnesses, logs: [{ key: readVkey(checkpoint.vkey), url }] }));
  }

  @Get('tile/*')
  async tile(@Param() named: Named, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const edition = await this.edition(named.ledger);
    const name = tileNamed(request);
    const tile = edition && ((await this.read(edition, named, name)) ?? (await this.readAnew(named, name)));
    if (tile) sendTile(reply, tile);
    else sendNothing(reply);
  }

  private async edition(slug: string): Promise<Edition | undefined> {
    return this.editions.atHand(slug) ?? this.editions.of(slug);
  }

  private async shown(named: Named): Promise<ShownCheckpoint | undefined> {
    const edition = await this.edition(named.ledger);
    return edition && checkpointOf(edition, numberOf(named));
  }

  private async read(edition: Edition, named: Named, name: string): Promise<Tagged | undefined> {
    const log = numberOf(named);
    const checkpoint = checkpointOf(edition, log);
    return checkpoint && this.tiles.of({ ledger: edition.ledger, log }, name, checkpoint.size - checkpoint.base);
  }

  /** Another program of the host may have shown more a moment ago; then the checkpoint that is answered here says so too. */
  private async readAnew(named: Named, name: string): Promise<Tagged | undefined> {
    const edition = await this.editions.anew(named.ledger);
    return edition && this.read(edition, named, name);
  }
}

/** `log-1` and `log-02` are no names of a log: each has one. */
const numberOf = ({ number }: Named): number => (number === undefined ? 1 : /^(?:[2-9]|[1-9]\d{1,2})$/.test(number) ? Number(number) : 0);
