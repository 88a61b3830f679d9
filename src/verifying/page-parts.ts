/** The few things of a browser that the page uses, since the program around it is compiled without one. */
export interface Part {
  textContent: string | null;
  value: string;
  lang: string;
  href: string;
  readonly dataset: Readonly<Record<string, string>>;
  readonly files: ArrayLike<{ text(): Promise<string> }> | null;
  append(...parts: readonly (Part | string)[]): void;
  setAttribute(name: string, value: string): void;
  replaceChildren(...parts: readonly Part[]): void;
  addEventListener(event: 'submit', act: (event: { preventDefault(): void }) => void): void;
}

interface Page {
  title: string;
  readonly documentElement: Part;
  getElementById(id: string): Part | null;
  querySelectorAll(selector: string): Iterable<Part>;
  createElement(name: string): Part;
}

const browser = globalThis as unknown as {
  readonly document: Page;
  readonly localStorage: Record<string, string | undefined>;
  readonly location: { readonly hash: string; readonly origin: string; readonly pathname: string; readonly search: string };
  readonly navigator: { readonly languages?: readonly string[] };
};

export const part = (id: string): Part => browser.document.getElementById(id)!;

export function made(name: string, ...inside: readonly (Part | string)[]): Part {
  const element = browser.document.createElement(name);
  element.append(...inside);
  return element;
}

/** The language that the address asks for. */
export const asked = (): string | undefined => /[?&]lang=(\w+)/.exec(browser.location.search)?.[1];
/** The languages that the browser likes, best first: `fr-CA`. */
export const liked = (): readonly string[] => browser.navigator.languages ?? [];

/** Says everything that stands on the page already in another language. */
export function retell(lang: string, title: string, say: (key: string) => string): void {
  browser.document.documentElement.lang = lang;
  browser.document.title = title;
  for (const each of browser.document.querySelectorAll('[data-say]')) each.textContent = say(each.dataset.say!);
}

export function linkTo(lang: string, name: string): Part {
  const link = made('a', name);
  link.lang = lang;
  link.href = `?lang=${lang}${browser.location.hash}`;
  return link;
}

/** A heading and a list under it; nothing where there is nothing to list. */
export const listed = (title: string, lines: readonly string[]): readonly Part[] =>
  lines.length === 0 ? [] : [made('h2', title), made('ul', ...lines.map((line) => made('li', line)))];

/** What stands after the # of the address: the log that a link leads to. */
export const fragment = (): string => {
  try {
    return decodeURIComponent(browser.location.hash.slice(1));
  } catch {
    return '';
  }
};

/** Served by a ledger, at `/{ledger}/verify`, the page stands beside that ledger's log. Saved, or served from elsewhere, beside none. */
export function logBeside(): string {
  const { origin, pathname } = browser.location;
  const [, ledger] = /^\/([^/]+)\/verify$/.exec(pathname) ?? [];
  return ledger && origin.startsWith('http') ? `${origin}/${ledger}/log` : '';
}

const shelf = 'mutual-aid-ledger verify';

/** What this browser remembers of earlier checks; nothing where it is told to remember nothing. */
export function recalled(): unknown {
  try {
    return JSON.parse(browser.localStorage[shelf] ?? 'null');
  } catch {
    return null;
  }
}

export function keep(state: unknown): boolean {
  try {
    browser.localStorage[shelf] = JSON.stringify(state);
    return true;
  } catch {
    return false;
  }
}
