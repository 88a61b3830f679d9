import { idPattern } from '../../domain/id.js';
import { invalid } from '../../domain/refusal.js';

/**
 * What the control of one line says. A payment is named by its id: which one is meant never depends on what is proposed by the
 * time of the press.
 */
export type LineSaid =
  /** `several`: it holds several payments, or is a part of one; of which is asked on a page of its own. */
  | { readonly is: 'leave' | 'dismiss' | 'seen' | 'several' }
  | { readonly is: 'same'; readonly payment: string }
  /** @property besides the payment that was shown as possibly the same money, when she said that this is another one */
  | { readonly is: 'record'; readonly offering: string; readonly besides?: string };

/** As it stands in the page after the line's number: `record:ces-50`, `record:ces-50:besides:<id>`, `same:<id>`, `seen`, `several`, `leave`, `dismiss`. */
export function wordsOf(said: LineSaid): string {
  switch (said.is) {
    case 'same':
      return `same:${said.payment}`;
    case 'record':
      return `record:${said.offering}${said.besides ? `:besides:${said.besides}` : ''}`;
    case 'leave':
    case 'dismiss':
    case 'seen':
    case 'several':
      return said.is;
  }
}

const control = new RegExp(
  `^(?<line>\\d{1,15}):(?:(?<is>leave|dismiss|seen|several)|same:(?<payment>${idPattern})|record:(?<offering>[a-z0-9-]{1,40})(?::besides:(?<besides>${idPattern}))?)$`,
);

/** @param sent like `12:record:ces-50`; lines go by a number @throws InvalidInput for what no page of ours holds */
export function readControl(sent: string): { readonly line: string; readonly said: LineSaid } {
  const { line, is, payment, offering, besides } = control.exec(sent)?.groups ?? {};
  if (!line) throw invalid('line', 'Open the page again: what was sent does not belong to it.');
  if (payment) return { line, said: { is: 'same', payment } };
  if (offering) return { line, said: { is: 'record', offering, ...(besides && { besides }) } };
  return { line, said: { is: is as 'leave' | 'dismiss' | 'seen' | 'several' } };
}
