import type { Stream } from './fact.js';
import { fundStream } from './fund.js';

/** The stream of a name, where its state is kept as a row; undefined for streams that are folded each time. */
// biome-ignore lint/suspicious/noExplicitAny: whatever its states and facts are
export function keptStream(name: string): Stream<any, any> | undefined {
  return name.startsWith('fund/') ? fundStream(name.slice('fund/'.length)) : undefined;
}
