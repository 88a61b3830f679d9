/** What recurs: sweeps, expiries. Bears being run at any time, by several programs at once. */
export interface Chore {
  readonly name: string;
  run(): Promise<void>;
  /** One that takes long: a job of its own does it when it is due, so that no other chore waits for it. */
  readonly apart?: { readonly job: string; isDue(): Promise<boolean> };
}

export const CHORES = Symbol('chores');
