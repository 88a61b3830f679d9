import { createHash } from 'node:crypto';

/** The key of the advisory lock under which one ledger is written, as a signed 64-bit number. Two ledgers may share one: they only wait. */
export const lockKeyOf = (ledger: string): bigint =>
  createHash('sha256').update(`mal/ledger-lock/v1\n${ledger}`).digest().readBigInt64BE(0);
