import { coveredPeriod } from '../public-log/schedule.js';
import type { Day, Month } from './calendar.js';
import type { Currency } from './currency.js';
import { type AcknowledgedFigure, judgeAcknowledgements } from './eligible-acknowledgements.js';
import { type ConvertedFigure, judgeBatches, judgeReturns, type SlotsFigure } from './eligible-payouts.js';
import { judgePledges, type PledgeFigure, statedOpenings } from './eligible-pledges.js';
import { type Carried, type Counted, type Publication, rulesFor } from './publication.js';
import { type PublicationBooks, rulesOn, type Standing, type Wait } from './publication-books.js';
import { unitOf } from './publication-rules.js';

/** What a publication on `date` may say, as figures; bytes come after. */
export interface Judgement {
  readonly date: Day;
  readonly period: Month;
  readonly openings: Readonly<Record<Currency, bigint>>;
  readonly pledges: readonly PledgeFigure[];
  readonly batches: readonly SlotsFigure[];
  readonly conversions: readonly ConvertedFigure[];
  readonly returned: readonly SlotsFigure[];
  readonly acknowledged: readonly AcknowledgedFigure[];
  readonly counted: Counted;
  readonly carried: readonly Carried[];
  readonly waits: readonly Wait[];
}

const rulesOf = (publication: Publication, books: Pick<PublicationBooks, 'rules'>, date: Day) => (month: Month) =>
  publication.status === 'open' ? rulesFor(publication, month) : rulesOn(books, date);

/** The month of which a publication on that day may speak. */
export function periodOn(publication: Publication, books: Pick<PublicationBooks, 'rules'>, date: Day): Month {
  const rules = rulesOf(publication, books, date);
  return coveredPeriod(date, (month) => rules(month).delayDays);
}

/** Decides what a publication on `date` may say. What may not be said waits, and nothing public tells that it does. */
export function judgePublication(publication: Publication, books: PublicationBooks, date: Day): Judgement {
  const open = publication.status === 'open' ? publication : undefined;
  const standing: Standing = {
    date,
    period: periodOn(publication, books, date),
    rulesOf: rulesOf(publication, books, date),
    unitOf: (currency) => unitOf(rulesOn(books, date), currency).minor,
    isStated: (currency) => open?.closings[currency] !== undefined,
    carried: open?.carried ?? [],
  };
  const openings = statedOpenings(books.accruals, standing);
  const pledges = judgePledges(books, standing);
  const returns = judgeReturns(books.returns, standing);
  const batches = judgeBatches(books.payouts, { ...standing, carried: returns.carried });
  return {
    date,
    period: standing.period,
    openings: openings.figures,
    pledges: pledges.figures,
    batches: batches.figures,
    conversions: batches.conversions,
    returned: returns.figures,
    acknowledged: judgeAcknowledgements(open?.batches ?? [], books.published, standing),
    counted: {
      accruals: [...openings.counted, ...pledges.counted],
      payouts: batches.counted,
      returned: returns.returned,
      released: returns.released,
    },
    carried: batches.carried,
    waits: [...pledges.waits, ...batches.waits, ...returns.waits],
  };
}
