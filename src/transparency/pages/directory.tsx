import type { PledgePolicy } from '../../domain/pledge.js';
import type { Words } from '../../languages/words.js';
import { Page } from '../../web/page.js';
import { Say } from '../../web/say.js';
import { promiseSentence } from './promise-words.js';

export interface Directory {
  /** Only those whose stewards asked to be listed. */
  readonly ledgers: readonly {
    readonly slug: string;
    readonly name: string;
    /** Where one is in force: said in one sentence. */
    readonly promise?: PledgePolicy;
  }[];
  readonly banner?: string;
}

export function DirectoryPage({ words, ledgers, banner }: Directory & { readonly words: Words }) {
  const title = words.say('directory.title');
  const footer = (
    <p>
      <Say it="foot.no-trackers" />
    </p>
  );
  return (
    <Page words={words} path="/" title={title} banner={banner} findable footer={footer}>
      <h1>{title}</h1>
      {ledgers.length === 0 ? (
        <p>
          <Say it="directory.none" />
        </p>
      ) : (
        <ul class="rows">
          {ledgers.map(({ slug, name, promise }) => (
            <li>
              <p>
                <a href={words.link(`/${slug}`)}>{name}</a>
                {promise && (
                  <>
                    <br />
                    <small>{promiseSentence(promise, words)}.</small>
                  </>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

/** Says the same whether a ledger never was, is closed, or keeps itself unlisted. */
export function NothingHerePage({ words }: { readonly words: Words }) {
  return (
    <Page words={words} title={words.say('nothing-here.title')}>
      <h1>
        <Say it="nothing-here.says" />
      </h1>
      <p>
        <Say it="nothing-here.check" />
      </p>
      <p>
        <a href={words.link('/')}>
          <Say it="nothing-here.front" />
        </a>
      </p>
    </Page>
  );
}
