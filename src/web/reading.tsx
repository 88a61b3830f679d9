import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Currency } from '../domain/currency.js';
import { englishWords } from '../languages/asked-language.js';
import type { Words } from '../languages/words.js';

/** How the page at hand is read: in which words, whose currency goes without its code, and whether amounts are covered. */
export interface Reading {
  readonly words: Words;
  /** The ledger's currency; amounts in any other name theirs. */
  readonly home?: Currency;
  readonly hideAmounts: boolean;
}

export const ReadingContext = createContext<Reading>({ words: englishWords, hideAmounts: false });
export const useReading = (): Reading => useContext(ReadingContext);

/** The words of the page around; outside a page, English. */
export const useWords = (): Words => useReading().words;
