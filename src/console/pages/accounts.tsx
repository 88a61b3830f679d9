import type { Currency } from '../../domain/currency.js';
import { Back, Button, Buttons, PostForm } from '../../web/components.js';
import { Choice, Pick } from '../../web/choices.js';
import { Field } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface WatchedAccount {
  readonly account: string;
  readonly name: string;
  readonly source: string;
  readonly currency: Currency;
  /** For one of PayPal's, where she may connect it: whether it is, and what is amiss. */
  readonly payPal?: { readonly isConnected: boolean; readonly trouble?: string };
}

export interface Accounts {
  readonly frame: Frame;
  readonly accounts: readonly WatchedAccount[];
  /** Fields: name, source, currency. */
  readonly form: Form;
  /** Kinds of file that can be read. */
  readonly sources: readonly { readonly source: string; readonly title: string }[];
  readonly currencies: readonly Currency[];
}

export function AccountsPage({ frame, accounts, form, sources, currencies }: Accounts) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Accounts" place="settings" faults={form.faults}>
      <Back href={at.settings}>Settings</Back>
      <h1>Accounts you watch</h1>
      <p>
        An account may also carry money that is none of this ledger’s business; those lines are left out. This program never signs in to
        your bank: you bring in its files. A PayPal account can be connected, and is then asked by itself.
      </p>
      {accounts.length > 0 && (
        <ul class="rows">
          {accounts.map(({ account, name, source, currency, payPal }) => (
            <li>
              <p>
                {name}
                {payPal?.trouble && (
                  <>
                    <br />
                    <small>{payPal.trouble}</small>
                  </>
                )}
              </p>
              <span class="words">
                {source}, {currency}
                {payPal && `, ${payPal.isConnected ? 'connected to PayPal' : 'not connected'}`}
              </span>
              {payPal && (
                <a href={at.payPal(account)}>
                  {payPal.isConnected ? 'Look at it' : 'Connect it to PayPal'}
                  <span class="unseen">: {name}</span>
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
      <h2>Add an account</h2>
      <PostForm action={at.accounts} formKey={form.key}>
        <Field form={form} name="name" label="What do you call it?" hint="Like “RBC chequing”. No account number is needed." />
        <Choice
          form={form}
          name="source"
          label="Which files come from it?"
          initial={sources[0]?.source}
          options={sources.map(({ source, title }) => ({ value: source, words: title }))}
        />
        <Pick
          form={form}
          name="currency"
          label="Its own currency"
          initial={frame.ledger.currency}
          options={currencies.map((code) => ({ value: code, words: code }))}
        />
        <Buttons>
          <Button>Add it</Button>
        </Buttons>
      </PostForm>
    </ConsolePage>
  );
}
