import type { ComponentChildren } from 'preact';
import type { Currency } from '../../domain/currency.js';
import type { Words } from '../../languages/words.js';
import { Page } from '../../web/page.js';
import { Say } from '../../web/say.js';

/** The ledger as the world knows it. */
export interface PublicLedger {
  readonly slug: string;
  readonly name: string;
  readonly currency: Currency;
  /** "Practice data. Nothing here is real." */
  readonly banner?: string;
}

interface PublicPageProps {
  readonly words: Words;
  readonly ledger: PublicLedger;
  readonly title: string;
  /** Where it is below the ledger's own page, `/promise`; absent for an answer to a form, which is offered in no other language. */
  readonly at?: '' | `/${string}`;
  readonly description?: string;
  readonly children: ComponentChildren;
}

/** Every public page: no cookie, no script, nothing from elsewhere. */
export function PublicPage({ words, ledger, title, at, description, children }: PublicPageProps) {
  const home = `/${ledger.slug}`;
  const places = [
    { at: '', says: words.say('place.figures') },
    { at: '/promise', says: words.say('place.promise') },
    { at: '/feedback', says: words.say('place.feedback') },
  ];
  const hrefOf = (place: string): string => words.link(`${home}${place}`);
  const feed = words.say('feed.title', { ledger: ledger.name });
  return (
    <Page
      words={words}
      title={title === ledger.name ? title : `${title} · ${ledger.name}`}
      description={description}
      home={ledger.currency}
      banner={ledger.banner}
      brand={{ href: hrefOf(''), words: ledger.name }}
      nav={{
        label: ledger.name,
        places: places.map((place) => ({ href: hrefOf(place.at), words: place.says })),
        here: at === undefined ? undefined : hrefOf(at),
      }}
      path={at === undefined ? undefined : `${home}${at}`}
      alternates={[
        { href: hrefOf('/feed.json'), type: 'application/feed+json', title: feed },
        { href: hrefOf('/feed.atom'), type: 'application/atom+xml', title: feed },
      ]}
      footer={<Footer />}
      findable
    >
      {children}
    </Page>
  );
}

const Footer = () => (
  <>
    <p>
      <Say it="foot.no-trackers" /> <Say it="foot.no-receipts" />
    </p>
    <p>
      <Say it="foot.people-are-not" />
    </p>
  </>
);
