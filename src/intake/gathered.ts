import { type FieldFault, InvalidInput } from '../domain/refusal.js';

const mostFaultsShown = 20;

/** Reads each and gathers what is wrong with them, so that the person sees all faults (the first twenty) at once. */
export function gathered<From, To>(all: readonly From[], read: (each: From) => To): To[] {
  const faults: FieldFault[] = [];
  const results: To[] = [];
  for (const each of all) {
    try {
      results.push(read(each));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      faults.push(...error.faults);
      if (faults.length >= mostFaultsShown) break;
    }
  }
  if (faults.length > 0) throw new InvalidInput(faults.slice(0, mostFaultsShown));
  return results;
}
