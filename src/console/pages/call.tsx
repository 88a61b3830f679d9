import type { Day } from '../../domain/calendar.js';
import { type Consent, consents } from '../../domain/call.js';
import { Amount } from '../../web/amounts.js';
import { Back, Button, Buttons, Hidden, Notice, PostForm, Step, SummaryList } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import type { CallCard } from './calls.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface OneCall {
  readonly frame: Frame;
  readonly card: CallCard;
  readonly status: 'open' | 'closed' | 'withdrawn';
  readonly seenOn: Day;
  readonly agreed: readonly Consent[];
  /** False once the person is forgotten: then there is nobody to ask, and nothing to forget. */
  readonly hasPerson: boolean;
  readonly mayForget: boolean;
  /** Only in the answer to the press that made it: the code of the person's own page, and where that is. */
  readonly given?: { readonly code: string; readonly link: string };
  /** What stood in the way of the last press. */
  readonly refusal?: string;
}

const now = { open: 'Open', closed: 'Put away', withdrawn: 'Taken back by the person' } as const;

/** One call: is it still open, what did they agree to, and what they may ask of us. */
export function CallPage(call: OneCall) {
  const { frame, card, status, seenOn, refusal } = call;
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="A call" place="calls">
      <Back href={at.calls}>Calls</Back>
      <h1>{card.name}</h1>
      {refusal && <Notice>{refusal}</Notice>}
      {call.given && (
        <Notice done>
          <p>
            <strong>Tell them this code. It is shown once.</strong> With it they see what was sent to them at the address below it, which
            carries the code behind the #.
          </p>
          <p class="mono">{call.given.code}</p>
          <p class="mono">{call.given.link}</p>
        </Notice>
      )}
      <SummaryList
        rows={[
          { term: 'Now', says: now[status] },
          { term: 'Noted on', says: <DayText of={card.notedOn} /> },
          { term: 'Last seen open', says: <DayText of={seenOn} /> },
          ...(card.asked ? [{ term: 'Asked for', says: <Amount of={card.asked} /> }] : []),
          ...(card.neededBy ? [{ term: 'Needs it by', says: <DayText of={card.neededBy} /> }] : []),
        ]}
      />
      {status === 'open' && <StillOpen call={call} />}
      {call.hasPerson && status !== 'withdrawn' && <Agreements call={call} />}
      <TheirWishes call={call} />
    </ConsolePage>
  );
}

function StillOpen({ call: { frame, card } }: { call: OneCall }) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <>
      <h2>Is it still open?</h2>
      <p>Look before you send money. This program never opens their post.</p>
      <PostForm action={at.recheckCall(card.call)} formKey={frame.formKey} act="recheck" label="Is it still open?">
        <Buttons>
          <Button name="open" value="yes">
            Yes, I looked
          </Button>
          <Button name="open" value="no" quiet>
            No, put it away
          </Button>
          {card.link && (
            <a href={card.link} rel="noopener noreferrer external" target="_blank">
              Open their post<span class="unseen"> in a new tab</span> <span aria-hidden="true">↗</span>
            </a>
          )}
        </Buttons>
      </PostForm>
      <Buttons>
        <Step href={at.newPayoutFor(card.call)}>Send money</Step>
      </Buttons>
    </>
  );
}

const consentWords: Record<Consent, { readonly what: string; readonly says: string }> = {
  receipt: {
    what: 'To keep a receipt',
    says: 'They can then see their own money in the public log. Whoever finds the receipt on their phone sees that they were paid.',
  },
  acknowledgement: { what: 'To be counted when they say that it arrived', says: 'Only as a number, and only among others.' },
};

/** Each by itself, off until they say yes. */
function Agreements({ call: { frame, card, agreed } }: { call: OneCall }) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <>
      <h2>What they agreed to</h2>
      <p>Ask for each by itself. No money depends on any of it.</p>
      <ul class="rows">
        {consents.map((consent) => (
          <li>
            <p>
              {consentWords[consent].what}: <strong>{agreed.includes(consent) ? 'yes' : 'no'}</strong>
              <br />
              <small>{consentWords[consent].says}</small>
            </p>
            <PostForm
              action={at.consentOf(card.call)}
              formKey={frame.formKey}
              act={`consent-${consent}`}
              label={consentWords[consent].what}
            >
              <Hidden name="consent" value={consent} />
              <Button
                quiet
                name="says"
                value={agreed.includes(consent) ? 'no' : 'yes'}
                about={`: ${consentWords[consent].what.toLowerCase()}`}
              >
                {agreed.includes(consent) ? 'They took it back' : 'They said yes'}
              </Button>
            </PostForm>
          </li>
        ))}
      </ul>
    </>
  );
}

function TheirWishes({ call: { frame, card, status, hasPerson, mayForget } }: { call: OneCall }) {
  const at = pathsOf(frame.ledger.slug);
  if (!hasPerson) return <p>Whoever made this call is forgotten. Nothing leads to them.</p>;
  return (
    <>
      <h2>What they may ask of you</h2>
      {status !== 'withdrawn' && (
        <PostForm action={at.takeBackCall(card.call)} formKey={frame.formKey} act="take-back" label="They took the call back">
          <Buttons>
            <Button quiet>They took the call back</Button>
          </Buttons>
        </PostForm>
      )}
      <PostForm action={at.giveCode(card.call)} formKey={frame.formKey} act="give-code" label="A page of their own">
        <Buttons>
          <Button quiet>Give them a page of their own</Button>
        </Buttons>
      </PostForm>
      <PostForm action={at.endCode(card.call)} formKey={frame.formKey} act="end-code" label="End their page">
        <Buttons>
          <Button quiet>End their page</Button>
        </Buttons>
      </PostForm>
      {mayForget && (
        <Buttons>
          <Step href={at.forgetPerson(card.call)} quiet>
            Forget this person
          </Step>
        </Buttons>
      )}
    </>
  );
}
