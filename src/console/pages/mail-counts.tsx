import type { MailOutcome } from '../../reconciliation/mail-counts.queries.js';
import { More, SummaryList } from '../../web/components.js';

/** What became of mails, in a steward's words. */
const outcomes: Readonly<Record<MailOutcome, string>> = {
  kept: 'Came in to be looked at',
  'here-already': 'Said what was here already',
  'unknown-wording': 'Came in with a wording that is new to us',
  unreadable: 'Could not be read as a mail',
  'too-large': 'Larger than any of Interac’s',
  'header-twice': 'With a header twice',
  'more-than-one-from': 'With more than one sender, or none',
  'not-from-interac': 'Not from Interac',
  'other-address': 'Sent to another address than yours',
  'not-signed': 'Not signed by Interac',
  'signed-in-part': 'Signed only in part',
  'not-covered': 'Signed without what matters in them',
  'key-unknown': 'Signed with a key that is not at hand',
  'signature-broken': 'Not as Interac had signed them',
  'impossible-day': 'Of a day that cannot be',
  'seen-in-this-file': 'Twice in one file',
};

/** Mails that are kept nowhere are at least counted: a sudden number of them is worth a question. */
export function MailCountsList({ counts }: { counts: readonly { readonly outcome: MailOutcome; readonly mails: number }[] }) {
  if (counts.length === 0) return null;
  return (
    <More words="All mails of the last 30 days">
      <SummaryList rows={counts.map(({ outcome, mails }) => ({ term: outcomes[outcome], says: String(mails) }))} />
    </More>
  );
}
