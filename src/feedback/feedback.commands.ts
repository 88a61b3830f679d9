import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { instant } from '../domain/calendar.js';
import { newborn } from '../domain/fact.js';
import {
  AnswerFeedback,
  HideFeedback,
  type PreparedFeedback,
  PublishFeedback,
  ReceiveFeedback,
  answerFeedback,
  feedbackStream,
  hideFeedback,
  publishFeedback,
  receiveFeedback,
} from '../domain/feedback.js';
import { EventReader } from '../event-store/event-reader.js';
import { EventStore } from '../event-store/event-store.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Vault } from '../vault/vault.js';

@CommandHandler(ReceiveFeedback)
export class ReceiveFeedbackHandler implements ICommandHandler<ReceiveFeedback> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(command: ReceiveFeedback) {
    const { input } = command;
    const sealing = this.vault.sealing(input.ledger);
    const feedback = sealing.newSubject('feedback', { now: instant(this.clock()) });
    const made: PreparedFeedback = {
      feedback,
      words: sealing.seal(feedback, 'feedback.words', input.words),
      ...(input.name && { name: sealing.seal(feedback, 'feedback.name', input.name) }),
      ...(input.reply && { reply: sealing.seal(feedback, 'feedback.reply', input.reply) }),
    };
    return this.events.decide(
      command,
      { feedback: newborn(feedbackStream(feedback)) },
      (_, now) => ({ feedback: receiveFeedback(input, made, now) }),
      { rows: sealing.newKeys },
    );
  }
}

@CommandHandler(AnswerFeedback)
export class AnswerFeedbackHandler implements ICommandHandler<AnswerFeedback> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  async execute(command: AnswerFeedback) {
    const { ledger, feedback, answer, changed } = command.input;
    const sealing = this.vault.sealing(ledger);
    const isKnown = (await this.reader.state(ledger, feedbackStream(feedback))).status !== 'unknown';
    if (isKnown && (answer || changed)) await sealing.use(feedback);
    const made = {
      ...(isKnown && answer && { answer: sealing.seal(feedback, 'feedback.answer', answer) }),
      ...(isKnown && changed && { changed: sealing.seal(feedback, 'feedback.changed', changed) }),
    };
    return this.events.decide(command, { feedback: feedbackStream(feedback) }, ({ feedback: state }, now) => ({
      feedback: answerFeedback(state, command.input, made, now),
    }));
  }
}

@CommandHandler(PublishFeedback)
export class PublishFeedbackHandler implements ICommandHandler<PublishFeedback> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(EventReader) private readonly reader: EventReader,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  async execute(command: PublishFeedback) {
    const { ledger, feedback } = command.input;
    const before = await this.reader.state(ledger, feedbackStream(feedback));
    const written = before.status === 'unknown' ? undefined : await this.vault.open(ledger, 'feedback.words', before.received.words);
    return this.events.decide(command, { feedback: feedbackStream(feedback) }, ({ feedback: state }, now) => ({
      feedback: publishFeedback(state, command.input, written !== undefined, now),
    }));
  }
}

@CommandHandler(HideFeedback)
export class HideFeedbackHandler implements ICommandHandler<HideFeedback> {
  constructor(@Inject(EventStore) private readonly events: EventStore) {}

  execute(command: HideFeedback) {
    return this.events.decide(command, { feedback: feedbackStream(command.input.feedback) }, ({ feedback }, now) => ({
      feedback: hideFeedback(feedback, command.input, now),
    }));
  }
}
