/** The few things of a browser that the page uses, since the program around it is compiled without one. */
export interface Part {
  textContent: string | null;
  value: string;
  readonly files: ArrayLike<{ text(): Promise<string> }> | null;
  append(...parts: readonly (Part | string)[]): void;
  replaceChildren(...parts: readonly Part[]): void;
  addEventListener(event: 'submit', act: (event: { preventDefault(): void }) => void): void;
}

interface Page {
  getElementById(id: string): Part | null;
  createElement(name: string): Part;
}

const browser = globalThis as unknown as {
  readonly document: Page;
  readonly localStorage: Record<string, string | undefined>;
  readonly location: { readonly hash: string; readonly origin: string; readonly pathname: string };
};

export const part = (id: string): Part => browser.document.getElementById(id)!;

export function made(name: string, ...inside: readonly (Part | string)[]): Part {
  const element = browser.document.createElement(name);
  element.append(...inside);
  return element;
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
