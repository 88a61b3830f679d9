import type { PledgePolicy } from '../../domain/pledge.js';
import { Written } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { promiseSentence, WorkedOut } from './promise-words.js';
import { type PublicLedger, PublicPage } from './public-page.js';

export interface PublicPromise {
  readonly ledger: PublicLedger;
  /** Newest first; none is ever taken away. */
  readonly versions: readonly PledgePolicy[];
  /** Number of the one in force today. */
  readonly inForce?: number;
}

export function PublicPromisePage({ ledger, versions, inForce }: PublicPromise) {
  return (
    <PublicPage ledger={ledger} title="The promise" place="promise" description={`The promise of ${ledger.name}, with every version.`}>
      <h1>The promise</h1>
      {versions.length === 0 && <p>No promise was made yet. It will stand here, in the practice’s own words, with every later version.</p>}
      {versions.map((policy) => (
        <section class="part">
          <h2>
            {promiseSentence(policy)} <span class="side">{stateOf(policy, inForce)}</span>
          </h2>
          <p class="stamp">
            Version {policy.version}, from <DayText of={policy.startsOn} />
          </p>
          <Written>{policy.words}</Written>
          <h3>How it is worked out</h3>
          <WorkedOut policy={policy} currency={ledger.currency} />
        </section>
      ))}
      {versions.length > 1 && (
        <p class="words">A new version holds for payments from its first day on. It changes nothing that was promised before.</p>
      )}
    </PublicPage>
  );
}

const stateOf = ({ version }: PledgePolicy, inForce?: number): string =>
  version === inForce ? 'in force' : inForce === undefined || version > inForce ? 'to come' : 'earlier';
