import fc from 'fast-check';
import { v7 } from 'uuid';
import { type Instant, type Month, addDays, addMonths, monthOf } from '../../src/domain/calendar.js';
import { MeetAdvance } from '../../src/domain/fund.js';
import { money } from '../../src/domain/money.js';
import { CloseMonth } from '../../src/domain/month.js';
import { RecordPayment } from '../../src/domain/payment.js';
import { CorrectPayment } from '../../src/domain/payment-correction.js';
import { InvalidInput, Refusal } from '../../src/domain/refusal.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import type { Decided } from '../../src/event-store/event-store.js';
import type { RecordedEvent } from '../../src/event-store/recorded.js';
import { SealedMonths } from '../../src/months/sealed-months.js';
import { Examination } from '../../src/safekeeping/examination.js';
import { type Known, type Step, commandOf, learn, steps } from '../event-store/steps.js';
import { type TestProgram, openTestLedger, startProgram } from '../support/ledger.js';
import { ClosedBooks } from './closed-books.js';

interface Moment extends Omit<Step, 'does'> {
  readonly does: Step['does'] | 'abroad' | 'correct' | 'meet' | 'close-next' | 'pass-on';
  /** Days since the step before. */
  readonly days: number;
  /** So many days before it is said, it happened. */
  readonly ago: number;
}

const rarely = fc.constantFrom<Moment['does']>(
  'abroad',
  'correct',
  'meet',
  'cover',
  'comeBack',
  'close-next',
  'close-next',
  'undo',
  'refund',
);
const moments: fc.Arbitrary<Moment> = fc.record({
  does: fc.oneof({ weight: 2, arbitrary: steps.map(({ does }) => does) }, { weight: 1, arbitrary: rarely }),
  pick: fc.nat(11),
  size: fc.integer({ min: 1, max: 60 }),
  days: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 6 }) }),
  ago: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 45 }) }),
});
/** Months are closed while payments, payouts and corrections come late, in two currencies. */
const lived = fc.array(moments, { minLength: 80, maxLength: 130 });

/** The day on which something happened, said again as so many days ago. */
function daysAgo(command: object, at: string): object {
  const { input } = command as { input: Record<string, unknown> };
  const named = ['receivedAt', 'refundedAt', 'sentAt', 'returnedAt'].filter((name) => name in input);
  return Object.assign(Object.create(Object.getPrototypeOf(command)), {
    input: { ...input, ...Object.fromEntries(named.map((name) => [name, at])), ...('sentAt' in input && { dayOnPurpose: true }) },
  });
}

describe('Whatever a practice lives through, month after month', () => {
  let program: TestProgram;
  beforeAll(async () => {
    program = await startProgram('2026-03-20T15:00:00Z');
  });
  afterAll(() => program.stop());

  let ledgers = 0;
  async function openKnown(): Promise<Known> {
    ledgers += 1;
    return { ledger: await openTestLedger(program, `brook-${ledgers}`), stewards: [v7(), v7()], payments: [], calls: [], payouts: [] };
  }

  const asked = (ledger: string) => ({ ledger, by: 'account:test', request: v7() });
  function commandFor(known: Known, { does, pick, size, ago }: Moment, next: string, now: Instant): object {
    const { ledger } = known;
    const at = addDays(now, -ago);
    switch (does) {
      case 'abroad':
        return new RecordPayment({
          ...{ ...asked(ledger), amount: money(BigInt(size * 700), 'USD'), method: 'paypal', offering: 'ces-50', receivedAt: at },
          ...{ fee: money(BigInt(size), 'USD'), settled: { amount: money(BigInt(size * 960), 'CAD'), source: 'paypal' } },
        });
      case 'correct': {
        const payment = known.payments[pick % Math.max(known.payments.length, 1)] ?? v7();
        return new CorrectPayment({ ...asked(ledger), payment, ...(size % 2 && { receivedAt: at }), method: 'cash' });
      }
      case 'meet':
        return new MeetAdvance({ ...asked(ledger), amount: money(BigInt(size * 50), 'CAD') });
      case 'close-next':
        return new CloseMonth({ ...asked(ledger), month: next });
      case 'pass-on':
        throw new Error('More than one command.');
      default:
        return daysAgo(commandOf(known, { does, pick, size }), at);
    }
  }

  /** A no is an answer; anything else is a fault. */
  async function tried(known: Known, command: object): Promise<boolean> {
    try {
      learn(known, (await program.send<Decided>(command)).events);
      return true;
    } catch (error) {
      if (error instanceof Refusal || error instanceof InvalidInput) return false;
      throw error;
    }
  }

  /** From a call to money that is sent, and, where `size` says so, arrives. */
  async function passOn(known: Known, { size }: Pick<Moment, 'size'>, at: Instant): Promise<boolean> {
    await tried(known, commandOf(known, { does: 'call', pick: 1, size }));
    const latest = { pick: known.calls.length - 1, size };
    await tried(known, commandOf(known, { does: 'propose', ...latest, size: size % 3 }));
    const deeds = ['approve', 'prepare', 'show', 'send', ...(size % 2 ? (['confirm'] as const) : [])] as const;
    let isDone = false;
    for (const does of deeds) isDone = await tried(known, daysAgo(commandOf(known, { does, pick: 1, size }), at));
    return isDone;
  }

  /** Paid and passed on in one month, closed, and then told that the money came back in it. */
  async function cameBackLate(known: Known, now: Instant): Promise<Instant> {
    await tried(known, daysAgo(commandOf(known, { does: 'cover', pick: 1, size: 200 }), now));
    expect(await passOn(known, { size: 2 }, now)).toBe(true);
    const later = addDays(now, 35);
    program.setTime(later);
    await closeThrough(known, later);
    expect(await tried(known, daysAgo(commandOf(known, { does: 'comeBack', pick: 1, size: 2 }), now))).toBe(true);
    const end = addDays(later, 35);
    program.setTime(end);
    return end;
  }

  async function closeThrough(known: Known, now: Instant): Promise<Month> {
    const last = addMonths(monthOf(now, 'America/Toronto'), -1);
    for (let month = '2026-01'; month <= last; month = addMonths(month, 1))
      await tried(known, new CloseMonth({ ...asked(known.ledger), month }));
    return last;
  }

  it('the sum over closed months of what changed is the difference of the balances, restatements included, in every currency', async () => {
    const seen = { late: 0, currencies: new Set<string>(), what: new Set<string>() };
    await fc.assert(
      fc.asyncProperty(lived, async (history) => {
        let now: Instant = '2026-03-20T15:00:00.000Z';
        program.setTime(now);
        const known = await openKnown();
        let next = '2026-02';
        for (const moment of history) {
          now = addDays(now, moment.days);
          program.setTime(now);
          if (moment.does === 'pass-on') await passOn(known, moment, addDays(now, -moment.ago));
          else {
            const isDone = await tried(known, commandFor(known, moment, next, now));
            if (moment.does === 'close-next' && isDone) next = addMonths(next, 1);
          }
        }
        const last = await closeThrough(known, await cameBackLate(known, now));
        const events: RecordedEvent[] = [];
        for await (const event of program.app.get(EventReader).all(known.ledger)) events.push(event);
        const books = new ClosedBooks(events);
        seen.late += books.late;
        for (const what of books.moves) seen.what.add(what);
        for (const currency of books.currencies) seen.currencies.add(currency);
        expect(books.months.at(-1)).toBe(last);
        expect(books.brokenChain()).toEqual([]);
        expect(books.unequalSums()).toEqual([]);
        expect(books.unequalRestatements()).toEqual([]);
        expect(await program.app.get(SealedMonths).faults(known.ledger)).toEqual([]);
        expect((await program.app.get(Examination).of(known.ledger)).faults).toEqual([]);
      }),
      { numRuns: 8, endOnFailure: true },
    );
    expect(seen.late).toBeGreaterThan(10);
    expect([...seen.what].sort()).toEqual(['adjusted', 'advanced', 'cameBack', 'kept', 'sent', 'setAside']);
    expect([...seen.currencies].sort()).toEqual(['CAD', 'USD']);
  });
});
