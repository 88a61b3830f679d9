/** How long a benchmark takes. What is promised is judged at the pace of `judging` only. */
export interface Pace {
  readonly rounds: number;
  /** Of one side in one round, where acts are counted. */
  readonly loadMs: number;
  /** Of each side in one round, where two acts take turns. */
  readonly acts: number;
  /** Before anything is counted: compiled, planned and cached, as on any working day. */
  readonly warmUp: number;
  /** Events in the books that are read from the first to the last. */
  readonly replayed: number;
  /** Events in the larger books of `scale`. */
  readonly scaled: number;
  /** Lines of the bank file of `imports`. */
  readonly imported: number;
  /** Payouts that wait to be sent at the same moment. */
  readonly payouts: number;
}

export const judging: Pace = {
  rounds: 5,
  loadMs: 1500,
  acts: 150,
  warmUp: 500,
  replayed: 1_000_000,
  scaled: 10_000_000,
  imported: 100_000,
  payouts: 1000,
};

/** While one works on the program: shows that everything runs, and roughly where it stands. */
export const quick: Pace = {
  rounds: 2,
  loadMs: 400,
  acts: 40,
  warmUp: 200,
  replayed: 100_000,
  scaled: 200_000,
  imported: 20_000,
  payouts: 100,
};
