import { type PartSaid, mostParts } from '../domain/allocation.js';
import { idPattern } from '../domain/id.js';
import type { Settlement } from '../domain/pledge.js';
import { type Form, typedIn } from '../web/form.js';
import type { FormReading, Posted } from './form-reading.js';
import { readPlace, readRateTyped, settledBy } from './line-boxes.js';
import { partFields, partsCurrency, rateOfLine } from './pages/line-parts.js';

export interface PartsPosted {
  readonly parts: readonly PartSaid[];
  readonly settled?: Settlement;
}

/** The rows of the form that say anything. A row with an amount and nothing that it is, or the other way round, is asked about. */
export function readParts(reading: FormReading, posted: Posted): PartsPosted {
  const parts: PartSaid[] = [];
  for (let row = 1; row <= rowsIn({ typed: posted }); row += 1) {
    const part = readPart(reading, row);
    if (part) parts.push(part);
  }
  reading.passOver(partsCurrency);
  const settled = settledBy(reading, rateOfLine, readRateTyped(reading, rateOfLine));
  return { parts, ...(settled && { settled }) };
}

/** Up to which row the form was filled in; boxes that were left empty may not be sent. */
export function rowsIn({ typed }: Pick<Form, 'typed'>): number {
  const rows = Array.from({ length: mostParts }, (_, index) => index + 1);
  return rows.findLast((row) => Object.values(partFields(row)).some((name) => name in typed)) ?? 0;
}

/** What the books say of a part stands at the row that said it; what they say of all of them, at the first. */
export function atTheirRows(form: Form): Form {
  const saidIn = Array.from({ length: rowsIn(form) }, (_, index) => index + 1).filter((row) => {
    const { amount, becomes } = partFields(row);
    return typedIn(form, amount)?.trim() || typedIn(form, becomes);
  });
  const faults = form.faults.map((fault) => {
    const [, part, of] = /^parts(?:\.(\d+)(?:\.(.+))?)?$/.exec(fault.field) ?? [undefined, undefined, undefined];
    if (!fault.field.startsWith('parts')) return fault;
    const fields = partFields(saidIn[Number(part ?? 0)] ?? 1);
    const isOfAmount = part === undefined || of === 'amount';
    return { ...fault, field: isOfAmount ? fields.amount : of === 'place' ? fields.place : fields.becomes };
  });
  return { ...form, faults };
}

const saying = new RegExp(`^(?:same:(?<payment>${idPattern})|record:(?<offering>[a-z0-9-]{1,40}))$`);

function readPart(reading: FormReading, row: number): PartSaid | undefined {
  const fields = partFields(row);
  const amount = reading.optionalMoney(fields.amount, partsCurrency, false);
  const becomes = reading.optional(fields.becomes, 60);
  const place = readPlace(reading, fields.place);
  if (!amount && !becomes) return undefined;
  const { payment, offering } = saying.exec(becomes ?? '')?.groups ?? {};
  if (!amount) reading.refuse(fields.amount, 'Say how much of the line it is.');
  if (!payment && !offering) reading.refuse(fields.becomes, 'Choose what this part is, or empty its amount.');
  if (!amount || (!payment && !offering)) return undefined;
  return payment ? { becomes: 'evidence', amount, payment } : { becomes: 'payment', amount, offering: offering!, ...(place && { place }) };
}
