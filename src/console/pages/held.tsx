import type { HeldAct, Missing } from '../../domain/hold.js';
import type { Day } from '../../domain/calendar.js';
import { Tick } from '../../web/choices.js';
import { Back, Button, Buttons, Notice, PostForm } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface HeldView {
  readonly frame: Frame;
  /** Absent where the ledger is not held. */
  readonly held?: {
    readonly acts: readonly HeldAct[];
    readonly since: Day;
    readonly booksUntil: Day;
    readonly missing: readonly Missing[];
  };
  /** Fields: certain. */
  readonly form: Form;
  readonly mayRelease: boolean;
}

const titles: Readonly<Record<HeldAct, string>> = {
  payouts: 'Before money goes out again',
  publication: 'Before anything is published again',
};

/** What a ledger that was put back from a backup lacks, and the step with which a steward lets it go on. */
export function HeldPage({ frame, held, form, mayRelease }: HeldView) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Held" place="settings" faults={form.faults}>
      <Back href={at.settings}>Settings</Back>
      <h1>Held</h1>
      {held ? <Standing held={held} /> : <p>This ledger is not held: nothing was put back, or it was released.</p>}
      {held && mayRelease && <Release frame={frame} missing={held.missing} form={form} />}
    </ConsolePage>
  );
}

function Standing({ held: { acts, since, booksUntil, missing } }: { held: NonNullable<HeldView['held']> }) {
  return (
    <>
      <Notice>
        <p>
          On <DayText of={since} /> this ledger was put back from a backup of <DayText of={booksUntil} />. What happened in between is not
          in its books: {acts.map((act) => (act === 'payouts' ? 'nothing is sent' : 'nothing is published')).join(', and ')} until you have
          brought them up to date.
        </p>
      </Notice>
      {acts.map((act) => (
        <section>
          <h2>{titles[act]}</h2>
          <MissingList missing={missing.filter((one) => one.act === act)} />
        </section>
      ))}
    </>
  );
}

function MissingList({ missing }: { missing: readonly Missing[] }) {
  if (missing.length === 0) return <p>Nothing is missing.</p>;
  return (
    <ul class="rows">
      {missing.map(({ says }) => (
        <li>
          <p>{says}</p>
        </li>
      ))}
    </ul>
  );
}

function Release({ frame, missing, form }: { frame: Frame; missing: readonly Missing[]; form: Form }) {
  const toVouch = missing.some(({ mayVouch }) => mayVouch);
  return (
    <PostForm action={pathsOf(frame.ledger.slug).held} formKey={form.key} act="release">
      <Tick
        form={form}
        name="certain"
        label={
          toVouch
            ? 'I looked at each line above: at my accounts, what went out is recorded here or will be before anything else is sent'
            : 'I know of nothing that is missing in these books'
        }
      />
      <Buttons>
        <Button>Let it go on</Button>
      </Buttons>
    </PostForm>
  );
}
