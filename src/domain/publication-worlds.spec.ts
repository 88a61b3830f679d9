import fc from 'fast-check';
import { unopened, books, publish, fold, entriesIn, withoutSlots } from '../../test/support/publishing.js';
import { verifyEntries } from '../public-log/arithmetic.js';
import { isKind } from '../public-log/entry.js';
import type { Month } from './calendar.js';
import { money } from './money.js';
import type { Accrual, FinalPayout, PublicationBooks } from './publication-books.js';

/** A world: who was paid what on which days, so that each month's sums are given and both thresholds are met or not. */
interface World {
  readonly months: readonly {
    readonly accruedMinor: number;
    readonly payments: boolean;
    readonly units: number;
    readonly people: boolean;
  }[];
}

const worlds: fc.Arbitrary<World> = fc.record({
  months: fc.array(
    fc.record({
      accruedMinor: fc.integer({ min: 5, max: 400_000 }),
      payments: fc.boolean(),
      units: fc.integer({ min: 12, max: 60 }),
      people: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});

const monthAt = (at: number): Month => `${at < 3 ? 2026 : 2027}-${String(((at + 9) % 12) + 1).padStart(2, '0')}`;

/** Splits a sum into parts of at least one, none above half, as the seed has it. */
function split(sum: number, parts: number, seed: number): readonly number[] {
  const even = Array.from({ length: parts }, (_, at) => Math.floor(sum / parts) + (at < sum % parts ? 1 : 0));
  return even.map((part, at) => {
    const shift = Math.min(part - 1, Math.floor(sum / parts / 2), seed % 7);
    return at === 0 ? part + Math.max(shift, 0) : at === 1 ? part - Math.max(shift, 0) : part;
  });
}

/** Fills a world with people: the seed decides their number, names, order, days, shares and receipts; the world decides the rest. */
function peopled({ months }: World, seed: number): PublicationBooks {
  const [paidIn, paidOut]: [Accrual[], FinalPayout[]] = [[], []];
  months.forEach(({ accruedMinor, payments, units, people }, at) => {
    const month = monthAt(at);
    const payers = payments ? 5 + (seed % 4) : 1;
    const receivers = people ? 5 + (seed % 3) : 2;
    const owed = payments ? split(Math.max(accruedMinor, payers), payers, seed) : [accruedMinor];
    owed.forEach((minor, of) => {
      paidIn.push({
        ref: `${month}/${of}`,
        kind: 'payment',
        currency: 'CAD',
        month,
        owedMinor: BigInt(minor),
        payer: `${seed}-${month}-${of}`,
      });
    });
    split(units, receivers, seed + 3).forEach((count, of) => {
      const paid = money(BigInt(count) * 500n, 'CAD');
      const day = String(1 + ((seed * 5 + of) % 28)).padStart(2, '0');
      paidOut.push({
        payoutId: `${month}/${of}`,
        person: `${seed}-${(of * 3 + seed) % 11}`,
        paid,
        given: paid,
        month,
        finalAt: `${month}-${day}T09:00:00.000Z`,
        ...((seed + of) % 3 === 0 && { slotKey: new Uint8Array(32).fill(seed + of) }),
      });
    });
  });
  const turned = <T>(list: readonly T[]): readonly T[] => [
    ...list.slice(seed % (list.length + 1)),
    ...list.slice(0, seed % (list.length + 1)),
  ];
  return books({ accruals: turned(paidIn), payouts: turned(paidOut) });
}

describe('The world learns', () => {
  const everyMonth = (world: World): World => ({
    months: world.months.map((month) => ({ ...month, accruedMinor: month.accruedMinor + 10 })),
  });

  it('sums that always add up, on days that are always on the schedule, whatever happened', () => {
    fc.assert(
      fc.property(worlds, fc.nat(1000), (world, seed) => {
        const made = publish(unopened, peopled(world, seed), '2027-08-10T16:00:00.000Z');
        expect(made).toHaveLength(9);
        expect(verifyEntries(entriesIn(made))).toEqual([]);
      }),
    );
  });

  it('the same bytes of two worlds that differ only in people, order, days, shares and receipts, but for the slots', () => {
    const met = worlds
      .map(everyMonth)
      .map(({ months }) => ({ months: months.map((month) => ({ ...month, payments: true, people: true })) }));
    fc.assert(
      fc.property(met, fc.nat(1000), fc.nat(1000), (world, one, other) => {
        const [left, right] = [one, other].map((seed) => publish(unopened, peopled(world, seed), '2027-08-10T16:00:00.000Z', `${seed}`));
        expect(withoutSlots(left ?? [])).toEqual(withoutSlots(right ?? []));
      }),
    );
  });

  it('nothing of what waits: a world where it waits and one where it never was are the same bytes', () => {
    const unmet = worlds.map(({ months }) => ({
      months: months.slice(0, 2).map((month) => ({ ...month, payments: false, people: false })),
    }));
    fc.assert(
      fc.property(unmet, fc.nat(1000), (world, seed) => {
        const waiting = publish(unopened, peopled(world, seed), '2027-08-10T16:00:00.000Z');
        const nothing = publish(unopened, books(), '2027-08-10T16:00:00.000Z');
        expect(waiting.map(({ data }) => data.entries)).toEqual(nothing.map(({ data }) => data.entries));
      }),
    );
  });

  it('every cent once: what is counted is in one publication, and what is paid is in slots or kept back', () => {
    fc.assert(
      fc.property(worlds, fc.nat(1000), (world, seed) => {
        const from = peopled(world, seed);
        const made = publish(unopened, from, '2027-08-10T16:00:00.000Z');
        const counted = made.flatMap(({ data }) => data.counted.payouts);
        expect(new Set(counted).size).toBe(counted.length);
        const paid = from.payouts.filter(({ payoutId }) => counted.includes(payoutId)).reduce((sum, payout) => sum + payout.paid.minor, 0n);
        const log = fold(made);
        const carried = log.status === 'open' ? log.carried.reduce((sum, kept) => sum + kept.paid.minor, 0n) : 0n;
        const slots = entriesIn(made)
          .filter(isKind('batch.paid'))
          .reduce((sum, { total }) => sum + total, 0n);
        expect(slots + carried).toBe(paid);
      }),
    );
  });
});
