import { createHash } from 'node:crypto';
import { encodeEntry, type Entry } from '../../src/public-log/entry.js';
import { publicationDayAfter } from '../../src/public-log/schedule.js';
import { addMonths } from '../../src/public-log/days.js';
import { packSlots } from '../../src/public-log/slot-list.js';

const currencies = Array.from({ length: 150 }, (_, at) => `C${letter(Math.floor(at / 26))}${letter(at % 26)}`);
const slotsInBatch = 12;
const [firstDay, firstPeriod] = ['2026-12-08', '2026-10'];
const practice = 'north-street';
export const longOrigin = 'ledger.example/north-street/log';

function letter(at: number): string {
  return String.fromCharCode(65 + at);
}

/**
 * A log in which everything holds, of about as many entries as asked for: each month a pledge, a batch of twelve slots and
 * a statement in each of a hundred and fifty currencies, as a pool of many practices would have after years.
 */
export function longLog(count: number): readonly string[] {
  const entries = opening();
  for (let month = 0; entries.length < count; month += 1) entries.push(...publication(month));
  return entries.map(encodeEntry);
}

function opening(): Entry[] {
  const at = { v: 1, date: firstDay } as const;
  const rules = { delay: 35, dominance: 50, k: 5, payments: 5, pledge: 'monthly', schedule: 'monthly:second-tuesday' } as const;
  return [
    { ...at, kind: 'log.opened', origin: longOrigin, rules: 'ab'.repeat(32), ...rules },
    ...currencies.map((currency) => ({ ...at, kind: 'currency.opened', currency, exponent: 2, unit: 500n }) as const),
    { ...at, kind: 'practice.joined', practice, from: firstPeriod, rate: 2000 },
  ];
}

const paid = 500n * BigInt(slotsInBatch);

function publication(month: number): readonly Entry[] {
  const at = { v: 1, date: publicationDayAfter('monthly:second-tuesday', firstDay, month), period: addMonths(firstPeriod, month) } as const;
  const pledges = currencies.map((currency) => ({ ...at, kind: 'pledge.accrued', currency, minor: paid, practice }) as const);
  const batches = currencies.map((currency) => {
    const slots = packSlots(slotsOf(`${currency} ${month}`));
    return { ...at, kind: 'batch.paid', currency, unit: 500n, count: slotsInBatch, total: paid, part: 1, parts: 1, slots } as const;
  });
  const nothing = { returned: 0n, converted_in: 0n, converted_out: 0n, opening: 0n, closing: 0n };
  const pools = currencies.map((currency) => ({ ...at, kind: 'pool.stated', currency, accrued: paid, paid, ...nothing }) as const);
  return [...pledges, ...batches, ...pools];
}

const slotsOf = (batch: string): readonly Uint8Array[] =>
  Array.from({ length: slotsInBatch }, (_, at) => createHash('sha256').update(`${batch} ${at}`).digest()).sort(Buffer.compare);
