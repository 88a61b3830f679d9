import type { Day } from '../../domain/calendar.js';
import { Back, Button, More, PostForm, Step } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { Choice, Pick } from '../../web/choices.js';
import { FileField } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface Imports {
  readonly frame: Frame;
  /** Fields: account, format, file (multipart). */
  readonly form: Form;
  readonly accounts: readonly { readonly account: string; readonly name: string; readonly source: string }[];
  /** What a file can be; the first leaves it to the file. */
  readonly formats: readonly { readonly value: string; readonly words: string }[];
  /** Files brought in before, newest first, with what became of them in words. */
  readonly before: readonly { readonly import: string; readonly day: Day; readonly words: string }[];
}

/** Choose an account and a file. Nothing is recorded before it was looked at. */
export function ImportsPage({ frame, form, accounts, formats, before }: Imports) {
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
            accept=".csv,text/csv,.txt,.tsv,.ofx,.qfx,.qbo,.xlsx,.eml,.mbox,message/rfc822"
            hint="CSV or OFX from your bank, CSV from PayPal, or mails from Interac as your mail program saves them (.eml, .mbox). Do not open and save it in a spreadsheet first: that can change dates and amounts. A spreadsheet (.xlsx) can be read where a program gives nothing else."
          />
          <Pick
            form={form}
            name="format"
            label="What kind of file is it?"
            hint="Most files say it themselves. Choose it where you are asked to, or where we do not know the file yet."
            options={formats}
          />
          <Button>Look at it</Button>
        </PostForm>
      )}
      <More words="Where do I download it?">
        <p>
          <strong>RBC.</strong> Online banking, the account, Download, “Comma delimited”, the dates you need.
        </p>
        <p>
          <strong>TD, BMO, Scotiabank, CIBC, Tangerine, Desjardins, National Bank.</strong> The account, its download, CSV. Some banks keep
          only two months: bring a file in every month.
        </p>
        <p>
          <strong>Other banks.</strong> OFX, QFX or QBO, where they offer it. Otherwise CSV: choose “Another file”, and say once what its
          columns are.
        </p>
        <p>
          <strong>PayPal.</strong> Activity, Download, “Balance affecting”, CSV, the dates you need.
        </p>
        <p>
          <strong>Interac.</strong> In your mail program, save the mail itself as a file, or export the folder of them. A forwarded or
          printed mail no longer carries its signature.
        </p>
        <p>
          <strong>Jane.</strong> Under Reports, the daily one with totals by payment method and without anybody’s name, “Download to XLSX”.
          Choose “Another file”, and say once that its rows are totals. <a href={at.totals}>What Jane says</a> stands beside what is
          recorded.
        </p>
        <p>
          It does no harm if dates overlap with the last file of this kind: a line that is already here adds nothing. Of another kind of
          file you are asked where a line may be here already.
        </p>
      </More>
      <p>
        <a href={at.lines}>Lines that were settled</a>, to open one again. <a href={at.mappings}>Files that you described</a>, to forget
        one.
      </p>
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
