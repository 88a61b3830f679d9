/** What recurs: sweeps, expiries. Bears being run at any time, by several programs at once. */
export interface Chore {
  readonly name: string;
  run(): Promise<void>;
}

export const CHORES = Symbol('chores');
