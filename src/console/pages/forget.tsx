import { Back, Button, Buttons, Notice, PostForm } from '../../web/components.js';
import { Tick } from '../../web/choices.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface Forgetting {
  readonly frame: Frame;
  readonly call: string;
  readonly name: string;
  /** Fields: certain. */
  readonly form: Form;
  readonly reaches: readonly string[];
  readonly leaves: readonly string[];
}

/** Before it is done: all that it reaches, all that it leaves, and that it cannot be undone. */
export function ForgetPage({ frame, call, name, form, reaches, leaves }: Forgetting) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Forget a person" place="calls" faults={form.faults}>
      <Back href={at.call(call)}>{name}</Back>
      <h1>Forget the person behind {name}</h1>
      <Notice>
        <p>
          <strong>This cannot be undone.</strong> Not by you, not by whoever keeps this program running, not from a backup.
        </p>
      </Notice>
      <h2>What goes</h2>
      <List of={reaches} />
      <h2>What stays</h2>
      <List of={leaves} />
      <PostForm action={at.forgetPerson(call)} formKey={form.key} act="forget">
        <Tick form={form} name="certain" label="They asked for it, or I am certain that they would want it" />
        <Buttons>
          <Button>Forget them for good</Button>
        </Buttons>
      </PostForm>
    </ConsolePage>
  );
}

const List = ({ of }: { of: readonly string[] }) => (
  <ul>
    {of.map((each) => (
      <li>{each}</li>
    ))}
  </ul>
);

export interface Forgot {
  readonly callsTakenBack: number;
  readonly payoutsCancelled: number;
  readonly payoutsWaiting: number;
}

/** What was done, and what waits. */
export function ForgottenPage({ frame, forgot }: { frame: Frame; forgot?: Forgot }) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Forgotten" place="calls">
      <Back href={at.calls}>Calls</Back>
      <h1>Forgotten</h1>
      {forgot ? (
        <Notice done>
          <p>
            {counted(forgot.callsTakenBack, 'open call was', 'open calls were')} taken back.{' '}
            {counted(forgot.payoutsCancelled, 'payout was', 'payouts were')} cancelled, and the money is ready to send again.
          </p>
          {forgot.payoutsWaiting === 0 ? (
            <p>Nothing leads to them any more.</p>
          ) : (
            <p>
              {counted(forgot.payoutsWaiting, 'payout has', 'payouts have')} not ended. Bring what is on a card to its end; what is needed
              for it is destroyed when the last one has ended, without a further word. Tell the person so.
            </p>
          )}
        </Notice>
      ) : (
        <p>Whoever made this call is forgotten already. Nothing is left of them here.</p>
      )}
    </ConsolePage>
  );
}

const counted = (count: number, one: string, many: string): string => `${count === 0 ? 'No' : count} ${count === 1 ? one : many}`;
