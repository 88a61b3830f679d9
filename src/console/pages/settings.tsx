import { SummaryList } from '../../web/components.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface LedgerSettings {
  readonly frame: Frame;
  readonly zone: string;
  /** Where the daily backup goes and when it last went, in one sentence. */
  readonly backup: string;
  readonly version: string;
}

export function SettingsPage({ frame, zone, backup, version }: LedgerSettings) {
  const at = pathsOf(frame.ledger.slug);
  const { slug, currency } = frame.ledger;
  const places = [
    { href: at.offerings, words: 'Offerings', says: 'what you offer, its usual amounts, tax, inside or outside the promise' },
    { href: at.accounts, words: 'Accounts', says: 'your bank and PayPal accounts: those whose files you bring in, and connecting PayPal' },
    { href: at.mails, words: 'Mails', says: 'the address at which e-Transfers reach you, and how mails about them come in by themselves' },
    {
      href: at.sending,
      words: 'Sending',
      says: 'how much may go out, with how many people, from which account, and the switch that stops it',
    },
    { href: at.held, words: 'Held', says: 'only where this ledger was put back from a backup: what it lacks, and letting it go on' },
    { href: at.opening, words: 'Before this ledger', says: 'what you owed and had sent before you began here' },
    {
      href: at.ahead,
      words: 'Out of your own pocket',
      says: 'what you cover ahead of what comes in, and what you give beyond your promise',
    },
    { href: at.people, words: 'People', says: 'who signs in, with which role, and invitations' },
    { href: at.tokens, words: 'Tokens', says: 'for programs that read or record by themselves' },
  ];
  return (
    <ConsolePage frame={frame} title="Settings" place="settings">
      <h1>Settings</h1>
      <ul class="rows">
        {places.map(({ href, words, says }) => (
          <li>
            <p>
              <a href={href}>{words}</a>
              <br />
              <small>{says}</small>
            </p>
          </li>
        ))}
      </ul>
      <h2>This ledger</h2>
      <SummaryList
        rows={[
          { term: 'Address here', says: <span class="mono">/{slug}</span> },
          { term: 'Currency', says: currency },
          { term: 'Time zone of its months', says: `${zone}, for good` },
          { term: 'Backup', says: backup },
          { term: 'Program', says: `mutual-aid-ledger ${version}` },
        ]}
      />
    </ConsolePage>
  );
}
