import { type RailName, rails as allRails } from '../../domain/call.js';
import type { Currency } from '../../domain/currency.js';
import { Back, Button, Buttons, More, PostForm } from '../../web/components.js';
import { Choice, Pick, Tick } from '../../web/choices.js';
import { DayField, Field, MoneyField } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { railWords } from './words.js';

export interface CallForm {
  readonly frame: Frame;
  /** Fields: name, link, asked, currency, neededBy, earlier, rail, address, payee, fitsThePromise. */
  readonly form: Form;
  /** Two random words under which it will be filed. */
  readonly proposedName: string;
  readonly currencies: readonly Currency[];
  readonly rails?: readonly RailName[];
  /** Calls of people one may know already, by their two words. */
  readonly earlier: readonly { readonly call: string; readonly name: string }[];
}

/** There is no field for who the person is, what they need it for, or remarks about them. */
export function NewCallPage({ frame, form, proposedName, currencies, rails = allRails, earlier }: CallForm) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Note a call" place="calls" faults={form.faults}>
      <Back href={at.calls}>Calls</Back>
      <h1>Note a call</h1>
      <p>
        It will be filed as <strong>{proposedName}</strong>, so that this screen can be seen by others. We keep what is needed to send money
        and nothing about the person.
      </p>
      <PostForm action={at.calls} formKey={form.key}>
        <input type="hidden" name="name" value={proposedName} />
        <Field
          form={form}
          name="link"
          label="Link to the call"
          optional
          type="url"
          inputMode="url"
          hint="For stewards’ eyes. Kept sealed, and never opened by this program."
        />
        <div class="pair">
          <MoneyField form={form} name="asked" label="Amount they gave" optional currencies={currencies} hint="As they said it." />
          <DayField form={form} name="neededBy" label="Day they gave" optional hint="Like 2026-10-04." />
        </div>
        {earlier.length > 0 && (
          <Pick
            form={form}
            name="earlier"
            label="Have they made a call before?"
            optional
            hint="Then their money goes the way it went before, and they are one person to the books."
            options={[{ value: '', words: 'Not that I know' }, ...earlier.map(({ call, name }) => ({ value: call, words: name }))]}
          />
        )}
        {form.faults.some(({ field }) => field === 'earlier') && (
          <Tick
            form={form}
            name="someoneElse"
            label="It is someone else"
            hint="Two people can share an address. Then they are two to the books."
          />
        )}
        <Choice
          form={form}
          name="rail"
          label="How can they be sent money?"
          initial={rails[0]}
          options={rails.map((value) => ({ value, words: railWords[value] }))}
        />
        <Field
          form={form}
          name="address"
          label="Where to"
          type="text"
          hint="The e-mail address, phone number or handle to send to. Sealed; shown again only when you send."
        />
        <More words="A name for the transfer, if it needs one" open={Boolean(form.typed.payee)}>
          <Field
            form={form}
            name="payee"
            label="Name for the transfer"
            optional
            hint="The name that your bank asks for. Sealed, like the address."
          />
        </More>
        <Tick
          form={form}
          name="fitsThePromise"
          label="This call fits the promise"
          hint="Your word is enough. No category is kept, and nobody has to prove anything."
        />
        <Buttons>
          <Button>Note this call</Button>
        </Buttons>
      </PostForm>
    </ConsolePage>
  );
}
