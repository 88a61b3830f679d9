import type { ComponentChildren } from 'preact';
import { isPositive, type Money } from '../../domain/money.js';
import { reversals } from '../../domain/payment.js';
import { Amount } from '../../web/amounts.js';
import { Button, Buttons, More, PostForm, Step } from '../../web/components.js';
import { Choice } from '../../web/choices.js';
import { DayField, MoneyField } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import type { PaymentDetail } from './payment.js';
import { isSome } from './payments.js';
import { pathsOf } from './paths.js';
import { reversalWords } from './words.js';

/** Each of these adds a line; the old one stays. */
export function PaymentCorrections({ payment: { frame, line, remaining, takenBack, forms } }: { payment: PaymentDetail }) {
  const at = pathsOf(frame.ledger.slug);
  const { payment } = line;
  const share = 'Its share comes off what you owe; if that is already out, the next payments cover it.';
  return (
    <>
      <h2>If something is wrong</h2>
      <p>Each of these adds a line that says what was wrong. The old line stays.</p>
      <Buttons>
        <Step href={at.correctPayment(payment)} quiet>
          Correct it
        </Step>
      </Buttons>
      {isPositive(remaining) && (
        <>
          <BackForm words="Someone got money back" action={at.refundPayment(payment)} form={forms.refund} act="refund" day="refundedAt">
            <HowMuch form={forms.refund} name="amount" words="How much went back?" most={remaining} hint={share} />
          </BackForm>
          <BackForm
            words="PayPal or your bank took it back"
            action={at.reversePayment(payment)}
            form={forms.reverse}
            act="reverse"
            day="reversedAt"
          >
            <HowMuch form={forms.reverse} name="takenBack" words="How much was taken back?" most={remaining} hint={share} />
            <Choice
              form={forms.reverse}
              name="takenBecause"
              label="Why?"
              options={reversals.map((value) => ({ value, words: reversalWords[value] }))}
            />
          </BackForm>
        </>
      )}
      {isSome(takenBack) && (
        <BackForm
          words="What was taken back came again"
          action={at.reinstatePayment(payment)}
          form={forms.reinstate}
          act="reinstate"
          day="reinstatedAt"
        >
          <HowMuch form={forms.reinstate} name="cameAgain" words="How much came again?" most={takenBack} hint="Its share is owed again." />
        </BackForm>
      )}
      <More words="It should not be in the books" open={forms.void.faults.length > 0}>
        <PostForm action={at.voidPayment(payment)} formKey={forms.void.key} act="void" label="It should not be in the books">
          <Choice
            form={forms.void}
            name="reason"
            label="What is wrong with it?"
            options={[
              { value: 'recorded-twice', words: 'It was recorded twice' },
              { value: 'not-a-payment', words: 'It is not a payment for a session' },
            ]}
          />
          <Button>Take it out of the books</Button>
        </PostForm>
      </More>
    </>
  );
}

interface BackFormProps {
  words: string;
  action: string;
  form: Form;
  act: string;
  /** Name of the day's field. */
  day: string;
  children: ComponentChildren;
}

const BackForm = ({ words, action, form, act, day, children }: BackFormProps) => (
  <More words={words} open={form.faults.length > 0}>
    <PostForm action={action} formKey={form.key} act={act} label={words}>
      {children}
      <DayField form={form} name={day} label="When?" />
      <Button>Record it</Button>
    </PostForm>
  </More>
);

interface HowMuchProps {
  form: Form;
  name: string;
  words: string;
  most: Money;
  hint: string;
}

const HowMuch = ({ form, name, words, most, hint }: HowMuchProps) => (
  <MoneyField
    form={form}
    name={name}
    label={words}
    currencies={[most.currency]}
    hint={
      <>
        At most <Amount of={most} />. {hint}
      </>
    }
  />
);
