import type { MailOutcome } from '../../reconciliation/mail-counts.queries.js';
import { More } from '../../web/components.js';
import { counted } from './words.js';

/** What became of mails, in a steward's words. */
const outcomes: Readonly<Record<MailOutcome, string>> = {
  kept: 'came in to be looked at',
  'here-already': 'said what was here already',
  'unknown-wording': 'came in with a wording that is new to us',
  unreadable: 'could not be read as a mail',
  'too-large': 'were larger than any of Interac’s',
  'header-twice': 'had a header twice',
  'more-than-one-from': 'named more than one sender, or none',
  'not-from-interac': 'were not from Interac',
  'other-address': 'were sent to another address than yours',
  'not-signed': 'were not signed by Interac',
  'signed-in-part': 'were signed only in part',
  'not-covered': 'were signed without what matters in them',
  'key-unknown': 'were signed with a key that is not at hand',
  'signature-broken': 'were not as Interac had signed them',
  'impossible-day': 'had a day that cannot be',
  'seen-in-this-file': 'stood twice in one file',
};

/** Mails that are kept nowhere are at least counted: a sudden number of them is worth a question. */
export function MailCountsList({ counts }: { counts: readonly { readonly outcome: MailOutcome; readonly mails: number }[] }) {
  if (counts.length === 0) return null;
  return (
    <More words="All mails of the last 30 days">
      <ul class="rows">
        {counts.map(({ outcome, mails }) => (
          <li>
            {counted(mails, 'mail')} {outcomes[outcome]}.
          </li>
        ))}
      </ul>
    </More>
  );
}
