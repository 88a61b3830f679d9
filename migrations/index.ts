import type { MigrationInterface } from 'typeorm';
import { EventStore1764000000001 } from './0001-event-store.js';
import { Vault1764000000002 } from './0002-vault.js';
import { Books1764000000003 } from './0003-books.js';
import { Access1764000000004 } from './0004-access.js';
import { GroupedAppends1764000000005 } from './0005-grouped-appends.js';
import { FollowersAndRebuilds1764000000020 } from './0020-followers-and-rebuilds.js';
import { ImportMappings1764000000030 } from './0030-import-mappings.js';
import { Mails1764000000040 } from './0040-mails.js';
import { PayPal1764000000050 } from './0050-paypal.js';
import { Imports1764000000060 } from './0060-imports.js';
import { MonthTotals1764000000070 } from './0070-month-totals.js';
import { PaymentsCorrected1764000000080 } from './0080-payments-corrected.js';
import { PayersForgotten1764000000081 } from './0081-payers-forgotten.js';
import { CorrectedPaymentsFound1764000000082 } from './0082-corrected-payments-found.js';
import { DayTotals1764000000090 } from './0090-day-totals.js';
import { PayoutsOverPayPal1764000000100 } from './0100-payouts-over-paypal.js';
import { Erasure1764000000110 } from './0110-erasure.js';
import { PayPalPace1764000000120 } from './0120-paypal-pace.js';
import { ShownCheckpoints1764000000130 } from './0130-shown-checkpoints.js';
import { Statements1764000000150 } from './0150-statements.js';
import { Feedback1764000000160 } from './0160-feedback.js';
import { PayoutsMissed1764000000170 } from './0170-payouts-missed.js';
import { HoldsAndBackups1764000000230 } from './0230-holds-and-backups.js';
import { RowsOfOneLedger1764000000240 } from './0240-rows-of-one-ledger.js';

/** Forward only, in the order in which they are applied. */
export const migrations: (new () => MigrationInterface)[] = [
  EventStore1764000000001,
  Vault1764000000002,
  Books1764000000003,
  Access1764000000004,
  GroupedAppends1764000000005,
  FollowersAndRebuilds1764000000020,
  ImportMappings1764000000030,
  Mails1764000000040,
  PayPal1764000000050,
  Imports1764000000060,
  MonthTotals1764000000070,
  PaymentsCorrected1764000000080,
  PayersForgotten1764000000081,
  CorrectedPaymentsFound1764000000082,
  DayTotals1764000000090,
  PayoutsOverPayPal1764000000100,
  Erasure1764000000110,
  PayPalPace1764000000120,
  ShownCheckpoints1764000000130,
  Statements1764000000150,
  Feedback1764000000160,
  PayoutsMissed1764000000170,
  HoldsAndBackups1764000000230,
  RowsOfOneLedger1764000000240,
];
