import type { BareTable } from '../bare-table.js';
import type { InProgram } from '../in-program.js';
import type { Pace } from '../pace.js';
import type { Scratch } from '../scratch.js';

/** What every part of the benchmark is measured in: one program, one server, one ledger, and the limit beside it. */
export interface Setting {
  readonly scratch: Scratch;
  readonly pace: Pace;
  readonly here: InProgram;
  readonly ledger: string;
  readonly bare: BareTable;
}
