import { type Status, isBack, nextOf } from './life.js';
import type { Moods } from './moods.js';
import type { Moved } from './movements.js';
import type { Json } from './schema.js';

/** A batch that PayPal took up, with the one payout in it. */
export interface MadeBatch {
  readonly batch: string;
  readonly payout: string;
  /** The credentials under which it was made: an account sees its own alone. */
  readonly owner: string;
  readonly senderBatch: string;
  readonly header: Json;
  readonly asked: Json;
  readonly madeAtMs: number;
  status: Status;
}

/** What the world outside saw: who was sent what, and where that money is. */
export interface Witnessed {
  readonly receiver: string;
  /** `40.10 CAD` */
  readonly amount: string;
  readonly senderPayout: string;
  readonly senderBatch: string;
  readonly status: Status;
}

const dayMs = 86_400_000;
/** PayPal refuses a batch id for so long, and takes it as new after that. */
const rememberedDays = 30;

/** What PayPal keeps of payouts, and for how long. Everything that happens to money in the simulator happens here. */
export class PayPalMemory {
  readonly batches: MadeBatch[] = [];
  /** What moved, and is listed to whoever asks the search. */
  readonly movements: Moved[] = [];
  /** What happened to payouts since somebody looked, each as it was then; for webhooks. */
  readonly changes: MadeBatch[] = [];
  readonly #refused = new Set<string>();
  #aheadMs = 0;

  nowMs(): number {
    return Date.now() + this.#aheadMs;
  }

  daysPass(days: number): void {
    this.#aheadMs += days * dayMs;
  }

  /** The batch that keeps this id from being used again; `refused` where PayPal said no to it and remembers that alone. */
  firstOf(owner: string, senderBatch: string): MadeBatch | 'refused' | undefined {
    const since = this.nowMs() - rememberedDays * dayMs;
    const first = this.batches.findLast((one) => one.owner === owner && one.senderBatch === senderBatch && one.madeAtMs > since);
    return first ?? (this.#refused.has(`${owner} ${senderBatch}`) ? 'refused' : undefined);
  }

  rememberRefused(owner: string, senderBatch: string): void {
    this.#refused.add(`${owner} ${senderBatch}`);
  }

  /** Takes a batch up; or names the one that has this id already, as far as PayPal can name it. */
  take(owner: string, told: Json, status: Status): { readonly made: MadeBatch } | { readonly first?: MadeBatch } {
    const header = told.sender_batch_header as Json;
    const first = this.firstOf(owner, String(header.sender_batch_id));
    if (first) return first === 'refused' ? {} : { first };
    const [asked] = told.items as [Json];
    return { made: this.#make(owner, header, asked, status) };
  }

  #make(owner: string, header: Json, asked: Json, status: Status): MadeBatch {
    const number = String(this.batches.length).padStart(4, '0');
    const made: MadeBatch = {
      batch: `5UXD2E8A${number}`,
      payout: `8AELMXH8${number}`,
      owner,
      senderBatch: String(header.sender_batch_id),
      header,
      asked,
      madeAtMs: this.nowMs(),
      status,
    };
    this.batches.push(made);
    this.#moves(made, 'T0001', '-');
    return made;
  }

  /** @throws Error for a step that PayPal does not know: then the test is wrong, not the program */
  becomes(made: MadeBatch, status: Status): void {
    if (!nextOf[made.status].includes(status)) throw new Error(`A payout that is ${made.status} never becomes ${status}.`);
    made.status = status;
    this.changes.push({ ...made });
    if (isBack(status)) this.#moves(made, status === 'REFUNDED' ? 'T1115' : 'T1114', '');
  }

  /** Every payout goes one step along the life that the seed has for it. @returns whether anything happened */
  goesOn(moods: Moods): boolean {
    const steps = this.batches.map((made) => {
      const life = moods.lifeOf(made.senderBatch);
      return { made, next: life[life.indexOf(made.status) + 1] };
    });
    for (const { made, next } of steps) if (next) this.becomes(made, next);
    return steps.some(({ next }) => next);
  }

  witnessed(): readonly Witnessed[] {
    return this.batches.map(({ asked, senderBatch, status }) => {
      const { value, currency } = asked.amount as Record<string, string>;
      const { receiver, sender_item_id: senderPayout } = asked as Record<string, string>;
      return { receiver: receiver!, amount: `${value} ${currency}`, senderPayout: senderPayout!, senderBatch, status };
    });
  }

  /** Our ids of the payouts for which money is out more than once: what must never be. */
  paidTwice(): readonly string[] {
    const out = this.witnessed().filter(({ status }) => !isBack(status));
    const ids = out.map(({ senderPayout }) => senderPayout);
    return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
  }

  #moves({ asked, payout }: MadeBatch, code: string, sign: '-' | ''): void {
    const { value, currency } = asked.amount as Record<string, string>;
    this.movements.push({
      id: `${code === 'T0001' ? '9T3' : '7YB'}${payout}`,
      code,
      amount: `${sign}${value} ${currency}`,
      at: new Date(this.nowMs()).toISOString(),
      custom: asked.sender_item_id as string,
    });
  }
}
