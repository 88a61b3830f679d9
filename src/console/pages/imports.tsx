import type { Day } from '../../domain/calendar.js';
import { Back, Button, More, PostForm, Step } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { Choice } from '../../web/choices.js';
import { FileField } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface Imports {
  readonly frame: Frame;
  /** Fields: account, file (multipart). */
  readonly form: Form;
  readonly accounts: readonly { readonly account: string; readonly name: string; readonly source: string }[];
  /** Files brought in before, newest first, with what became of them in words. */
  readonly before: readonly { readonly import: string; readonly day: Day; readonly words: string }[];
}

/** Choose an account and a file. Nothing is recorded before it was looked at. */
export function ImportsPage({ frame, form, accounts, before }: Imports) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Bring in a file" place="payments" faults={form.faults}>
      <Back href={at.payments}>Money in</Back>
      <h1>Bring in a file</h1>
      <p>You see what each line would become, and why, before anything is recorded. Nothing records itself.</p>
      {accounts.length === 0 ? (
        <p>
          <Step href={at.accounts}>Say which account you watch</Step>
        </p>
      ) : (
        <PostForm action={at.imports} formKey={form.key} upload>
          <Choice
            form={form}
            name="account"
            label="Which account is it from?"
            initial={accounts.length === 1 ? accounts[0]?.account : undefined}
            options={accounts.map(({ account, name, source }) => ({ value: account, words: name, hint: source }))}
          />
          <FileField
            form={form}
            name="file"
            label="The file, as you downloaded it"
            accept=".csv,text/csv,.txt,.eml,.mbox,message/rfc822"
            hint="A CSV file from your bank or from PayPal, or mails from Interac as your mail program saves them (.eml, .mbox). Do not open and save a CSV file in a spreadsheet first: that can change dates and amounts."
          />
          <Button>Look at it</Button>
        </PostForm>
      )}
      <More words="Where do I download it?">
        <p>
          <strong>RBC.</strong> Online banking, the account, Download, “Comma delimited”, the dates you need.
        </p>
        <p>
          <strong>PayPal.</strong> Activity, Download, “Balance affecting”, CSV, the dates you need.
        </p>
        <p>
          <strong>Interac.</strong> In your mail program, save the mail itself as a file, or export the folder of them. A forwarded or
          printed mail no longer carries its signature.
        </p>
        <p>It does no harm if dates overlap with the last file: a line that is already here adds nothing.</p>
      </More>
      {before.length > 0 && (
        <>
          <h2>Brought in before</h2>
          <ul class="rows">
            {before.map(({ import: id, day, words }) => (
              <li>
                <a href={at.import(id)}>{words}</a>
                <DayText of={day} />
              </li>
            ))}
          </ul>
        </>
      )}
    </ConsolePage>
  );
}
