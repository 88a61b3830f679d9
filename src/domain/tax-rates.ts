import type { Day } from './calendar.js';
import { invalid } from './refusal.js';

/** Canada's provinces and territories by their postal letters, and everywhere else. */
export const taxPlaces = ['AB', 'BC', 'MB', 'NB', 'NL', 'NS', 'NT', 'NU', 'ON', 'PE', 'QC', 'SK', 'YT', 'abroad'] as const;
export type TaxPlace = (typeof taxPlaces)[number];
type Province = Exclude<TaxPlace, 'abroad'>;

/** A rate from its first day on, until the next line of the same place. */
export interface RateFrom {
  readonly from: Day;
  /** Basis points on the price without tax. */
  readonly rateBp: number;
}

const gst: readonly RateFrom[] = [{ from: '2008-01-01', rateBp: 500 }];

/**
 * GST, or HST where a province takes part in it. Source: Excise Tax Act (Canada), s. 165 and Schedule VIII, with the regulations
 * that set the provinces' shares; the Canada Revenue Agency lists the same under "GST/HST rates". A province's own sales tax (QST in
 * Quebec) is not in it: whoever is registered for one says the rate on the offering. To follow a change of law is to add a line.
 */
export const taxRates: Readonly<Record<Province, readonly RateFrom[]>> = {
  AB: gst,
  BC: [...gst, { from: '2010-07-01', rateBp: 1200 }, { from: '2013-04-01', rateBp: 500 }],
  MB: gst,
  NB: [
    { from: '2008-01-01', rateBp: 1300 },
    { from: '2016-07-01', rateBp: 1500 },
  ],
  NL: [
    { from: '2008-01-01', rateBp: 1300 },
    { from: '2016-07-01', rateBp: 1500 },
  ],
  NS: [
    { from: '2008-01-01', rateBp: 1300 },
    { from: '2010-07-01', rateBp: 1500 },
    { from: '2025-04-01', rateBp: 1400 },
  ],
  NT: gst,
  NU: gst,
  ON: [...gst, { from: '2010-07-01', rateBp: 1300 }],
  PE: [...gst, { from: '2013-04-01', rateBp: 1400 }, { from: '2016-10-01', rateBp: 1500 }],
  QC: gst,
  SK: gst,
  YT: gst,
};

/** The line of the table that holds in that place on that day. What lies before the table is not guessed. */
export function rateAt(place: Province, day: Day): RateFrom {
  const line = taxRates[place].findLast(({ from }) => from <= day);
  if (!line) throw invalid('place', `The rates known here begin on ${taxRates[place][0]!.from}. Say the rate of this payment yourself.`);
  return line;
}
