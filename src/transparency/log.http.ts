import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { logOrigin } from '../domain/publication-decision.js';
import { readVkey } from '../public-log/note-key.js';
import type { Policy } from '../public-log/policy.js';
import { policyText } from '../public-log/policy-text.js';
import { WITNESS_POLICY } from '../publisher/witness-policy.js';
import { Public } from '../web/allow.js';
import { tileNamed } from './at-hand.js';
import { type Edition, Editions } from './editions.js';
import { sendCheckpoint, sendNothing, sendText, sendTile, type Tagged } from './log-answers.js';
import { LogTiles } from './log-tiles.js';

/**
 * The public log itself, as C2SP tlog-tiles asks for it: a checkpoint that is asked for each time, tiles and bundles that are kept
 * for ever, open to programs of every origin. Whole tiles only: nobody has to say which entry they care about.
 */
@Public()
@Controller(':ledger/log')
export class LogController {
  constructor(
    @Inject(Editions) private readonly editions: Editions,
    @Inject(LogTiles) private readonly tiles: LogTiles,
    @Inject(WITNESS_POLICY) private readonly witnesses: Policy,
  ) {}

  @Get('checkpoint')
  async checkpoint(@Param('ledger') slug: string, @Res() reply: FastifyReply): Promise<void> {
    const { checkpoint } = (await this.edition(slug)) ?? {};
    if (checkpoint) sendCheckpoint(reply, checkpoint);
    else sendNothing(reply);
  }

  /** What verifiers are given once and then hold on to. */
  @Get('vkey')
  async vkey(@Param('ledger') slug: string, @Res() reply: FastifyReply): Promise<void> {
    const { checkpoint } = (await this.edition(slug)) ?? {};
    sendText(reply, checkpoint && `${checkpoint.vkey}\n`);
  }

  /** Whom to believe, as C2SP tlog-policy writes it. */
  @Get('policy')
  async policy(@Param('ledger') slug: string, @Res() reply: FastifyReply): Promise<void> {
    const { checkpoint, books } = (await this.edition(slug)) ?? {};
    const host = books?.terms.address?.host;
    const logs = checkpoint && host ? [{ key: readVkey(checkpoint.vkey), url: `https://${logOrigin(host, slug)}` }] : undefined;
    sendText(reply, logs && policyText({ ...this.witnesses, logs }));
  }

  @Get('tile/*')
  async tile(@Param('ledger') slug: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const edition = await this.edition(slug);
    const name = tileNamed(request);
    const tile = edition && ((await this.read(edition, name)) ?? (await this.readAnew(slug, name)));
    if (tile) sendTile(reply, tile);
    else sendNothing(reply);
  }

  private async edition(slug: string): Promise<Edition | undefined> {
    return this.editions.atHand(slug) ?? this.editions.of(slug);
  }

  private read({ ledger, checkpoint }: Edition, name: string): Promise<Tagged | undefined> {
    return this.tiles.of(ledger, name, checkpoint?.size ?? 0);
  }

  /** Another program of the host may have shown more a moment ago; then the checkpoint that is answered here says so too. */
  private async readAnew(slug: string, name: string): Promise<Tagged | undefined> {
    const edition = await this.editions.anew(slug);
    return edition && this.read(edition, name);
  }
}
