import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { checkout } from '../checkout.js';
import type { Face } from './english.js';
import { inEnglish, type Language, readLanguage } from './language.js';

const folder = path.join(checkout, 'config', 'languages');

/** English and every file under `config/languages`, by its code. To add a language is to put a file there. */
export const languages: readonly Language[] = [
  inEnglish,
  ...readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => readLanguage(readFileSync(path.join(folder, file), 'utf8'), file)),
];

const byFace: Readonly<Record<Face, readonly Language[]>> = {
  public: languages.filter(({ faces }) => faces.includes('public')),
  console: languages.filter(({ faces }) => faces.includes('console')),
};

/** Those in which a face is complete; one that lacks a message is not offered. */
export const languagesOf = (face: Face): readonly Language[] => byFace[face];

/** English, where there is no such language: a page kept in a browser may ask for one that was taken away. */
export const languageOf = (code: string): Language => languages.find((language) => language.code === code) ?? inEnglish;
