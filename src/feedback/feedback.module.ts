import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TransparencyModule } from '../transparency/transparency.module.js';
import { AnswerFeedbackHandler, HideFeedbackHandler, PublishFeedbackHandler, ReceiveFeedbackHandler } from './feedback.commands.js';
import { FeedbackController } from './feedback.http.js';
import { FeedbackRow } from './feedback.projection.js';
import { AllFeedback } from './feedback.queries.js';
import { PublicFeedbackController } from './public-feedback.http.js';
import { PublishedFeedback } from './published-feedback.queries.js';
import { SendingPace } from './sending-pace.js';

@Module({
  imports: [TypeOrmModule.forFeature([FeedbackRow]), TransparencyModule],
  controllers: [FeedbackController, PublicFeedbackController],
  providers: [
    AnswerFeedbackHandler,
    HideFeedbackHandler,
    PublishFeedbackHandler,
    ReceiveFeedbackHandler,
    AllFeedback,
    PublishedFeedback,
    SendingPace,
  ],
  exports: [AllFeedback, PublishedFeedback],
})
export class FeedbackModule {}
