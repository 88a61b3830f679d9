import { homedir } from 'node:os';
import path from 'node:path';
import { isZone } from '../domain/calendar.js';
import { isCurrency } from '../domain/currency.js';

const usual = ['CAD', 'USD', 'EUR', 'GBP', 'AUD'];

/** Time zones that this machine knows, its own first. A server that keeps UTC says nothing of where she works. */
export function zonesHere(): string[] {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const likely = own === 'UTC' || own === 'Etc/UTC' ? 'America/Toronto' : own;
  return [...new Set([likely, ...Intl.supportedValuesOf('timeZone'), 'UTC'])].filter(isZone);
}

/** Every currency of ISO 4217 in use, the likely ones first. */
export const allCurrencies = (): string[] => [...new Set([...usual, ...Intl.supportedValuesOf('currency')])].filter(isCurrency);

/** Outside the data folder, so that one does not go with the other. */
export const proposedBackupFolder = (): string => path.join(homedir(), 'mutual-aid-ledger-backup');
