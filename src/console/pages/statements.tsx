import type { CheckedStatement } from '../../reconciliation/statements.queries.js';
import { Amount } from '../../web/amounts.js';
import { Back, Button, Buttons, PostForm, Step } from '../../web/components.js';
import { DayText, dayInWords } from '../../web/days.js';
import { Pick } from '../../web/choices.js';
import { DayField, Field } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { SeamText } from './statement-words.js';

export interface StatementsOfAccounts {
  readonly frame: Frame;
  /** Fields: account, currency, from, through, opening, closing. */
  readonly form: Form;
  readonly accounts: readonly { readonly account: string; readonly name: string; readonly currency: string }[];
  /** Newest first. */
  readonly checked: readonly CheckedStatement[];
  readonly currencies: readonly string[];
  readonly mayState: boolean;
}

/** Each account with what it says of itself, and the form for the next. */
export function StatementsPage({ frame, form, accounts, checked, currencies, mayState }: StatementsOfAccounts) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Statements" place="months" faults={form.faults}>
      <Back href={at.months}>Months</Back>
      <h1>Statements</h1>
      <p>
        What an account says stood on it before and after a period is held against all lines of its files, the rent and what was put aside
        included. It makes no payment and changes nothing.
      </p>
      {accounts.length === 0 && (
        <p>
          <Step href={at.accounts}>Say which account you watch</Step>
        </p>
      )}
      {accounts.map(({ account, name }) => (
        <OfAccount frame={frame} name={name} checked={checked.filter((each) => each.account === account)} />
      ))}
      {mayState && accounts.length > 0 && (
        <>
          <h2>State one</h2>
          <PostForm action={at.statements} formKey={form.key}>
            <Pick
              form={form}
              name="account"
              label="Of which account?"
              initial={accounts[0]?.account}
              options={accounts.map(({ account, name }) => ({ value: account, words: name }))}
            />
            <Pick
              form={form}
              name="currency"
              label="In which currency?"
              initial={accounts[0]?.currency}
              options={currencies.map((code) => ({ value: code, words: code }))}
            />
            <DayField form={form} name="from" label="Its first day" hint="Like 2026-10-01. It need not be a calendar month." />
            <DayField form={form} name="through" label="Its last day" hint="Like 2026-10-31." />
            <Field
              form={form}
              name="opening"
              label="What stood on it before the first line"
              inputMode="decimal"
              width="medium"
              hint="Like 1000.00, or -50.00 where it was overdrawn."
            />
            <Field form={form} name="closing" label="What stood on it after the last line" inputMode="decimal" width="medium" />
            <Buttons>
              <Button>Hold it against the lines</Button>
            </Buttons>
          </PostForm>
        </>
      )}
    </ConsolePage>
  );
}

function OfAccount({ frame, name, checked }: { frame: Frame; name: string; checked: readonly CheckedStatement[] }) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <>
      <h2>{name}</h2>
      {checked.length === 0 && <p>Nothing was stated yet.</p>}
      {checked.length > 0 && (
        <ul class="rows">
          {checked.map((each) => {
            const { account, statement, seams } = each;
            const { from, through, closing } = statement;
            return (
              <li>
                <p>
                  <DayText of={from} /> to <DayText of={through} />: <Standing checked={each} />
                  {seams.map((seam) => (
                    <>
                      <br />
                      <small>
                        <SeamText seam={seam} />
                      </small>
                    </>
                  ))}
                </p>
                <a href={at.statement({ account, currency: closing.currency, from, through })}>
                  Look at it
                  <span class="unseen">
                    : {name}, {closing.currency}, {dayInWords(from)} to {dayInWords(through)}
                  </span>
                </a>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

/** Whether it adds up, in a few words. */
export function Standing({ checked: { difference, left } }: { checked: CheckedStatement }) {
  if (difference.minor === 0n) return <>adds up.</>;
  if (left.minor === 0n)
    return (
      <>
        differs by <Amount of={difference} />, explained.
      </>
    );
  return (
    <>
      differs by <Amount of={difference} />, of which <Amount of={left} /> is not explained.
    </>
  );
}
