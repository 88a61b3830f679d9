import type { Day } from '../../domain/calendar.js';
import { type Money, amountSaid, formatAmount } from '../../domain/money.js';
import { Amount } from '../../web/amounts.js';
import { Back, Button, Buttons, More, PostForm, Step } from '../../web/components.js';
import { Pick } from '../../web/choices.js';
import { DayText, dayInWords } from '../../web/days.js';
import { MoneyField } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { placeChoices } from './line-place.js';
import { LineRate } from './line-rate.js';
import { pathsOf } from './paths.js';
import type { OfferingChoice } from './payment-new.js';
import { counted } from './words.js';

/** A payment that is recorded and waits for a line, or for the rest of its lines. */
export interface WaitingPayment {
  readonly payment: string;
  readonly day: Day;
  readonly offering: string;
  readonly amount: Money;
  readonly left: Money;
}

export interface LineParts {
  readonly frame: Frame;
  /** Fields of each row, by its number: amount, becomes (`record:` and an offering, or `same:` and a payment), place. */
  readonly form: Form;
  readonly line: { readonly observation: string; readonly day: Day; readonly amount: Money; readonly text?: string };
  readonly offerings: readonly OfferingChoice[];
  readonly payments: readonly WaitingPayment[];
  /** Payments that together are the line, where there is only one such choice. */
  readonly proposed?: readonly { readonly payment: string; readonly left: Money }[];
  readonly rows: number;
  /** The ledger's currency, where the line lacks a rate. */
  readonly becameIn?: string;
}

/** Names of the boxes of one row. */
export const partFields = (row: number) => ({ amount: `amount-${row}`, becomes: `becomes-${row}`, place: `place-${row}` });
/** The currency is the line's, of all rows. */
export const partsCurrency = 'currency';
/** Under which the rate of all of the line is asked for. */
export const rateOfLine = 1;

/** Of which payments one line is the money: several, each with its part; or one, of which it is a part. */
export function LinePartsPage({ frame, form, line, offerings, payments, proposed, rows, becameIn }: LineParts) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="A line and its payments" place="payments" faults={form.faults}>
      <Back href={at.review}>Lines left for another day</Back>
      <h1>Of which payments is this the money?</h1>
      <div id={`says-${rateOfLine}`}>
        <p>
          <strong>
            <Amount of={line.amount} />
          </strong>
          , <DayText of={line.day} />
        </p>
        {line.text && (
          <p class="says">
            <bdi>{line.text}</bdi>
          </p>
        )}
      </div>
      <p>
        Say what each part of it is. Together the parts must be all of the line. If it is only a part of one payment, choose that payment
        and enter the whole line as its part.
      </p>
      {proposed && (
        <p>
          {counted(proposed.length, 'payment')} that wait for a line come to this amount together. They are filled in below; look whether
          they are the ones.
        </p>
      )}
      <PostForm action={at.lineParts(line.observation)} formKey={form.key}>
        {Array.from({ length: rows }, (_, index) => (
          <PartRow row={index + 1} form={form} line={line} offerings={offerings} payments={payments} proposed={proposed?.[index]} />
        ))}
        {becameIn && <LineRate form={form} line={rateOfLine} becameIn={becameIn} />}
        <Buttons>
          <Button>Record these parts</Button>
          <Step href={at.review} quiet>
            Leave it for now
          </Step>
        </Buttons>
      </PostForm>
      <p>
        <a href={`${at.lineParts(line.observation)}?rows=${rows * 2}`}>It has more parts than that</a>
      </p>
    </ConsolePage>
  );
}

interface Row extends Pick<LineParts, 'form' | 'line' | 'offerings' | 'payments'> {
  readonly row: number;
  readonly proposed: { readonly payment: string; readonly left: Money } | undefined;
}

function PartRow({ row, form, line, offerings, payments, proposed }: Row) {
  const { amount, becomes, place } = partFields(row);
  const { currency } = line.amount;
  return (
    <fieldset class="field">
      <legend>Part {row}</legend>
      <MoneyField
        form={form}
        name={amount}
        label="How much of it?"
        optional
        currencies={[currency]}
        currencyName={partsCurrency}
        initial={proposed && formatAmount(proposed.left)}
      />
      <Pick
        form={form}
        name={becomes}
        label="What is it?"
        initial={proposed ? `same:${proposed.payment}` : ''}
        options={[
          { value: '', words: 'No such part' },
          ...payments.map((each) => ({
            value: `same:${each.payment}`,
            words: `The payment of ${dayInWords(each.day)}, ${each.offering}: ${amountSaid(each.left)}${each.left.minor < each.amount.minor ? ` left of ${amountSaid(each.amount)}` : ''}`,
          })),
          ...offerings.map(({ offering, name, insidePledge }) => ({
            value: `record:${offering}`,
            words: `Record it, for ${insidePledge ? name : `${name}, outside the promise`}`,
          })),
        ]}
      />
      <More words="Where they live" open={Boolean(form.typed[place])}>
        <Pick
          form={form}
          name={place}
          label="Where whoever paid lives"
          hint="Only where the rate of tax follows from it. The offering’s own treatment holds otherwise."
          options={placeChoices('As the offering says')}
        />
      </More>
    </fieldset>
  );
}
