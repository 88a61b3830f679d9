import type { ComponentChildren } from 'preact';
import type { Day } from '../../domain/calendar.js';
import type { Money } from '../../domain/money.js';
import { Amount } from '../../web/amounts.js';
import { Choice, Tick } from '../../web/choices.js';
import { Button, Buttons, More, PostForm, SummaryList } from '../../web/components.js';
import { DayField, Field } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import type { Frame } from './frame.js';
import { type PayoutAct, pathsOf } from './paths.js';
import type { PayoutLine } from './payouts.js';
import { railWords } from './words.js';

/** What the holder needs to send it by hand. */
export interface SendingCard {
  /** Says nothing about anyone: "Thank you". */
  readonly memo: string;
  /** Short, to find the line again on the statement. */
  readonly code: string;
  /** Only in the answer to "Show the address", and only to its holder. */
  readonly address?: string;
  readonly payee?: string;
}

export interface PayoutDetail {
  readonly frame: Frame;
  readonly line: PayoutLine;
  /** Fields: sentOn, reference, againOnPurpose, dayOnPurpose, notInAccount, alikeAreOthers. */
  readonly form: Form;
  /** True when the same person was sent the same amount a few days ago: then it takes a tick. */
  readonly alike?: boolean;
  /** True when the day lies long before the approval: then it takes a tick. */
  readonly early?: boolean;
  /** True when the journal knows that the card was open before, in books that were lost: then it takes a tick. */
  readonly shownBefore?: boolean;
  /** True when a line of that amount left the account since: then it takes a tick. */
  readonly lineAlike?: boolean;
  /** For `cover`: what is missing to approve it. */
  readonly short?: Money;
  readonly today: Day;
  /** What she may do now, decided by the books; everything else is not offered. */
  readonly may: readonly PayoutAct[];
  readonly card?: SendingCard;
  /** Why something one might expect is not offered: "You proposed it, so somebody else approves." */
  readonly because?: string;
  /** Whole minutes in which "I sent it" can still be taken back. */
  readonly undoMinutes?: number;
  readonly reference?: string;
  readonly history: readonly { readonly day: Day; readonly words: string }[];
}

/** What may be done now, each a form of its own; what the books do not allow is not offered. */
export function PayoutActs({ payout }: { payout: PayoutDetail }) {
  const { may, undoMinutes } = payout;
  const isHeld = payout.line.state === 'held';
  const can = (act: PayoutAct): boolean => may.includes(act);
  return (
    <>
      {can('cover') && payout.short && <Cover payout={payout} short={payout.short} />}
      {can('approve') && (
        <Act
          payout={payout}
          act="approve"
          words="Approve it"
          hint="Approving holds the money for this payout. It can be released until it is first in hand to be sent."
        />
      )}
      {can('show-address') && (
        <Act
          payout={payout}
          act="show-address"
          words={isHeld ? 'Show the address again' : 'Show the address'}
          hint={
            isHeld
              ? undefined
              : 'Once you have seen the address, the payout is in your hands: others see that you hold it, and only you can say that it was not sent.'
          }
        >
          {payout.shownBefore && <Tick form={payout.form} name="notInAccount" label="I looked in the account: it was not sent" />}
        </Act>
      )}
      {payout.card?.address !== undefined && <Card card={payout.card} payout={payout} />}
      {can('sent') && <Sent payout={payout} />}
      {can('not-sent') && <Act payout={payout} act="not-sent" words="I did not send it" quiet />}
      {can('undo') && (
        <Act
          payout={payout}
          act="undo"
          words={`Undo, ${undoMinutes ?? 0} min left`}
          quiet
          hint="Not sent after all? Undo it, and it is in your hands again."
        />
      )}
      {can('arrived') && <Arrived payout={payout} />}
      {can('came-back') && <CameBack payout={payout} />}
      {can('take-back') && (
        <Act
          payout={payout}
          act="take-back"
          words="Take it back"
          quiet
          hint="Nobody has claimed it at PayPal yet. Taken back, its money is ready to send again; claimed a moment before, it has arrived."
        />
      )}
      {can('end-attempt') && (
        <Act
          payout={payout}
          act="end-attempt"
          words="Do not try it any more"
          quiet
          hint="PayPal has answered every time and taken nothing up, so nothing is there. What is held for it is ready to send again."
        />
      )}
      {can('say-paid') && <SayPaid payout={payout} />}
      {can('stop-resending') && (
        <Act
          payout={payout}
          act="stop-resending"
          words="Do not send it again by itself"
          quiet
          hint="The first half of saying that it was never created: only when nothing more can be taken up can one look whether something was."
        />
      )}
      {can('say-never-created') && <SayNeverCreated payout={payout} />}
      {can('cancel') && (
        <Act
          payout={payout}
          act="cancel"
          words="Do not send it after all"
          quiet
          hint={payout.line.state === 'ready' ? 'If you do not send it, what is held for it is ready to send again.' : undefined}
        />
      )}
    </>
  );
}

interface ActProps {
  payout: PayoutDetail;
  act: PayoutAct;
  words: string;
  hint?: string;
  quiet?: boolean;
  children?: ComponentChildren;
}

function Act({ payout: { frame, line, form }, act, words, hint, quiet, children }: ActProps) {
  return (
    <PostForm action={pathsOf(frame.ledger.slug).act(line.payout, act)} formKey={form.key} act={act}>
      {hint && <p class="hint">{hint}</p>}
      {children}
      <Buttons>
        <Button quiet={quiet}>{words}</Button>
      </Buttons>
    </PostForm>
  );
}

/** More goes out than came in: the steward lends it, and the ledger shows it as credit. */
function Cover({ payout: { frame, line, form }, short }: { payout: PayoutDetail; short: Money }) {
  return (
    <PostForm action={pathsOf(frame.ledger.slug).act(line.payout, 'cover')} formKey={form.key} act="cover" label="Cover it yourself">
      <p>
        <Amount of={short} /> more than is ready to send. It can wait until more comes in, or you cover that much yourself, and take it back
        when more comes in.
      </p>
      <Buttons>
        <Button quiet>
          Cover <Amount of={short} /> myself
        </Button>
      </Buttons>
    </PostForm>
  );
}

/** The card for sending by hand. Text that can be selected and copied; nothing here names a reason. */
function Card({ card: { memo, code, address = '', payee }, payout: { line } }: { card: SendingCard; payout: PayoutDetail }) {
  return (
    <section class="card" aria-label="What to send">
      <h2>Send this, with {railWords[line.rail]}</h2>
      <SummaryList
        rows={[
          { term: 'Amount', says: <Amount of={line.amount} /> },
          { term: 'To', says: <bdi class="mono">{address}</bdi> },
          ...(payee ? [{ term: 'Name', says: <bdi>{payee}</bdi> }] : []),
          { term: 'Message', says: memo },
          {
            term: 'Code',
            says: (
              <>
                <span class="mono">{code}</span> <small>if there is room for a reference</small>
              </>
            ),
          },
        ]}
      />
      <p>This program doesn’t move this money. Send it in your bank’s or PayPal’s own app, then come back here.</p>
    </section>
  );
}

function Sent({ payout: { frame, line, form, today, alike, early } }: { payout: PayoutDetail }) {
  return (
    <PostForm action={pathsOf(frame.ledger.slug).act(line.payout, 'sent')} formKey={form.key} act="sent" label="I sent it">
      <h2>When it is sent</h2>
      <DayField form={form} name="sentOn" label="Which day?" initial={today} />
      <Field
        form={form}
        name="reference"
        label="Reference that your bank or PayPal gave"
        optional
        width="medium"
        hint="Helps to find it on the statement. Kept sealed."
      />
      {early && <Tick form={form} name="dayOnPurpose" label="That day is right" />}
      {alike && <Tick form={form} name="againOnPurpose" label="This is another one, on purpose" />}
      <p class="hint">For ten minutes you can take this back; after that it can only be corrected.</p>
      <Buttons>
        <Button>I sent it</Button>
      </Buttons>
    </PostForm>
  );
}

/** Nobody has to ask the person; after five weeks without a return it counts as arrived by itself. */
function Arrived({ payout: { frame, line, form } }: { payout: PayoutDetail }) {
  return (
    <PostForm action={pathsOf(frame.ledger.slug).act(line.payout, 'arrived')} formKey={form.key} act="arrived" label="It arrived">
      <p class="hint">If you happen to know. Nobody has to ask them: after five weeks without a return it counts as arrived.</p>
      <Buttons>
        <Button name="because" value="person-said-so" quiet>
          They said it arrived
        </Button>
        <Button name="because" value="mail-accepted" quiet>
          The bank’s mail says it was deposited
        </Button>
      </Buttons>
    </PostForm>
  );
}

/** What a person found at PayPal; a reading made now has to show the same. */
function SayPaid({ payout: { frame, line, form } }: { payout: PayoutDetail }) {
  return (
    <More words="It is at PayPal">
      <PostForm action={pathsOf(frame.ledger.slug).act(line.payout, 'say-paid')} formKey={form.key} act="say-paid" label="It is at PayPal">
        <p>Look for it in your PayPal account. Its number is looked up there at once; only if it is this very payout is it recorded.</p>
        <Field form={form} name="transfer" label="PayPal’s number of the payout" width="medium" hint="Like TJNPH3LPSBYGQ." />
        <Buttons>
          <Button>It is there</Button>
        </Buttons>
      </PostForm>
    </More>
  );
}

/** The other word, with the other evidence: PayPal's search is asked at once, and the statement in the books has to agree. */
function SayNeverCreated({ payout: { frame, line, form, lineAlike } }: { payout: PayoutDetail }) {
  return (
    <More words="It was never created">
      <PostForm
        action={pathsOf(frame.ledger.slug).act(line.payout, 'say-never-created')}
        formKey={form.key}
        act="say-never-created"
        label="It was never created"
      >
        <p>
          PayPal’s search is asked when you press the button. A statement of the account has to be entered that reaches past the last try
          and adds up with the account’s lines.
        </p>
        <Tick form={form} name="noDebitOnStatement" label="I looked through the statement, and no such payout is on it" />
        {lineAlike && <Tick form={form} name="alikeAreOthers" label="The line of that amount is something else" />}
        <Buttons>
          <Button>It was never created</Button>
        </Buttons>
      </PostForm>
    </More>
  );
}

function CameBack({ payout: { frame, line, form, today } }: { payout: PayoutDetail }) {
  return (
    <More words="It came back">
      <PostForm action={pathsOf(frame.ledger.slug).act(line.payout, 'came-back')} formKey={form.key} act="came-back" label="It came back">
        <p>Its money is ready to send again.</p>
        <Choice form={form} name="reason" label="How?" initial="expired" options={returnWords} />
        <DayField form={form} name="returnedOn" label="Which day did it come back?" initial={today} />
        <Buttons>
          <Button>It came back</Button>
        </Buttons>
      </PostForm>
    </More>
  );
}

const returnWords = [
  { value: 'expired', words: 'Nobody picked it up in time' },
  { value: 'declined', words: 'It was turned down' },
  { value: 'cancelled', words: 'I took it back' },
  { value: 'sent-back', words: 'They sent it back' },
];
