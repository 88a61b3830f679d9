import type { Instant } from '../domain/calendar.js';
import { type RecordedObservation, observationStream } from '../domain/observation.js';
import { Refusal } from '../domain/refusal.js';
import type { EventReader } from '../event-store/event-reader.js';

/** A line as it was recorded, and when its money moved. @throws Refusal where this ledger has no such line */
export async function recordedLine(
  reader: EventReader,
  ledger: string,
  id: string,
): Promise<{ readonly line: RecordedObservation; readonly at: Instant }> {
  const recorded = await reader.first(ledger, observationStream(id).name, 'ObservationRecorded');
  if (!recorded) throw new Refusal('observation/unknown', 'There is no such line in this ledger.');
  return { line: recorded.data, at: recorded.happenedAt };
}
