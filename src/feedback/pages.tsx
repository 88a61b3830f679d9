import { mostWords } from '../domain/feedback.js';
import type { Words } from '../languages/words.js';
import { aboutSentence } from '../transparency/pages/about-words.js';
import { PublicPage } from '../transparency/pages/public-page.js';
import type { PublicLedger } from '../transparency/pages/public-page.js';
import { Back, Button, PostForm, Written } from '../web/components.js';
import { Choice, Tick } from '../web/choices.js';
import { DayText } from '../web/days.js';
import { ErrorSummary, Field, TextArea } from '../web/fields.js';
import type { Form } from '../web/form.js';
import { useWords } from '../web/reading.js';
import { Say } from '../web/say.js';
import type { ShownFeedback } from './published-feedback.queries.js';
import { unseenBox } from './written-form.js';

export interface PublicFeedbackView {
  readonly words: Words;
  readonly ledger: PublicLedger;
  /** Its key is the signed token. */
  readonly form: Form;
  readonly shown: readonly ShownFeedback[];
  /** For how many days what is written is kept; absent: until somebody ends it. */
  readonly keptDays?: number;
  /** How many entries the public log shows. */
  readonly size: number;
}

export function FeedbackPage({ words, ledger, form, shown, keptDays, size }: PublicFeedbackView) {
  const title = words.say('feedback.title');
  return (
    <PublicPage
      words={words}
      ledger={ledger}
      title={form.faults.length > 0 ? `${words.say('form.error')} ${title}` : title}
      at="/feedback"
      description={words.say('feedback.description', { ledger: ledger.name })}
    >
      <ErrorSummary faults={form.faults} />
      <h1>
        <Say it="feedback.heading" />
      </h1>
      <p>
        <Say it="feedback.one-box" />
      </p>
      <WriteForm ledger={ledger} form={form} size={size} keptDays={keptDays} />
      <h2>
        <Say it="feedback.said" />
      </h2>
      {shown.length === 0 ? (
        <p>
          <Say it="feedback.none" />
        </p>
      ) : (
        <>
          <p class="words">
            <Say it="feedback.with-their-word" />
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
  const words = useWords();
  const kept = keptDays === undefined ? '' : ` ${words.say('feedback.kept', { count: keptDays })}`;
  const readBy = words.say('feedback.read-by', { ledger: ledger.name, most: mostWords });
  return (
    <PostForm action={words.link(`/${ledger.slug}/feedback`)} formKey={form.key}>
      <TextArea form={form} name="words" label={words.say('feedback.words')} rows={8} hint={`${readBy}${kept}`} />
      <Choice
        form={form}
        name="about"
        label={words.say('feedback.about')}
        initial="redistributing"
        options={[
          { value: 'redistributing', words: words.say('feedback.redistributing') },
          { value: 'promise', words: words.say('feedback.promise') },
          { value: 'month', words: words.say('feedback.month') },
          ...(size > 0 ? [{ value: 'entry', words: words.say('feedback.entry') }] : []),
        ]}
      />
      <Field
        form={form}
        name="month"
        label={words.say('feedback.which-month')}
        optional
        width="medium"
        hint={words.say('feedback.which-month-hint')}
      />
      {size > 0 && (
        <Field
          form={form}
          name="entry"
          label={words.say('feedback.which-entry')}
          optional
          width="short"
          inputMode="numeric"
          hint={words.say('feedback.which-entry-hint', { last: size - 1 })}
        />
      )}
      <Field form={form} name="name" label={words.say('feedback.name')} optional hint={words.say('feedback.name-hint')} />
      <Field form={form} name="reply" label={words.say('feedback.reply')} optional hint={`${words.say('feedback.reply-hint')}${kept}`} />
      <Tick form={form} name="mayPublish" label={words.say('feedback.may-publish')} hint={words.say('feedback.may-publish-hint')} />
      {/* Nobody sees or hears it; a program that fills in every box does. */}
      <div hidden>
        <label>
          <Say it="feedback.unseen-box" />
          <input name={unseenBox} tabIndex={-1} autocomplete="off" value="" />
        </label>
      </div>
      <p>
        <Button>
          <Say it="feedback.send" />
        </Button>
      </p>
    </PostForm>
  );
}

function Shown({ about, words, answer, changed, since }: ShownFeedback) {
  return (
    <article class="part">
      <h3>{aboutSentence(about, useWords())}</h3>
      <p class="stamp">
        <Say it="feedback.since" slots={{ day: <DayText of={since} /> }} />
      </p>
      <Written>{words}</Written>
      {answer && (
        <>
          <h4>
            <Say it="feedback.answer" />
          </h4>
          <Written>{answer}</Written>
        </>
      )}
      {changed && (
        <>
          <h4>
            <Say it="feedback.changed" />
          </h4>
          <Written>{changed}</Written>
        </>
      )}
    </article>
  );
}

export function ThanksPage({ words, ledger }: { words: Words; ledger: PublicLedger }) {
  const title = words.say('thanks.title');
  return (
    <PublicPage words={words} ledger={ledger} title={title} at="/feedback/thanks">
      <h1>{title}</h1>
      <p>
        <Say it="thanks.read-by" slots={{ ledger: ledger.name }} />
      </p>
      <ul>
        <li>
          <Say it="thanks.if-address" />
        </li>
        <li>
          <Say it="thanks.if-agreed" />
        </li>
        <li>
          <Say it="thanks.if-not" />
        </li>
      </ul>
      <Back href={words.link(`/${ledger.slug}/feedback`)}>
        <Say it="feedback.said" />
      </Back>
    </PublicPage>
  );
}
