import type { Day } from '../../domain/calendar.js';
import type { PublicFeedback } from '../../domain/feedback.js';
import { Back, Button, Buttons, Hidden, More, Notice, PostForm, SummaryList, Written } from '../../web/components.js';
import { Tick } from '../../web/choices.js';
import { DayText } from '../../web/days.js';
import { TextArea } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface OneFeedback {
  readonly frame: Frame;
  readonly form: Form;
  /** Which form of the page came back. */
  readonly act?: 'answer' | 'publish' | 'hide';
  readonly id: string;
  readonly about: string;
  readonly receivedOn: Day;
  /** Absent once it is forgotten. */
  readonly words?: string;
  readonly name?: string;
  readonly reply?: string;
  readonly answeredOn?: Day;
  readonly answer?: string;
  readonly changed?: string;
  readonly mayPublish: boolean;
  readonly isHidden: boolean;
  readonly published?: PublicFeedback & { readonly on: Day };
  /** What publishing begins from: the words without amounts and days. */
  readonly draft?: string;
  /** The exact text that is about to be published. */
  readonly preview?: PublicFeedback;
}

const nothingTyped = (form: Form): Form => ({ ...form, typed: {}, faults: [] });

export function OneFeedbackPage(feedback: OneFeedback) {
  const { frame, form, act, id, about, receivedOn, words, name, reply, answeredOn, isHidden, published, preview } = feedback;
  const at = pathsOf(frame.ledger.slug);
  const formOf = (which: OneFeedback['act']): Form => (act === which ? form : nothingTyped(form));
  return (
    <ConsolePage frame={frame} title="Feedback from somebody" place="feedback" faults={form.faults}>
      <Back href={at.feedback}>Feedback</Back>
      <h1>{about}</h1>
      {words === undefined ? <p>What was written is forgotten: its key is destroyed.</p> : <Written>{words}</Written>}
      <SummaryList
        rows={[
          { term: 'Written', says: <DayText of={receivedOn} /> },
          { term: 'By', says: name ?? 'a person we have no name for' },
          { term: 'Wants an answer at', says: reply ?? 'nothing was left' },
          { term: 'Answered', says: answeredOn ? <DayText of={answeredOn} /> : 'not yet' },
          { term: 'On the public page', says: standing(feedback) },
        ]}
      />
      {preview ? (
        <Preview {...feedback} form={formOf('publish')} preview={preview} />
      ) : (
        <>
          {words !== undefined && <AnswerForm {...feedback} form={formOf('answer')} />}
          {published ? <Published of={published} /> : <PublishForm {...feedback} form={formOf('publish')} />}
          {!isHidden && (
            <PostForm action={at.actOnFeedback(id, 'hide')} formKey={form.key} act="hide">
              <h2>{published ? 'Take it back' : 'Put it away'}</h2>
              <p>
                {published
                  ? 'It is off the public page at once. What others copied meanwhile stays with them.'
                  : 'It waits for you no longer. You find it below the others, until it is forgotten.'}
              </p>
              <Button quiet>{published ? 'Hide it' : 'Put it away'}</Button>
            </PostForm>
          )}
        </>
      )}
    </ConsolePage>
  );
}

function standing({ mayPublish, published, isHidden }: OneFeedback) {
  if (published)
    return (
      <>
        published by you on <DayText of={published.on} />; shown with the publication after
      </>
    );
  if (!mayPublish) return 'not: whoever wrote it did not agree';
  return isHidden ? 'not: it is put away' : 'not yet; whoever wrote it agreed';
}

function AnswerForm({ frame, form, id, answer, changed, reply, answeredOn }: OneFeedback) {
  return (
    <PostForm action={pathsOf(frame.ledger.slug).actOnFeedback(id, 'answer')} formKey={form.key} act="answer">
      <h2>{answeredOn ? 'What you answered' : 'Answer it'}</h2>
      <p>
        {reply
          ? 'This program sends nothing: write to them yourself, at the address above, and note it here.'
          : 'No address was left, so nobody can be written to. You can note what you did about it.'}
      </p>
      <TextArea
        form={form}
        name="answer"
        label="What you wrote back"
        optional
        initial={answer}
        hint="For your own memory; forgotten with what was written."
      />
      <TextArea
        form={form}
        name="changed"
        label="What changed because of it"
        optional
        initial={changed}
        hint="You can publish it below, if its writer agreed."
      />
      <Button quiet={answeredOn !== undefined}>{answeredOn ? 'Note it again' : 'Note as answered'}</Button>
    </PostForm>
  );
}

function PublishForm({ frame, form, id, mayPublish, words, draft, changed }: OneFeedback) {
  if (!mayPublish || words === undefined) return null;
  return (
    <PostForm action={pathsOf(frame.ledger.slug).actOnFeedback(id, 'publish')} formKey={form.key} act="look">
      <h2>Publish it</h2>
      <p>
        Amounts and days in figures are taken out already. Take out what else could point at somebody: a place, a post, a week, a way of
        speaking. It appears with the publication that comes after, and names no other day.
      </p>
      <Hidden name="step" value="look" />
      <TextArea form={form} name="words" label="The words, as everybody will read them" rows={8} initial={draft} />
      <TextArea form={form} name="answer" label="What you say to it in public" optional />
      <TextArea form={form} name="changed" label="What changed because of it, in public" optional initial={changed} />
      <Button quiet>See how it will read</Button>
    </PostForm>
  );
}

function Preview({ frame, form, id, preview }: OneFeedback & { preview: PublicFeedback }) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <PostForm action={at.actOnFeedback(id, 'publish')} formKey={form.key} act="publish">
      <h2>Exactly this will be read by everybody</h2>
      <PublicText of={preview} />
      <Hidden name="words" value={preview.words} />
      {preview.answer && <Hidden name="answer" value={preview.answer} />}
      {preview.changed && <Hidden name="changed" value={preview.changed} />}
      <Tick form={form} name="pointsAtNobody" label="I read it once more, and it points at nobody" />
      <Notice>What is published can be hidden, but not taken back from those who copied it, nor out of the books.</Notice>
      <Buttons>
        <Button>Publish it</Button>
        <a class="button quiet" href={at.oneFeedback(id)}>
          Go back
        </a>
      </Buttons>
    </PostForm>
  );
}

const Published = ({ of }: { of: PublicFeedback }) => (
  <More words="What is published of it">
    <PublicText of={of} />
  </More>
);

const PublicText = ({ of: { words, answer, changed } }: { of: PublicFeedback }) => (
  <div class="part">
    <Written>{words}</Written>
    {answer && <h3>What you say to it</h3>}
    {answer && <Written>{answer}</Written>}
    {changed && <h3>What changed because of it</h3>}
    {changed && <Written>{changed}</Written>}
  </div>
);
