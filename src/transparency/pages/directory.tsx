import { Page } from '../../web/page.js';

export interface Directory {
  /** Only those whose stewards asked to be listed. */
  readonly ledgers: readonly {
    readonly slug: string;
    readonly name: string;
    /** The promise in one sentence, where one is in force. */
    readonly sentence?: string;
  }[];
  readonly banner?: string;
}

export function DirectoryPage({ ledgers, banner }: Directory) {
  return (
    <Page title="Ledgers on this host" banner={banner} findable footer={<p>No cookies, no trackers, no script.</p>}>
      <h1>Ledgers on this host</h1>
      {ledgers.length === 0 ? (
        <p>No ledger is listed here.</p>
      ) : (
        <ul class="rows">
          {ledgers.map(({ slug, name, sentence }) => (
            <li>
              <p>
                <a href={`/${slug}`}>{name}</a>
                {sentence && (
                  <>
                    <br />
                    <small>{sentence}.</small>
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
export function NothingHerePage() {
  return (
    <Page title="Not found">
      <h1>There is nothing at this address</h1>
      <p>Check it for a letter too many or too few.</p>
      <p>
        <a href="/">Go to the front page</a>
      </p>
    </Page>
  );
}
