import { canonical } from '../../src/domain/canonical.js';
import { type Month, addDaysTo, addMonths, firstDayOf, instant, millisOf, monthOf, noonOf } from '../../src/domain/calendar.js';
import { type FundFact, fundStream } from '../../src/domain/fund.js';
import type { OpenBooks } from '../../src/domain/ledger.js';
import { money } from '../../src/domain/money.js';
import { type PaymentFact, recordPayment } from '../../src/domain/payment.js';
import { schemas } from '../../src/domain/events.js';
import { steward } from '../bench-ledger.js';
import type { Entry } from './chain.js';

/** Payments in the last month, however long the books: its report is compared from size to size. */
const lastMonthHolds = 200;
const monthsBefore = 60;
const daysAMonth = 28;

/** The month that has just ended: the last in which anything came in. */
export const lastMonth = (zone: string): Month => addMonths(monthOf(instant(Date.now()), zone), -1);

/** A payment as the program decides it, with its id cut out: the rest is alike all through a month. */
export interface Mould {
  readonly month: Month;
  readonly noons: readonly number[];
  readonly received: readonly string[];
  readonly derived: readonly string[];
  readonly meta: readonly string[];
  readonly fundFact: FundFact;
}

const placeholder = '00000000-0000-7000-8000-000000000000';

function mouldOf(books: OpenBooks, month: Month): Mould {
  const noons = Array.from({ length: daysAMonth }, (_, day) => millisOf(noonOf(addDaysTo(firstDayOf(month), day), books.zone)));
  const entry = { amount: money(20000n, 'CAD'), method: 'interac', offering: 'ces-50', receivedAt: instant(noons[0]!) } as const;
  const { payment, fund } = recordPayment({ status: 'unknown' }, placeholder, entry, {}, books, { month });
  const cut = (value: unknown): string[] => canonical(value).split(placeholder);
  const [received, derived] = [payment[0] as PaymentFact, fund[0] as FundFact];
  return {
    month,
    noons,
    received: cut(received.data),
    derived: cut(derived.data),
    meta: cut({ by: steward, request: placeholder }),
    fundFact: derived,
  };
}

/** Sixty-one months of moulds, made once for any number of ledgers that began alike. */
export function mouldsOf(books: OpenBooks): readonly Mould[] {
  const last = lastMonth(books.zone);
  return Array.from({ length: monthsBefore + 1 }, (_, index) => mouldOf(books, addMonths(last, index - monthsBefore)));
}

/** What a practice's books say after its opening: payments, and with each what it adds to the fund. */
export class PracticeYears {
  private readonly fund = fundStream('CAD');
  /** The fund as it stands after what was written so far. */
  state = this.fund.unborn;
  version = 0;
  private written = 0;

  constructor(private readonly moulds: readonly Mould[]) {}

  get fundName(): string {
    return this.fund.name;
  }

  /** Two entries a payment, from the first month to the last. */
  *entries(payments: number): Generator<Entry> {
    const inLast = Math.min(lastMonthHolds, Math.floor(payments / 5));
    const before = payments - inLast;
    for (const [index, mould] of this.moulds.entries()) {
      const isLast = index === monthsBefore;
      const count = isLast ? inLast : Math.floor((before * (index + 1)) / monthsBefore) - Math.floor((before * index) / monthsBefore);
      for (let nth = 0; nth < count; nth += 1) yield* this.payment(mould, mould.noons[Math.floor((nth * daysAMonth) / count)]! + nth);
    }
  }

  private *payment(mould: Mould, millis: number): Generator<Entry> {
    this.written += 1;
    const id = growingId(millis, this.written);
    const meta = mould.meta.join(id);
    const received = { stream: `payment/${id}`, version: 1, type: 'PaymentReceived', schema: schemas.PaymentReceived } as const;
    yield { ...received, data: mould.received.join(id), meta, millis };
    this.version += 1;
    this.state = this.fund.evolve(this.state, mould.fundFact);
    const derived = {
      stream: this.fund.name,
      version: this.version,
      type: 'ObligationDerived',
      schema: schemas.ObligationDerived,
    } as const;
    yield { ...derived, data: mould.derived.join(id), meta, millis };
  }
}

/** Grows with time, as the program's own ids do: an index is written at its end. */
function growingId(millis: number, nth: number): string {
  const time = millis.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${nth.toString(16).padStart(12, '0')}`;
}
