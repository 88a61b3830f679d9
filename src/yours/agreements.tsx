import type { Consent } from '../domain/call.js';
import type { Key } from '../languages/english.js';
import type { Words } from '../languages/words.js';
import { Button, Hidden } from '../web/components.js';
import { Say } from '../web/say.js';
import { Act, type YoursLedger } from './act.js';
import type { PersonConsent } from './person-consents.js';

const consentWords = {
  receipt: { what: 'consent.receipt', says: 'consent.receipt-says' },
  acknowledgement: { what: 'consent.acknowledgement', says: 'consent.acknowledgement-says' },
} as const satisfies Record<Consent, { readonly what: Key; readonly says: Key }>;

interface AgreementsProps {
  readonly words: Words;
  readonly ledger: YoursLedger;
  readonly code: string;
  readonly agreements: readonly PersonConsent[];
}

/** Each by itself, off until they say yes, and taken back by a press like it was given. */
export const Agreements = ({ words, ledger, code, agreements }: AgreementsProps) => (
  <>
    <h2>
      <Say it="consent.heading" />
    </h2>
    <p>
      <Say it="consent.not-needed" />
    </p>
    <ul class="rows">
      {agreements.map(({ consent, isGiven, mayGive }) => (
        <li>
          <p>
            <Say it={consentWords[consent].what} />
            <br />
            <small>
              <Say it={consentWords[consent].says} />
            </small>
            <br />
            <strong>
              <Say it={isGiven ? 'consent.agreed' : 'consent.not-agreed'} />
            </strong>
          </p>
          {(isGiven || mayGive) && (
            <Act ledger={ledger} code={code} does={isGiven ? 'take-back' : 'agree'}>
              <Hidden name="consent" value={consent} />
              <Button quiet about={`: ${words.say(consentWords[consent].what)}`}>
                <Say it={isGiven ? 'consent.take-back' : 'consent.agree'} />
              </Button>
            </Act>
          )}
        </li>
      ))}
    </ul>
  </>
);
