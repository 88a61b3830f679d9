import type { Day } from '../../domain/calendar.js';
import type { Currency } from '../../domain/currency.js';
import { methods } from '../../domain/payment.js';
import { taxPlaces } from '../../domain/tax-rates.js';
import { Back, Button, Buttons, More, PostForm } from '../../web/components.js';
import { Choice, Pick } from '../../web/choices.js';
import { DayField, Field, MoneyField } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { methodWords, placeWords } from './words.js';

export interface OfferingChoice {
  readonly offering: string;
  readonly name: string;
  readonly insidePledge: boolean;
}

export interface PaymentForm {
  readonly frame: Frame;
  /**
   * Fields: amount, currency, receivedAt, method, offering, times; fee, in that currency; settledAmount with settledCurrency, which
   * is always the ledger's, and settledSource; taxed (a place or a treatment; blank: as the offering says); payer, reference.
   */
  readonly form: Form;
  /** The ledger's own first. */
  readonly currencies: readonly Currency[];
  readonly offerings: readonly OfferingChoice[];
  readonly today: Day;
  /** The payment that is corrected. */
  readonly corrects?: string;
}

const inMore = ['times', 'fee', 'taxed', 'settledAmount', 'settledSource', 'payer', 'reference'];

export function NewPaymentPage({ frame, form, currencies, offerings, today, corrects }: PaymentForm) {
  const at = pathsOf(frame.ledger.slug);
  const home = frame.ledger.currency;
  const title = corrects ? 'Correct a payment' : 'Record a payment';
  const opens = inMore.some((name) => form.typed[name] || form.faults.some(({ field }) => field === name || field.startsWith(`${name}.`)));
  return (
    <ConsolePage frame={frame} title={title} place="payments" faults={form.faults}>
      <Back href={corrects ? at.payment(corrects) : at.payments}>{corrects ? 'The payment as it is' : 'Money in'}</Back>
      <h1>{title}</h1>
      {corrects && <p>Enter it as it should be. The old line stays, with a line that says it was wrong.</p>}
      <PostForm action={corrects ? at.correctPayment(corrects) : at.payments} formKey={form.key}>
        <MoneyField form={form} name="amount" label="How much came in?" hint="What landed, taxes included." currencies={currencies} />
        <DayField
          form={form}
          name="receivedAt"
          label="When?"
          initial={today}
          hint="The day it landed: year, month, day, like 2026-10-04."
        />
        <Choice
          form={form}
          name="method"
          label="How?"
          initial="interac"
          options={methods.map((value) => ({ value, words: methodWords[value] }))}
        />
        <Choice
          form={form}
          name="offering"
          label="What for?"
          options={offerings.map(({ offering, name, insidePledge }) => ({
            value: offering,
            words: name,
            hint: insidePledge ? undefined : 'Outside the promise: nothing is set aside.',
          }))}
        />
        <More words="More: several sessions or people, a fee, tax, another currency, a reference" open={opens}>
          <Field
            form={form}
            name="times"
            label="For how many sessions or people?"
            optional
            inputMode="numeric"
            width="short"
            hint="Paid ahead, or by one for several in a group. Only to ask you again when the amount is not usual for so many."
          />
          <Field
            form={form}
            name="fee"
            label="Fee kept by the service"
            optional
            inputMode="decimal"
            width="short"
            hint="What PayPal or another service kept for itself, in the currency of the payment."
          />
          <TaxedPick form={form} corrects={corrects !== undefined} />
          {currencies.length > 1 && (
            <>
              <MoneyField
                form={form}
                name="settledAmount"
                label={`What did it become in ${home}?`}
                optional
                currencies={[home]}
                currencyName="settledCurrency"
                hint="Only for another currency. Take the figure that PayPal or your bank gives; none is looked up for you."
              />
              <Field
                form={form}
                name="settledSource"
                label="Who says so?"
                optional
                width="medium"
                hint="PayPal, bank, or where your rate comes from."
              />
            </>
          )}
          {!corrects && <PayerFields form={form} />}
        </More>
        <Buttons>
          <Button>Continue</Button>
        </Buttons>
      </PostForm>
    </ConsolePage>
  );
}

/** Who paid is no part of a correction: it is forgotten, or stays. */
const PayerFields = ({ form }: { form: Form }) => (
  <>
    <Field
      form={form}
      name="payer"
      label="Name on the payment"
      optional
      hint="Kept sealed; only for matching with your bank and for counting how many people paid. Stewards alone can read it."
    />
    <Field form={form} name="reference" label="Reference" optional width="medium" hint="Helps to spot doubles. Kept sealed." />
  </>
);

/** Nothing is guessed: left alone, the offering decides. */
const TaxedPick = ({ form, corrects }: { form: Form; corrects: boolean }) => (
  <Pick
    form={form}
    name="taxed"
    label="Tax"
    hint="Where the rate follows from where whoever paid lives, choose the place. The offering’s own treatment holds otherwise."
    options={[
      { value: '', words: corrects ? 'As it is' : 'As the offering says' },
      ...taxPlaces.map((place) => ({
        value: place,
        words: place === 'abroad' ? 'They live outside Canada: zero-rated' : `They live in ${placeWords[place]}`,
      })),
      { value: 'zero-rated', words: 'Zero-rated' },
      { value: 'exempt', words: 'Exempt' },
      { value: 'not-registered', words: 'No tax: not registered' },
    ]}
  />
);
