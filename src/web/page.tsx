import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Currency } from '../domain/currency.js';
import { languagesOf } from '../languages/languages.js';
import { englishWords, wordsIn } from '../languages/asked-language.js';
import type { Words } from '../languages/words.js';
import { ReadingContext, useWords } from './reading.js';
import { Say } from './say.js';
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
  /** In which language it speaks; English unless said. */
  readonly words?: Words;
  /** Its own address, where it is offered in other languages: each is a link to it, and needs no cookie. */
  readonly path?: string;
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
  const { words = englishWords, home, nav, hideAmounts = false, banner, brand, aside, footer, wide, children } = props;
  const path = languagesOf('public').length > 1 ? props.path : undefined;
  return (
    <ReadingContext.Provider value={{ words, home, hideAmounts }}>
      <html lang={words.lang}>
        <Head {...props} path={path} />
        <body class={wide ? 'wide' : undefined}>
          <a class="skip" href="#main">
            <Say it="page.skip" />
          </a>
          {(banner || brand || nav || aside || path) && (
            <header class="top">
              {banner && <p class="banner">{banner}</p>}
              {brand && (
                <p class="brand">
                  <a href={brand.href}>{brand.words}</a>
                </p>
              )}
              {path && <Languages path={path} />}
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

function Head({ title, description, findable, script, alternates = [], path }: PageProps) {
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
      {path && (
        <>
          {languagesOf('public').map(({ code }) => (
            <link rel="alternate" hreflang={code} href={`${path}?lang=${code}`} />
          ))}
          <link rel="alternate" hreflang="x-default" href={path} />
        </>
      )}
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

/** The same page in each language that has all of it, by its own name. */
function Languages({ path }: { path: string }) {
  const words = useWords();
  return (
    <nav class="languages" aria-label={words.say('page.languages')}>
      <ul>
        {languagesOf('public').map((language) => (
          <li>
            <a
              href={wordsIn(language, true).link(path)}
              lang={language.code}
              hreflang={language.code}
              aria-current={language.code === words.lang ? 'true' : undefined}
            >
              {language.name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The whole document as text, ready to send as `text/html; charset=utf-8`. */
export const renderPage = (page: VNode): string => `<!doctype html>${renderToString(page)}`;
