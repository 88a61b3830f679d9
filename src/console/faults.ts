import { type FieldFault, InvalidInput } from '../domain/refusal.js';

/** What a check finds wrong, so that several can be told together. */
export function faultsOf(check: () => unknown): readonly FieldFault[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.faults;
    throw error;
  }
}
