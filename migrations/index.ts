import type { MigrationInterface } from 'typeorm';
import { EventStore1764000000001 } from './0001-event-store.js';
import { Vault1764000000002 } from './0002-vault.js';
import { Books1764000000003 } from './0003-books.js';
import { Access1764000000004 } from './0004-access.js';
import { PayPal1764000000050 } from './0050-paypal.js';

/** Forward only, in the order in which they are applied. */
export const migrations: (new () => MigrationInterface)[] = [
  EventStore1764000000001,
  Vault1764000000002,
  Books1764000000003,
  Access1764000000004,
  PayPal1764000000050,
];
