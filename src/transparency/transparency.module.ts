import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { FastifyInstance } from 'fastify';
import { LedgersModule } from '../ledgers/ledgers.module.js';
import { WebModule } from '../web/web.module.js';
import { handOut } from './at-hand.js';
import { Editions } from './editions.js';
import { FeedController } from './feed.http.js';
import { Front } from './front.js';
import { HeadStream } from './head-stream.js';
import { HeadStreamController } from './head-stream.http.js';
import { PublicationRow } from './publication.projection.js';
import { LogTiles } from './log-tiles.js';
import { LogController } from './log.http.js';
import { Publications } from './publications.queries.js';
import { PublishedEntries } from './published-entries.queries.js';
import { LogCheckpointRow, ShownCheckpoints } from './shown-checkpoints.queries.js';
import { TransparencyController } from './transparency.http.js';
import { VerifyPageController } from './verify-page.http.js';

@Module({
  imports: [TypeOrmModule.forFeature([PublicationRow, LogCheckpointRow]), LedgersModule, WebModule],
  controllers: [LogController, VerifyPageController, TransparencyController, FeedController, HeadStreamController],
  providers: [Editions, Front, HeadStream, Publications, PublishedEntries, ShownCheckpoints],
  exports: [Editions, Publications, PublishedEntries, ShownCheckpoints],
})
export class TransparencyModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly editions: Editions,
    private readonly tiles: LogTiles,
  ) {}

  /** After the hooks of the web, which is imported: a page that is handed out carries the same headers as every answer. */
  onModuleInit(): void {
    const { httpAdapter } = this.host;
    if (httpAdapter?.getType() === 'fastify') handOut(httpAdapter.getInstance<FastifyInstance>(), this.editions, this.tiles);
  }
}
