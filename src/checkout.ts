import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder that holds `package.json`, whether this file runs from `src` or from `dist/src`. */
function folderOfPackage(from: string): string {
  if (existsSync(path.join(from, 'package.json')) || path.dirname(from) === from) return from;
  return folderOfPackage(path.dirname(from));
}

export const checkout = folderOfPackage(import.meta.dirname);
