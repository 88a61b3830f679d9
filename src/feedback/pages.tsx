import { mostWords } from '../domain/feedback.js';
import { PublicPage } from '../transparency/pages/public-page.js';
import type { PublicLedger } from '../transparency/pages/public-page.js';
import { Back, Button, PostForm, Written } from '../web/components.js';
import { Choice, Tick } from '../web/choices.js';
import { DayText } from '../web/days.js';
import { ErrorSummary, Field, TextArea } from '../web/fields.js';
import type { Form } from '../web/form.js';
import { aboutInWords } from './feedback.queries.js';
import type { ShownFeedback } from './published-feedback.queries.js';
import { unseenBox } from './written-form.js';

export interface PublicFeedbackView {
  readonly ledger: PublicLedger;
  /** Its key is the signed token. */
  readonly form: Form;
  readonly shown: readonly ShownFeedback[];
  /** For how many days what is written is kept; absent: until somebody ends it. */
  readonly keptDays?: number;
  /** How many entries the public log shows. */
  readonly size: number;
}

export function FeedbackPage({ ledger, form, shown, keptDays, size }: PublicFeedbackView) {
  const isWrong = form.faults.length > 0;
  return (
    <PublicPage
      ledger={ledger}
      title={`${isWrong ? 'Error: ' : ''}Feedback`}
      place="feedback"
      description={`Tell ${ledger.name} what you think of how it redistributes, and read what changed because somebody did.`}
    >
      <ErrorSummary faults={form.faults} />
      <h1>Tell us what you think of how we redistribute</h1>
      <p>
        One box is needed, in any language. You don’t need an account, and you don’t need to say who you are. Please don’t name or describe
        people who received money.
      </p>
      <WriteForm ledger={ledger} form={form} size={size} keptDays={keptDays} />
      <h2>What people said, and what changed</h2>
      {shown.length === 0 ? (
        <p>
          Nothing is published yet. What stands here was published with the word of whoever wrote it, and appears with the publication that
          comes after.
        </p>
      ) : (
        <>
          <p class="words">
            Published with the word of whoever wrote it. Amounts, days and what could point at somebody are taken out; the day is that of
            the publication.
          </p>
          {shown.map((feedback) => (
            <Shown {...feedback} />
          ))}
        </>
      )}
    </PublicPage>
  );
}

interface WriteFormProps extends Pick<PublicFeedbackView, 'ledger' | 'form' | 'size' | 'keptDays'> {}

function WriteForm({ ledger, form, size, keptDays }: WriteFormProps) {
  const kept = keptDays === undefined ? '' : ` It is forgotten after ${keptDays} days.`;
  return (
    <PostForm action={`/${ledger.slug}/feedback`} formKey={form.key}>
      <TextArea
        form={form}
        name="words"
        label="What do you want to say?"
        rows={8}
        hint={`Stewards of ${ledger.name} read it, and nobody else unless you agree below. Up to ${mostWords.toLocaleString('en')} characters.${kept}`}
      />
      <Choice
        form={form}
        name="about"
        label="What is it about?"
        initial="redistributing"
        options={[
          { value: 'redistributing', words: 'How the money is redistributed' },
          { value: 'promise', words: 'The promise' },
          { value: 'month', words: 'One month' },
          ...(size > 0 ? [{ value: 'entry', words: 'One entry of the public log' }] : []),
        ]}
      />
      <Field form={form} name="month" label="Which month?" optional width="medium" hint="Only if it is about one month, like 2026-10." />
      {size > 0 && (
        <Field
          form={form}
          name="entry"
          label="Which entry?"
          optional
          width="short"
          inputMode="numeric"
          hint={`Only if it is about one entry of the public log: its number, 0 to ${size - 1}.`}
        />
      )}
      <Field form={form} name="name" label="Your name" optional hint="Only if you want us to know it. It is never published." />
      <Field
        form={form}
        name="reply"
        label="E-mail or phone"
        optional
        hint={`Only if you’d like an answer. It is never published.${kept}`}
      />
      <Tick
        form={form}
        name="mayPublish"
        label="You may publish my words, without my name"
        hint="A steward takes amounts, days and what could point at somebody out first. What is published stays, also when the rest is forgotten, unless you ask us to take it back."
      />
      {/* Nobody sees or hears it; a program that fills in every box does. */}
      <div hidden>
        <label>
          Leave this box empty
          <input name={unseenBox} tabIndex={-1} autocomplete="off" value="" />
        </label>
      </div>
      <p>
        <Button>Send</Button>
      </p>
    </PostForm>
  );
}

function Shown({ about, words, answer, changed, since }: ShownFeedback) {
  return (
    <article class="part">
      <h3>{aboutInWords(about)}</h3>
      <p class="stamp">
        With the publication of <DayText of={since} />
      </p>
      <Written>{words}</Written>
      {answer && (
        <>
          <h4>What we say to it</h4>
          <Written>{answer}</Written>
        </>
      )}
      {changed && (
        <>
          <h4>What changed because of it</h4>
          <Written>{changed}</Written>
        </>
      )}
    </article>
  );
}

export function ThanksPage({ ledger }: { ledger: PublicLedger }) {
  return (
    <PublicPage ledger={ledger} title="It arrived" place="feedback">
      <h1>It arrived</h1>
      <p>A steward of {ledger.name} reads it. Sent twice by mistake, it is kept once.</p>
      <ul>
        <li>If you left an e-mail address or a phone number, you may get an answer there. Nobody else is told of it.</li>
        <li>
          If you said that your words may be published, a steward takes amounts, days and what could point at somebody out, and reads them
          once more. They appear with the publication that comes after.
        </li>
        <li>If not, nobody but the stewards ever reads them.</li>
      </ul>
      <Back href={`/${ledger.slug}/feedback`}>What people said, and what changed</Back>
    </PublicPage>
  );
}
