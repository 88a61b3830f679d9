import type { Day } from '../../domain/calendar.js';
import { bases, type PledgePolicy } from '../../domain/pledge.js';
import type { TwelveMonths } from '../../reports/promise-previews.js';
import { Amount, percent } from '../../web/amounts.js';
import { Button, Buttons, More, Notice, PostForm, SummaryList, Written } from '../../web/components.js';
import { DayText, dayInWords } from '../../web/days.js';
import { Choice } from '../../web/choices.js';
import { DayField, Field, TextArea } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { workedExample } from '../../web/worked-example.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { PreviewedPromise } from './promise-preview.js';
import { baseWords } from './words.js';

export interface PromiseBooks {
  readonly frame: Frame;
  /** In force today; absent before the first one starts. */
  readonly inForce?: PledgePolicy;
  /** All versions, newest first. */
  readonly versions: readonly PledgePolicy[];
  /** Fields: sharePercent, base, currencyRule, startsOn, words. */
  readonly form: Form;
  readonly today: Day;
  /** Of the wording in the form, where that was asked for. */
  readonly preview?: TwelveMonths;
}

export function PromisePage({ frame, inForce, versions, form, today, preview }: PromiseBooks) {
  const { currency } = frame.ledger;
  return (
    <ConsolePage frame={frame} title="Promise" place="promise" faults={form.faults}>
      <h1>Your promise</h1>
      {inForce ? (
        <Version policy={inForce} currency={currency} />
      ) : (
        <p>No version is in force yet. Payments set nothing aside until one is.</p>
      )}
      {versions.length > 1 && (
        <>
          <h2>Every version</h2>
          {versions.map((policy) => (
            <More words={`Version ${policy.version}, from ${dayInWords(policy.startsOn)}`}>
              <Version policy={policy} currency={currency} />
            </More>
          ))}
        </>
      )}
      <h2>Adopt a new version</h2>
      <Notice>
        A new version holds for payments from its first day on. It never changes what was set aside before, and every version stays readable
        on the public page.
      </Notice>
      {preview && <PreviewedPromise of={preview} />}
      <PromiseForm frame={frame} form={form} last={versions[0]} today={today} />
    </ConsolePage>
  );
}

function Version({ policy, currency }: { policy: PledgePolicy; currency: string }) {
  const { version, shareBp, base, currencyRule, startsOn, words } = policy;
  const example = workedExample(shareBp, currency);
  return (
    <>
      <Written>{words}</Written>
      <SummaryList
        rows={[
          {
            term: 'Share',
            says: (
              <>
                {percent(shareBp)} of {baseWords[base]}
              </>
            ),
          },
          {
            term: 'For example',
            says: (
              <>
                someone pays <Amount of={example.paid} />, tax included: <Amount of={example.owed[base]} /> is set aside
              </>
            ),
          },
          { term: 'Rounding', says: 'half up to the cent, payment by payment' },
          {
            term: 'Other currencies',
            says:
              currencyRule === 'home'
                ? `owed in ${currency}, at the rate at which the payment was settled`
                : 'each kept in a fund of its own',
          },
          {
            term: 'In force',
            says: (
              <>
                from <DayText of={startsOn} />, version {version}
              </>
            ),
          },
        ]}
      />
    </>
  );
}

function PromiseForm({ frame, form, last, today }: { frame: Frame; form: Form; last?: PledgePolicy; today: Day }) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <PostForm action={at.promise} formKey={form.key}>
      <Field
        form={form}
        name="sharePercent"
        label="What share do you redistribute?"
        inputMode="decimal"
        width="short"
        suffix="%"
        initial={last ? String(last.shareBp / 100) : '20'}
      />
      <BaseChoice form={form} currency={frame.ledger.currency} shareBp={last?.shareBp ?? 2000} initial={last?.base ?? 'gross'} />
      <Choice
        form={form}
        name="currencyRule"
        label="Payments in other currencies"
        initial={last?.currencyRule ?? 'home'}
        options={[
          {
            value: 'home',
            words: `All is owed in ${frame.ledger.currency}`,
            hint: 'At the rate at which PayPal or your bank settled the payment.',
          },
          { value: 'own', words: 'Each currency has a fund of its own' },
        ]}
      />
      <TextArea
        form={form}
        name="words"
        label="Your promise, in your own words"
        rows={6}
        initial={last?.words}
        hint="Shown on the public page exactly as written: who it goes to, whom each price is for, and why."
      />
      <DayField form={form} name="startsOn" label="From which day?" initial={today} hint="Today or later, like 2026-12-01." />
      <Buttons>
        <Button name="step" value="preview" quiet>
          See the last twelve months under it
        </Button>
        <Button name="step" value="adopt">
          Adopt this version
        </Button>
      </Buttons>
    </PostForm>
  );
}

interface BaseChoiceProps {
  form: Form;
  currency: string;
  shareBp: number;
  initial: string;
}

/** The three bases in worked money, so that nobody has to know what "gross" means. */
export function BaseChoice({ form, currency, shareBp, initial }: BaseChoiceProps) {
  const { paid, tax, fee, owed } = workedExample(shareBp, currency);
  return (
    <Choice
      form={form}
      name="base"
      label="Of what?"
      initial={initial}
      hint={
        <>
          Someone pays <Amount of={paid} />. In it are <Amount of={tax} /> of GST at 5 %, and PayPal keeps <Amount of={fee} />. At{' '}
          {percent(shareBp)} you set aside:
        </>
      }
      options={bases.map((base) => ({
        value: base,
        words: (
          <>
            <strong>
              <Amount of={owed[base]} />
            </strong>
            , of {baseWords[base]}
          </>
        ),
      }))}
    />
  );
}
