import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Currency } from '../domain/currency.js';

/** How the page at hand is read: in which language, whose currency goes without its code, and whether amounts are covered. */
export interface Reading {
  readonly lang: string;
  /** The ledger's currency; amounts in any other name theirs. */
  readonly home?: Currency;
  readonly hideAmounts: boolean;
}

export const ReadingContext = createContext<Reading>({ lang: 'en', hideAmounts: false });
export const useReading = (): Reading => useContext(ReadingContext);

const locales: Readonly<Record<string, string>> = { en: 'en-CA', fr: 'fr-CA', ko: 'ko-KR' };

/** The locale whose numbers a page in that language uses. */
export const localeOf = (lang: string): string => locales[lang] ?? 'en-CA';
