import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Currency } from '../domain/currency.js';
import { ReadingContext } from './reading.js';
import { stylesheetPath } from './stylesheet.js';

export interface NavPlace {
  readonly href: string;
  readonly words: string;
}

export interface Nav {
  /** Read out before the list: "Main", "Console". */
  readonly label: string;
  readonly places: readonly NavPlace[];
  /** The `href` of the place where one is. */
  readonly here?: string;
}

export interface PageProps {
  /** Says where one is, from the nearest to the farthest: "October 2026 · Months · River Practice". */
  readonly title: string;
  readonly lang?: string;
  /** The ledger's currency; its amounts go without a code. */
  readonly home?: Currency;
  readonly nav?: Nav;
  readonly hideAmounts?: boolean;
  /** One sentence over every page: "Practice data. Nothing here is real." */
  readonly banner?: string;
  /** Name and home of what one is reading, at the top. */
  readonly brand?: NavPlace;
  /** Stands beside the brand: the switch that covers amounts, sign out. */
  readonly aside?: ComponentChildren;
  readonly footer?: ComponentChildren;
  /** Feeds and other forms of the same page, for `<link rel="alternate">`. */
  readonly alternates?: readonly { readonly href: string; readonly type: string; readonly title: string }[];
  readonly description?: string;
  /** True where search engines are welcome; elsewhere they are asked to stay out. */
  readonly findable?: boolean;
  /** The one script of the console, where a passkey is made or used. */
  readonly script?: string;
  /** Wide for tables of the console; otherwise a column made for reading. */
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** Two open hands as three strokes; drawn in the page's address bar only, so nothing is fetched for it. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%237a2e5d'/%3E" +
  "%3Cpath d='M7 21h18M7 15h11M7 9h14' stroke='%23fffdf9' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E";

export function Page(props: PageProps) {
  const { title, lang = 'en', home, nav, hideAmounts = false, banner, brand, aside, footer, wide, children } = props;
  return (
    <ReadingContext.Provider value={{ lang, home, hideAmounts }}>
      <html lang={lang}>
        <Head {...props} title={title} />
        <body class={wide ? 'wide' : undefined}>
          <a class="skip" href="#main">
            Skip to the content
          </a>
          {(banner || brand || nav || aside) && (
            <header class="top">
              {banner && <p class="banner">{banner}</p>}
              {brand && (
                <p class="brand">
                  <a href={brand.href}>{brand.words}</a>
                </p>
              )}
              {aside && <div class="aside">{aside}</div>}
              {nav && <Places nav={nav} />}
            </header>
          )}
          <main id="main" tabIndex={-1}>
            {children}
          </main>
          {footer && <footer class="foot">{footer}</footer>}
        </body>
      </html>
    </ReadingContext.Provider>
  );
}

function Head({ title, description, findable, script, alternates = [] }: PageProps) {
  return (
    <head>
      <meta charset="utf-8" />
      <title>{title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      {description && <meta name="description" content={description} />}
      {!findable && <meta name="robots" content="noindex, noarchive" />}
      <link rel="stylesheet" href={stylesheetPath} />
      <link rel="icon" href={icon} />
      {script && <script type="module" src={script} />}
      {alternates.map(({ href, type, title: words }) => (
        <link rel="alternate" href={href} type={type} title={words} />
      ))}
    </head>
  );
}

function Places({ nav: { label, places, here } }: { nav: Nav }) {
  return (
    <nav class="places" aria-label={label}>
      <ul>
        {places.map(({ href, words }) => (
          <li>
            <a href={href} aria-current={href === here ? 'page' : undefined}>
              {words}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The whole document as text, ready to send as `text/html; charset=utf-8`. */
export const renderPage = (page: VNode): string => `<!doctype html>${renderToString(page)}`;
