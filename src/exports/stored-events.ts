import type { StoredLine } from '../event-store/reading.js';

/**
 * Every event as it is stored, as one JSON document with a line for each: `data` and `meta` are the very characters that the
 * chain hash is taken over, times are microseconds since 1970. What is sealed stays sealed; its keys are not here.
 */
export async function* storedEvents(
  ledger: string,
  slug: string,
  through: bigint,
  pages: AsyncIterable<readonly StoredLine[]>,
): AsyncGenerator<string> {
  const head = { format: 'mutual-aid-ledger/events/v1', ledger, slug, through: String(through) };
  yield `${JSON.stringify(head).slice(0, -1)},"events":[`;
  let between = '\n';
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield between + page.map((line) => JSON.stringify(eventOf(line))).join(',\n');
    between = ',\n';
  }
  yield '\n]}\n';
}

const eventOf = ([position, stream, version, type, schema, data, meta, happenedMicros, recordedMicros, hash]: StoredLine) => ({
  ...{ position, stream, version: Number(version), type, schema: Number(schema) },
  ...{ data, meta, happenedMicros, recordedMicros, hash },
});
