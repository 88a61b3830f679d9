import type { ComponentChildren } from 'preact';
import type { Day } from '../../domain/calendar.js';
import type { Currency } from '../../domain/currency.js';
import { Button, Buttons, PostForm } from '../../web/components.js';
import { Choice, Pick } from '../../web/choices.js';
import { DayField, ErrorSummary, Field, TextArea } from '../../web/fields.js';
import { type Form, typedIn } from '../../web/form.js';
import { Page } from '../../web/page.js';
import { backupPromise } from '../backup-words.js';
import { BaseChoice } from './promise.js';

export interface Setup {
  /** Path of this page, with its one-time token. */
  readonly action: string;
  /**
   * Fields: name, password; ledgerName, slug, zone, currency; sharePercent, base, startsOn, words; offerings (a preset's
   * value, or `none`); backupFolder.
   */
  readonly form: Form;
  /** The machine's own first. */
  readonly zones: readonly string[];
  readonly currencies: readonly Currency[];
  readonly today: Day;
  /** From `config/`; each with the names of what it defines. */
  readonly presets: readonly { readonly value: string; readonly title: string; readonly offerings: readonly string[] }[];
  /** Proposed for the daily backup; better on another disk. */
  readonly backupFolder: string;
  /** Host by which she came here, to show where the ledger will be. */
  readonly host: string;
}

/** One page, five parts, every one with something sensible already in it. */
export function SetupPage(setup: Setup) {
  const { action, form } = setup;
  return (
    <Page
      title={`${form.faults.length > 0 ? 'Error: ' : ''}Open your ledger · Mutual-aid ledger`}
      home={typedIn(form, 'currency') ?? setup.currencies[0]}
    >
      <ErrorSummary faults={form.faults} />
      <h1>Open your ledger</h1>
      <p class="lead">Five short parts. Most can be changed later; what cannot says so. Nothing is shown to the world by this.</p>
      <PostForm action={action} formKey={form.key}>
        <Part title="1. How you sign in">
          <AccountFields form={form} />
        </Part>
        <LedgerPart setup={setup} />
        <PromisePart setup={setup} />
        <Part title="4. What you offer">
          <Choice
            form={form}
            name="offerings"
            label="Start with"
            initial={setup.presets[0]?.value ?? 'none'}
            options={[
              ...setup.presets.map(({ value, title, offerings }) => ({
                value,
                words: title,
                hint: `${offerings.join(', ')}. Names, amounts and tax can be changed.`,
              })),
              { value: 'none', words: 'Nothing yet', hint: 'You define them yourself, before the first payment.' },
            ]}
          />
        </Part>
        <Part title="5. Your daily backup">
          <Field
            form={form}
            name="backupFolder"
            label="Where does it go?"
            initial={setup.backupFolder}
            hint={`A folder on this machine; one on another disk survives this one. ${backupPromise}`}
          />
        </Part>
        <Buttons>
          <Button>Open the ledger</Button>
        </Buttons>
      </PostForm>
    </Page>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Pasting and password managers are welcome. */
const AccountFields = ({ form }: { form: Form }) => (
  <>
    <Field
      form={form}
      name="name"
      label="Name to sign in with"
      autocomplete="username"
      width="medium"
      hint="Other stewards see it. It need not be your legal name."
    />
    <Field
      form={form}
      name="password"
      label="Password"
      type="password"
      autocomplete="new-password"
      width="medium"
      hint="Twelve characters or more. A few words that only you would put together are good."
    />
  </>
);

function LedgerPart({ setup: { form, zones, currencies, host } }: { setup: Setup }) {
  return (
    <Part title="2. Your ledger">
      <Field form={form} name="ledgerName" label="Name" hint="Your practice’s name, as the public page will show it." />
      <Field
        form={form}
        name="slug"
        label="Short name"
        width="medium"
        hint={
          <>
            It stays for good, in the address: {host}/<strong>short-name</strong>. Small letters, digits, hyphens.
          </>
        }
      />
      <div class="pair">
        <Pick
          form={form}
          name="currency"
          label="Currency"
          initial={currencies[0]}
          hint="In which you owe. For good."
          options={currencies.map((code) => ({ value: code, words: code }))}
        />
        <Pick
          form={form}
          name="zone"
          label="Time zone"
          initial={zones[0]}
          hint="Decides where a month ends. For good."
          options={zones.map((zone) => ({ value: zone, words: zone.replaceAll('_', ' ') }))}
        />
      </div>
    </Part>
  );
}

function PromisePart({ setup: { form, currencies, today } }: { setup: Setup }) {
  return (
    <Part title="3. Your promise">
      <Field
        form={form}
        name="sharePercent"
        label="What share do you redistribute?"
        inputMode="decimal"
        width="short"
        suffix="%"
        initial="20"
      />
      <BaseChoice form={form} currency={typedIn(form, 'currency') ?? currencies[0] ?? 'CAD'} shareBp={2000} initial="gross" />
      <TextArea
        form={form}
        name="words"
        label="Who it goes to, in your own words"
        rows={6}
        hint="Shown on the public page exactly as written."
      />
      <DayField
        form={form}
        name="startsOn"
        label="From which day?"
        initial={`${today.slice(0, 7)}-01`}
        hint="Payments from this day on set their share aside. What you owed before can be stated afterwards."
      />
    </Part>
  );
}

/** For a link that was used, or is older than half an hour. */
export function SetupGonePage({ command }: { command: string }) {
  return (
    <Page title="This link is no longer good · Mutual-aid ledger">
      <h1>This link is no longer good</h1>
      <p>It works once, for half an hour, so that nobody else on the network can open your ledger.</p>
      <p>On the machine where the program runs, this makes a new one:</p>
      <p class="mono">{command}</p>
      <p>
        If your ledger is open already, <a href="/console/sign-in">sign in</a>.
      </p>
    </Page>
  );
}
