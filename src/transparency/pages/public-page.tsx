import type { ComponentChildren } from 'preact';
import type { Currency } from '../../domain/currency.js';
import { Page } from '../../web/page.js';

/** The ledger as the world knows it. */
export interface PublicLedger {
  readonly slug: string;
  readonly name: string;
  readonly currency: Currency;
  /** "Practice data. Nothing here is real." */
  readonly banner?: string;
}

interface PublicPageProps {
  readonly ledger: PublicLedger;
  readonly title: string;
  readonly place?: 'figures' | 'promise' | 'feedback';
  readonly description?: string;
  readonly children: ComponentChildren;
}

/** Every public page: no cookie, no script, nothing from elsewhere. */
export function PublicPage({ ledger, title, place, description, children }: PublicPageProps) {
  const at = `/${ledger.slug}`;
  const paths = { figures: at, promise: `${at}/promise`, feedback: `${at}/feedback` };
  const places = [
    { href: paths.figures, words: 'What was passed on' },
    { href: paths.promise, words: 'The promise' },
    { href: paths.feedback, words: 'Feedback' },
  ];
  return (
    <Page
      title={title === ledger.name ? title : `${title} · ${ledger.name}`}
      description={description}
      home={ledger.currency}
      banner={ledger.banner}
      brand={{ href: at, words: ledger.name }}
      nav={{ label: ledger.name, places, here: place && paths[place] }}
      alternates={[
        { href: `${at}/feed.json`, type: 'application/feed+json', title: `${ledger.name}, publications` },
        { href: `${at}/feed.atom`, type: 'application/atom+xml', title: `${ledger.name}, publications` },
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
    <p>No cookies, no trackers, no script. Not a charity; no tax receipts.</p>
    <p>The money is public, the people are not.</p>
  </>
);
