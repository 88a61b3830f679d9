import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LedgersModule } from '../ledgers/ledgers.module.js';
import { Editions } from './editions.js';
import { FeedController } from './feed.http.js';
import { Front } from './front.js';
import { PublicationRow } from './publication.projection.js';
import { Publications } from './publications.queries.js';
import { PublishedEntries } from './published-entries.queries.js';
import { TransparencyController } from './transparency.http.js';

@Module({
  imports: [TypeOrmModule.forFeature([PublicationRow]), LedgersModule],
  controllers: [TransparencyController, FeedController],
  providers: [Editions, Front, Publications, PublishedEntries],
  exports: [Publications, PublishedEntries],
})
export class TransparencyModule {}
