import type { Role } from '../../domain/ledger.js';
import { Page } from '../../web/page.js';
import { roleWords } from './words.js';

export interface Ledgers {
  readonly steward: string;
  readonly ledgers: readonly { readonly slug: string; readonly name: string; readonly role: Role }[];
}

/** For one who holds several ledgers. */
export function LedgersPage({ steward, ledgers }: Ledgers) {
  return (
    <Page title="Your ledgers · Mutual-aid ledger">
      <h1>Your ledgers, {steward}</h1>
      <ul class="rows">
        {ledgers.map(({ slug, name, role }) => (
          <li>
            <a href={`/console/${slug}`}>{name}</a>
            <span class="words">{roleWords[role].name}</span>
          </li>
        ))}
      </ul>
    </Page>
  );
}
