import type { Day } from '../../domain/calendar.js';
import { Back } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface CallAway {
  readonly call: string;
  readonly name: string;
  readonly notedOn: Day;
  readonly isTakenBack: boolean;
}

/** Calls that are put away: for whoever writes again, or asks to be forgotten. */
export function CallsAwayPage({ frame, calls }: { frame: Frame; calls: readonly CallAway[] }) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Calls put away" place="calls">
      <Back href={at.calls}>Calls</Back>
      <h1>Calls put away</h1>
      {calls.length === 0 ? (
        <p>None is put away.</p>
      ) : (
        <ul class="rows">
          {calls.map(({ call, name, notedOn, isTakenBack }) => (
            <li>
              <p>
                <a href={at.call(call)}>{name}</a> {isTakenBack && <small>· taken back</small>}
              </p>
              <DayText of={notedOn} />
            </li>
          ))}
        </ul>
      )}
    </ConsolePage>
  );
}
