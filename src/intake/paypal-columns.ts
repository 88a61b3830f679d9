import { invalid } from '../domain/refusal.js';
import { keyOf, type Row } from './csv.js';

/** The language of a file's header: PayPal writes it, dates and amounts as the account's language does. */
export type Language = 'en' | 'fr' | 'de';

/**
 * The columns that we read, by the headings under which PayPal's reports have carried them: the activity download, and
 * the statement, which calls the type `Description`, the zone `Time Zone` and has no status because all in it is done.
 * Headings are compared by `keyOf`, so blanks, capitals and accents do not count.
 */
const headings = {
  date: { en: ['Date'], fr: ['Date'], de: ['Datum'] },
  time: { en: ['Time'], fr: ['Heure'], de: ['Uhrzeit'] },
  zone: { en: ['TimeZone'], fr: ['Fuseau horaire'], de: ['Zeitzone'] },
  name: { en: ['Name'], fr: ['Nom'], de: ['Name'] },
  type: { en: ['Type', 'Description'], fr: ['Type', 'Description'], de: ['Typ', 'Beschreibung'] },
  status: { en: ['Status'], fr: ['État', 'Statut'], de: ['Status'] },
  currency: { en: ['Currency'], fr: ['Devise'], de: ['Währung'] },
  gross: { en: ['Gross', 'Amount'], fr: ['Avant commission', 'Brut', 'Montant brut', 'Montant'], de: ['Brutto', 'Betrag'] },
  fee: { en: ['Fee', 'Fees'], fr: ['Commission', 'Frais'], de: ['Gebühr', 'Entgelt'] },
  net: { en: ['Net', 'Total'], fr: ['Net', 'Total'], de: ['Netto'] },
  id: {
    en: ['Transaction ID'],
    fr: ['Numéro de transaction', 'N° de transaction', 'Nº de transaction', 'Identifiant de transaction'],
    de: ['Transaktionscode'],
  },
  reference: {
    en: ['Reference Txn ID', 'Reference Transaction ID'],
    fr: [
      'Numéro de la transaction de référence',
      'Numéro de transaction de référence',
      'Nº de transaction de référence',
      'N° de transaction de référence',
    ],
    de: ['Zugehöriger Transaktionscode'],
  },
  title: { en: ['Item Title'], fr: ["Titre de l'objet"], de: ['Artikelbezeichnung'] },
  subject: { en: ['Subject'], fr: ['Objet'], de: ['Betreff'] },
  note: { en: ['Note'], fr: ['Remarque'], de: ['Hinweis'] },
  impact: { en: ['Balance Impact'], fr: ['Impact sur le solde'], de: ['Auswirkung auf Guthaben'] },
} as const satisfies Record<string, Record<Language, readonly string[]>>;

export type Column = keyof typeof headings;

const needed: readonly Column[] = ['date', 'time', 'zone', 'type', 'status', 'currency', 'gross', 'fee', 'id'];
const telling: readonly Column[] = ['time', 'zone', 'type', 'status', 'currency', 'gross', 'fee', 'net', 'id', 'reference'];
const languages: readonly Language[] = ['en', 'fr', 'de'];

/** Where each column stands in one file. */
export interface Layout {
  readonly language: Language;
  /** True for the statement, which lists finished movements only and has no status. */
  readonly isStatement: boolean;
  /** Index of the column's cell; −1 for one that this file has not. */
  at(column: Column): number;
  /** The column's heading as this file writes it, for messages. */
  named(column: Column): string;
}

/** True if the header carries at least five of the ten headings that only PayPal has together. */
export function isPayPalHeader(cells: readonly string[]): boolean {
  const found = locate(cells, languageOf(cells));
  return telling.filter((column) => found.has(column)).length >= 5;
}

/** @throws InvalidInput naming the columns that are missing, and those that were found */
export function layoutOf(header: Row): Layout {
  const language = languageOf(header.cells);
  const places = locate(header.cells, language);
  const isStatement = isDescription(header.cells[places.get('type') ?? -1]) && !places.has('status');
  const missing = needed.filter((column) => !places.has(column) && !(column === 'status' && isStatement));
  if (missing.length > 0) {
    const names = missing.map((column) => `"${headings[column][language][0]}"`).join(', ');
    const heads = header.cells.filter((cell) => cell !== '').map((cell) => `"${cell.slice(0, 40)}"`);
    const found = `Found: ${heads.slice(0, 60).join(', ')}.`;
    const says = `The PayPal file lacks the column ${names}. Choose all columns and download it again. ${found}`;
    throw invalid(`line ${header.line}`, says);
  }
  return {
    language,
    isStatement,
    at: (column) => places.get(column) ?? -1,
    named: (column) => header.cells[places.get(column) ?? -1] ?? headings[column][language][0],
  };
}

export const cellOf = (row: Row, layout: Layout, column: Column): string => row.cells[layout.at(column)] ?? '';

const isDescription = (heading = ''): boolean => ['description', 'beschreibung'].includes(keyOf(heading));

/** The language in which most of the headings are known. */
function languageOf(cells: readonly string[]): Language {
  const sizes = languages.map((language) => locate(cells, language).size);
  return languages[sizes.indexOf(Math.max(...sizes))]!;
}

/** Of two headings for one column the one named first in `headings` counts. */
function locate(cells: readonly string[], language: Language): Map<Column, number> {
  const keys = cells.map(keyOf);
  const found = new Map<Column, number>();
  for (const column of Object.keys(headings) as Column[]) {
    const index = headings[column][language].map((heading) => keys.indexOf(keyOf(heading))).find((at) => at !== -1);
    if (index !== undefined) found.set(column, index);
  }
  return found;
}
