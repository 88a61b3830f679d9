import { type PayPalEnvironment, payPalEnvironments } from '../../domain/paypal.js';
import { Back, Button, Buttons, Notice, PostForm, SummaryList } from '../../web/components.js';
import { Choice } from '../../web/choices.js';
import { DayField, Field } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { counted } from './words.js';

/** How a connected account stands. */
export interface Connected {
  readonly environment: PayPalEnvironment;
  readonly takesWebhooks: boolean;
  readonly refused: number;
  /** "2 November 2026, 15:00", or that no search ended yet. */
  readonly searched: string;
  readonly trouble?: string;
}

export interface PayPalAccountPageOf {
  readonly frame: Frame;
  readonly account: string;
  readonly name: string;
  readonly connected?: Connected;
  /** Where PayPal is to send its webhooks; absent while nobody outside reaches this program. */
  readonly webhookAddress?: string;
  /** Fields: environment, clientId, clientSecret, webhookId, since. */
  readonly form: Form;
  readonly since: string;
}

const environmentWords: Readonly<Record<PayPalEnvironment, string>> = {
  live: 'The account itself',
  sandbox: 'PayPal’s sandbox, with play money for trying out',
};

export function PayPalAccountPage({ frame, account, name, connected, webhookAddress, form, since }: PayPalAccountPageOf) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Connect to PayPal" place="settings" faults={form.faults}>
      <Back href={at.accounts}>Accounts</Back>
      <h1>{name} and PayPal</h1>
      <p>
        Connected, this program asks PayPal every hour what moved and shows it to you under “Lines left for another day”. It records no
        payment by itself, and moves no money.
      </p>
      {connected && <Standing of={connected} remove={at.removePayPal(account)} formKey={`${form.key}-remove`} />}
      <h2>{connected ? 'Enter it anew' : 'Connect it'}</h2>
      <p>
        At developer.paypal.com, under “Apps & Credentials”, make an app for this program and tick “Transaction search”. It shows its
        “Client ID” and its “Secret”.
      </p>
      <PostForm action={at.payPal(account)} formKey={form.key}>
        <Choice
          form={form}
          name="environment"
          label="Which PayPal?"
          initial={connected?.environment ?? 'live'}
          options={payPalEnvironments.map((value) => ({ value, words: environmentWords[value] }))}
        />
        <Field form={form} name="clientId" label="“Client ID” of the app" />
        <Field
          form={form}
          name="clientSecret"
          label="“Secret” of the app"
          type="password"
          hint="Kept sealed under a key of its own, shown to nobody, and gone when you disconnect."
        />
        <Field
          form={form}
          name="webhookId"
          label="Webhook id"
          optional
          hint={
            webhookAddress
              ? `To hear of a payment within minutes: add a webhook to the app, for ${webhookAddress}, and copy its id here.`
              : 'Only where PayPal can reach this program from outside. Without it, it asks every hour.'
          }
        />
        <DayField
          form={form}
          name="since"
          label="Search from which day?"
          initial={since}
          hint="PayPal looks up to three years back. What is in the books already is not added again."
        />
        <Buttons>
          <Button>Connect</Button>
        </Buttons>
      </PostForm>
    </ConsolePage>
  );
}

function Standing({
  of: { environment, takesWebhooks, refused, searched, trouble },
  remove,
  formKey,
}: {
  of: Connected;
  remove: string;
  formKey: string;
}) {
  return (
    <>
      <h2>Connected</h2>
      {trouble && <Notice>{trouble}</Notice>}
      <SummaryList
        rows={[
          { term: 'To', says: environmentWords[environment] },
          { term: 'Searched', says: searched },
          { term: 'Webhooks', says: webhookWords(takesWebhooks, refused) },
        ]}
      />
      <PostForm action={remove} formKey={formKey}>
        <Buttons>
          <Button quiet>Disconnect, and destroy the secret</Button>
        </Buttons>
      </PostForm>
    </>
  );
}

function webhookWords(takesWebhooks: boolean, refused: number): string {
  const taken = takesWebhooks ? 'taken, each checked with PayPal' : 'none are taken';
  return refused > 0 ? `${taken}; ${counted(refused, 'time')} somebody else sent one, which was refused` : taken;
}
