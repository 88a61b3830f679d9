import { taxPlaces } from '../../domain/tax-rates.js';
import { Pick } from '../../web/choices.js';
import type { Form } from '../../web/form.js';
import { placeWords } from './words.js';

/** Name of the control beside a line that says where whoever paid lives, by the line's number. */
export const placeField = (line: number | string): string => `place-${line}`;

/** Asked only where she wants to say it: else every line would be one stop more on the way through the page. */
export const asksPlaces = (form: Form): boolean => Object.keys(form.typed).some((name) => /^place-\d+$/.test(name));

/** @param untouched what holds where nobody says a place */
export const placeChoices = (untouched: string) => [
  { value: '', words: untouched },
  ...taxPlaces.map((place) => ({ value: place, words: place === 'abroad' ? 'Outside Canada: zero-rated' : placeWords[place] })),
];

/** Where whoever paid lives, for a line from which a payment is recorded. Nothing is guessed: left alone, the offering decides. */
export const LinePlace = ({ form, line }: { form: Form; line: number }) => (
  <Pick form={form} name={placeField(line)} label={`Where they live, line ${line}`} options={placeChoices('Tax as the offering says')} />
);
