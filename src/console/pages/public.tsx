import type { Day, Month } from '../../domain/calendar.js';
import type { PublicationRules } from '../../domain/publication-rules.js';
import { Button, Buttons, More, Notice, PostForm, SummaryList } from '../../web/components.js';
import { DayText, MonthText } from '../../web/days.js';
import { Choice } from '../../web/choices.js';
import { Field } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface PublicSide {
  readonly frame: Frame;
  /** Where the world reads this ledger, once confirmed: `ledger.example`. */
  readonly address?: string;
  /** Field: address. */
  readonly addressForm: Form;
  /** The host by which she came here; proposed, never taken for granted. */
  readonly suggestedHost: string;
  readonly rules: PublicationRules;
  /** Fields: preset (guarded, open), pledgeEvery (monthly, quarterly). */
  readonly rulesForm: Form;
  /** Absent before there is anything to publish, or when the log is closed. */
  readonly next?: {
    readonly day: Day;
    readonly period: Month;
    /** What it will say, in sentences, were nothing to happen until then. */
    readonly willSay: readonly string[];
    /** What will wait, and why; for stewards' eyes. */
    readonly waits: readonly { readonly what: string; readonly why: string }[];
  };
  readonly last?: Day;
}

export function PublicPage({ frame, address, addressForm, suggestedHost, rules, rulesForm, next, last }: PublicSide) {
  const { slug } = frame.ledger;
  return (
    <ConsolePage frame={frame} title="Public" place="public" faults={[...addressForm.faults, ...rulesForm.faults]}>
      <h1>What the world sees</h1>
      <p>
        <a href={`/${slug}`}>Look at the public page</a>
        {last && (
          <>
            , last published on <DayText of={last} />
          </>
        )}
        .
      </p>
      {!address && <Confirm frame={frame} form={addressForm} suggestedHost={suggestedHost} />}
      {next && <Next next={next} isOpen={Boolean(address)} />}
      <Rules frame={frame} rules={rules} form={rulesForm} />
      {address && (
        <>
          <h2>The address</h2>
          <p>
            Confirmed for life:{' '}
            <span class="mono">
              {address}/{slug}
            </span>
          </p>
        </>
      )}
    </ConsolePage>
  );
}

function Next({ next: { day, period, willSay, waits }, isOpen }: { next: NonNullable<PublicSide['next']>; isOpen: boolean }) {
  return (
    <>
      <h2>
        Next, on <DayText of={day} />
      </h2>
      {!isOpen && (
        <Notice>Nothing is published before you have confirmed the address. If you do so by then, this is what it will say.</Notice>
      )}
      <p class="words">
        For months up to <MonthText of={period} />, were nothing to happen until then.
      </p>
      <ul>
        {willSay.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
      <h3>What waits, and why</h3>
      {waits.length === 0 ? <p>Nothing waits.</p> : <SummaryList rows={waits.map(({ what, why }) => ({ term: what, says: why }))} />}
      <p class="words">Only stewards see what waits. In public it leaves no trace.</p>
    </>
  );
}

function Confirm({ frame, form, suggestedHost }: { frame: Frame; form: Form; suggestedHost: string }) {
  return (
    <>
      <h2>Confirm the address, once and for life</h2>
      <p>
        Everything published is signed together with the address at which it is read. That is what lets a stranger notice if somebody, you
        included, ever showed two different histories. So the address can never change: choose one that you will keep.
      </p>
      <ul>
        <li>Until you confirm it, nothing is published. Take your time; what you record is kept.</li>
        <li>It is a host alone, without https:// and without a path. The page will be at this host, under /{frame.ledger.slug}.</li>
        <li>A name that only works on your own machine, like localhost, is good for trying things and for nothing else.</li>
      </ul>
      <PostForm action={pathsOf(frame.ledger.slug).confirmAddress} formKey={form.key} act="address">
        <Field form={form} name="address" label="Host" inputMode="url" initial={suggestedHost} hint="Like ledger.example." />
        <Buttons>
          <Button>Confirm it for life</Button>
        </Buttons>
      </PostForm>
    </>
  );
}

function Rules({ frame, rules, form }: { frame: Frame; rules: PublicationRules; form: Form }) {
  const { k, delayDays, dominancePercent, minPayments, pledgeEvery, preset } = rules;
  return (
    <>
      <h2>What may be said, and when</h2>
      <SummaryList
        rows={[
          {
            term: 'Money sent',
            says: `in equal parts, once at least ${k} people were reached, nobody with more than ${dominancePercent} %, and only what is final`,
          },
          {
            term: 'What was promised',
            says: `${pledgeEvery}, once a figure stands for at least ${minPayments} payments of as many people`,
          },
          { term: 'When', says: `on the second Tuesday of a month, for months that ended at least ${delayDays} days before` },
        ]}
      />
      <More words="Choose other rules" open={form.faults.length > 0}>
        <p>New rules hold for months that begin after they were published. What was sent before keeps the stricter of the two.</p>
        <PostForm action={pathsOf(frame.ledger.slug).adoptRules} formKey={form.key} act="rules">
          <Choice
            form={form}
            name="preset"
            label="How much may be seen?"
            initial={preset === 'open' ? 'open' : 'guarded'}
            options={[
              {
                value: 'guarded',
                words: 'Guarded',
                hint: 'At least 5 people in a batch, 35 days after the month. The right choice for most.',
              },
              { value: 'open', words: 'Open', hint: 'At least 3 people in a batch, 7 days after the month.' },
            ]}
          />
          <Choice
            form={form}
            name="pledgeEvery"
            label="How often what was promised appears"
            initial={pledgeEvery}
            hint="At 20 %, five times this figure is what your practice took in."
            options={[
              { value: 'monthly', words: 'Every month' },
              { value: 'quarterly', words: 'Every quarter' },
            ]}
          />
          <Buttons>
            <Button>Adopt these rules</Button>
          </Buttons>
        </PostForm>
      </More>
    </>
  );
}
