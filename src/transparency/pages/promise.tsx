import type { PledgePolicy } from '../../domain/pledge.js';
import type { Words } from '../../languages/words.js';
import { Written } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { Say } from '../../web/say.js';
import { promiseSentence, WorkedOut } from './promise-words.js';
import { type PublicLedger, PublicPage } from './public-page.js';

export interface PublicPromise {
  readonly ledger: PublicLedger;
  /** Newest first; none is ever taken away. */
  readonly versions: readonly PledgePolicy[];
  /** Number of the one in force today. */
  readonly inForce?: number;
}

export function PublicPromisePage({ words, ledger, versions, inForce }: PublicPromise & { readonly words: Words }) {
  return (
    <PublicPage
      words={words}
      ledger={ledger}
      title={words.say('promise.title')}
      at="/promise"
      description={words.say('promise.description', { ledger: ledger.name })}
    >
      <h1>
        <Say it="promise.title" />
      </h1>
      {versions.length === 0 && (
        <p>
          <Say it="promise.none" />
        </p>
      )}
      {versions.map((policy) => (
        <section class="part">
          <h2>
            {promiseSentence(policy, words)}{' '}
            <span class="side">
              <Say it={stateOf(policy, inForce)} />
            </span>
          </h2>
          <p class="stamp">
            <Say it="promise.version" slots={{ version: String(policy.version), day: <DayText of={policy.startsOn} /> }} />
          </p>
          <Written>{policy.words}</Written>
          <h3>
            <Say it="worked.title" />
          </h3>
          <WorkedOut policy={policy} currency={ledger.currency} />
        </section>
      ))}
      {versions.length > 1 && (
        <p class="words">
          <Say it="promise.changes-nothing-before" />
        </p>
      )}
    </PublicPage>
  );
}

function stateOf({ version }: PledgePolicy, inForce?: number) {
  if (version === inForce) return 'promise.in-force';
  return inForce === undefined || version > inForce ? 'promise.to-come' : 'promise.earlier';
}
