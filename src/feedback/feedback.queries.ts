import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, Not, type Repository } from 'typeorm';
import type { FeedbackAbout } from '../domain/feedback.js';
import type { Sealed } from '../domain/sealed.js';
import { Vault } from '../vault/vault.js';
import { monthInWords } from '../web/days.js';
import { FeedbackRow } from './feedback.projection.js';

/** What was written, as a steward reads it. A text is absent where none was given, and all are once the key is destroyed. */
export interface OpenedFeedback {
  readonly row: FeedbackRow;
  /** False once it is forgotten. */
  readonly isReadable: boolean;
  readonly words?: string;
  readonly name?: string;
  readonly reply?: string;
  readonly answer?: string;
  readonly changed?: string;
}

const sealedFields = ['words', 'name', 'reply', 'answer', 'changed'] as const satisfies readonly (keyof FeedbackRow)[];
const mostListed = 200;

/** Feedback as stewards see it. Words are opened only where a page needs them. */
@Injectable()
export class AllFeedback {
  constructor(
    @InjectRepository(FeedbackRow) private readonly rows: Repository<FeedbackRow>,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** What nobody answered or put away yet, oldest first. */
  waiting(ledger: string): Promise<FeedbackRow[]> {
    return this.rows.find({ where: waitingIn(ledger), order: { receivedAt: 'ASC' }, take: mostListed });
  }

  countWaiting(ledger: string): Promise<number> {
    return this.rows.countBy(waitingIn(ledger));
  }

  /** Everything else, newest first; the newest two hundred. */
  settled(ledger: string): Promise<FeedbackRow[]> {
    const where = [
      { ledgerId: ledger, status: 'hidden' as const },
      { ledgerId: ledger, answeredAt: Not(IsNull()) },
    ];
    return this.rows.find({ where, order: { receivedAt: 'DESC' }, take: mostListed });
  }

  /** How each begins, in the same order; undefined where it is forgotten. */
  async beginnings(ledger: string, rows: readonly FeedbackRow[]): Promise<(string | undefined)[]> {
    const opened = await this.vault.openMany(
      ledger,
      rows.map(({ words }) => ({ fieldName: 'feedback.words', sealed: words })),
    );
    return opened.map((words) => words && beginningOf(words));
  }

  async one(ledger: string, feedback: string): Promise<OpenedFeedback | undefined> {
    const row = await this.rows.findOneBy({ ledgerId: ledger, feedbackId: feedback });
    if (!row) return undefined;
    const given = sealedFields.flatMap((field) => (row[field] ? [{ field, sealed: row[field] as Sealed }] : []));
    const texts = await this.vault.openMany(
      ledger,
      given.map(({ field, sealed }) => ({ fieldName: `feedback.${field}`, sealed })),
    );
    const opened = Object.fromEntries(given.flatMap(({ field }, index) => (texts[index] === undefined ? [] : [[field, texts[index]]])));
    return { row, isReadable: 'words' in opened, ...opened };
  }
}

const waitingIn = (ledger: string) => ({ ledgerId: ledger, status: Not('hidden' as const), answeredAt: IsNull() });

const longestBeginning = 120;

/** Cut between characters, never through one. */
function beginningOf(words: string): string {
  const all = [...words.trim().replace(/\s+/g, ' ')];
  return all.length > longestBeginning ? `${all.slice(0, longestBeginning).join('')}…` : all.join('');
}

export const aboutOf = ({ about, aboutMonth, aboutEntry }: FeedbackRow): FeedbackAbout => {
  switch (about) {
    case 'month':
      return { what: about, month: aboutMonth! };
    case 'entry':
      return { what: about, entry: Number(aboutEntry) };
    case 'promise':
    case 'redistributing':
      return { what: about };
  }
};

export function aboutInWords(about: FeedbackAbout): string {
  switch (about.what) {
    case 'redistributing':
      return 'About how the money is redistributed';
    case 'promise':
      return 'About the promise';
    case 'month':
      return `About ${monthInWords(about.month)}`;
    case 'entry':
      return `About entry ${about.entry} of the public log`;
  }
}
