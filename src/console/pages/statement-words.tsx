import type { Reason } from '../../domain/explanation.js';
import type { Seam } from '../../domain/statement.js';
import { Amount } from '../../web/amounts.js';
import { DayText } from '../../web/days.js';

/** What a difference can come from, as the end of "It comes from …". */
export const reasonWords: Readonly<Record<Reason, string>> = {
  'over-the-edge': 'a line outside the period that the bank counted in it',
  'at-the-edge': 'a line within the period that the bank counts in another',
  unmatched: 'a line of which nobody has said yet what it is',
  pending: 'a line that was not finished when the file was made',
  fee: 'a fee',
  conversion: 'money that was converted',
  'our-payout': 'a payout of ours that no line shows',
  'came-back': 'money that came back, and that no line shows',
  'not-known': 'nobody knows yet what',
};

/** Where a statement does not follow upon the others of its account, and what to do. */
export function SeamText({ seam }: { seam: Seam }) {
  switch (seam.is) {
    case 'overlap':
      return (
        <>
          It speaks of days of which the one from <DayText of={seam.with.from} /> to <DayText of={seam.with.through} /> speaks too. State
          one of the two with other days.
        </>
      );
    case 'gap':
      return (
        <>
          No statement speaks of the days from <DayText of={seam.from} /> to <DayText of={seam.through} />. State one for them.
        </>
      );
    case 'other-amount':
      return (
        <>
          The one before it closed with <Amount of={seam.closedWith} />, and this one opens otherwise. See which of the two is right, and
          state it again.
        </>
      );
  }
}
