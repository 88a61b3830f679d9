import { type FieldFault, InvalidInput } from '../domain/refusal.js';

const mostFaultsShown = 20;

/** Reads each and gathers what is wrong with them, so that the person sees all faults (the first twenty) at once. */
export const gathered = <From, To>(all: Iterable<From>, read: (each: From) => To): To[] => [...gatheredEach(all, read)];

/** The same, one by one: from the first fault on nothing comes, and what is wrong is thrown at the end. */
export function* gatheredEach<From, To>(all: Iterable<From>, read: (each: From) => To): Generator<To, void> {
  const faults: FieldFault[] = [];
  for (const each of all) {
    const result = attempted(() => read(each), faults);
    if (faults.length >= mostFaultsShown) break;
    if (faults.length === 0) yield result as To;
  }
  if (faults.length > 0) throw new InvalidInput(faults.slice(0, mostFaultsShown));
}

function attempted<To>(read: () => To, faults: FieldFault[]): To | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}
