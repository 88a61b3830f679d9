import type { AccountTrouble } from '../domain/paypal.js';
import type { ConnectionStanding } from '../reconciliation/paypal-connections.queries.js';
import { counted } from './pages/words.js';

/** Why an account tells nothing, and what to do: one sentence each. */
const troubleWords: Readonly<Record<AccountTrouble, string>> = {
  'wrong-credentials': 'PayPal no longer lets this program in: copy “Client ID” and “Secret” of your app again',
  'not-enabled': 'PayPal does not let this app search: tick “Transaction search” for it at PayPal, and wait up to nine hours',
  'too-many-requests': 'PayPal asks for a pause: it is asked again by itself, and there is nothing to do',
  unreachable: 'PayPal does not answer: it is asked again by itself; if this lasts for days, bring in its file',
  unreadable: 'PayPal answers in a way that this program does not understand: bring in its file, and tell whoever runs this program',
  unopenable: 'what opens this account at PayPal can no longer be read here: connect it again, with “Client ID” and “Secret” of your app',
  stumbled:
    'this program could not bring in what PayPal listed: it tries again by itself; if this lasts, bring in PayPal’s file, and tell whoever runs this program',
};

/** What the account's standing is, where something is to be said; nothing where all is well. */
export function troubleInWords({ name, trouble, unread }: ConnectionStanding): string | undefined {
  if (trouble) return `${name}: ${troubleWords[trouble]}.`;
  if (unread === 0) return undefined;
  const lines = counted(unread, 'line');
  return `${name}: ${lines} of PayPal’s could not be understood, so bring in its file and compare.`;
}
