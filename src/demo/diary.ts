import { type Instant, addMinutes } from '../domain/calendar.js';
import { StartError } from '../start-error.js';

type Act = () => Promise<void>;

interface Note {
  readonly at: Instant;
  readonly act: Act;
}

/**
 * What is to be done, and when. Living through it sets the clock to each note's time and does what it says; a note may
 * write further notes. The clock never goes back, and what lies beyond the end is not lived.
 */
export class Diary {
  private notes: Note[] = [];
  private at: Instant = '';

  constructor(
    private readonly setClock: (at: Instant) => void,
    private readonly stop?: AbortSignal,
  ) {}

  get now(): Instant {
    return this.at;
  }

  note(at: Instant, act: Act): void {
    const place = this.notes.findIndex((other) => other.at > at);
    this.notes.splice(place === -1 ? this.notes.length : place, 0, { at, act });
  }

  /** Time passes within one act. */
  minutesLater(minutes: number): void {
    this.turnTo(addMinutes(this.at, minutes));
  }

  async live(until: Instant): Promise<void> {
    for (let note = this.notes.shift(); note && note.at <= until; note = this.notes.shift()) {
      if (this.stop?.aborted) throw new StartError('The demo was stopped before its year was over. Start it again: it begins anew.');
      this.turnTo(note.at);
      await note.act();
    }
    this.turnTo(until);
  }

  private turnTo(at: Instant): void {
    if (at <= this.at) return;
    this.at = at;
    this.setClock(at);
  }
}
