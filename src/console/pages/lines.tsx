import type { Day } from '../../domain/calendar.js';
import { type Money, negated } from '../../domain/money.js';
import type { Voucher } from '../../domain/observed.js';
import { Amount } from '../../web/amounts.js';
import { Back, Button, PostForm } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { type Paths, pathsOf } from './paths.js';
import { voucherWords } from './words.js';

/** A line of a file of which something was said. */
export interface SettledLine {
  readonly observation: string;
  readonly day: Day;
  /** Signed: below zero left the account. */
  readonly amount: Money;
  /** The source's own words; absent once they have expired. */
  readonly text?: string;
  /** Of a mail: what made us believe it. */
  readonly vouchedBy?: Voucher;
  /** One, or where it holds several, each with its part. */
  readonly payments: readonly PaymentOfLine[];
}

/** `is`: the line became this payment. `speaks`: it is the same money as this payment. `was`: it became one that was taken out. */
export interface PaymentOfLine {
  readonly payment: string;
  readonly day: Day;
  readonly how: 'is' | 'speaks' | 'was';
  /** How much of the line, where it holds several. */
  readonly part?: Money;
}

export interface SettledLines {
  readonly frame: Frame;
  readonly form: Form;
  readonly shown: 'matched' | 'dismissed';
  readonly lines: readonly SettledLine[];
  /** Where the next page of older lines is. */
  readonly older?: string;
}

const places = { matched: 'Matched with a payment', dismissed: 'Put aside' } as const;

/** What was said of lines, so that a mistake can be taken back. */
export function SettledLinesPage({ frame, form, shown, lines, older }: SettledLines) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Lines that were settled" place="payments" faults={form.faults}>
      <Back href={at.payments}>Money in</Back>
      <h1>Lines that were settled</h1>
      <p>If something was said of a line by mistake, open it again. It waits then with the lines left for another day.</p>
      <nav class="places" aria-label="Lines, by what became of them">
        <ul>
          {(['matched', 'dismissed'] as const).map((each) => (
            <li>
              <a href={at.linesThat(each)} aria-current={each === shown ? 'page' : undefined}>
                {places[each]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {lines.length === 0 && <p>No line here.</p>}
      <ul class="rows lines">
        {lines.map((line) => (
          <Settled line={line} at={at} form={form} />
        ))}
      </ul>
      {older && (
        <p>
          <a href={older}>Lines brought in before these</a>
        </p>
      )}
    </ConsolePage>
  );
}

function Settled({ line, at, form }: { line: SettledLine; at: Paths; form: Form }) {
  const { observation, day, amount, text, vouchedBy, payments } = line;
  const isOut = amount.minor < 0n;
  return (
    <li class="line">
      <div id={`says-${observation}`}>
        <p>
          <strong>
            <Amount of={isOut ? negated(amount) : amount} />
          </strong>
          {isOut && ' went out'}, <DayText of={day} />
        </p>
        {text && (
          <p class="says">
            <bdi>{text}</bdi>
          </p>
        )}
        {vouchedBy && <p class="says">{voucherWords[vouchedBy]}</p>}
        {payments.length > 1 && <p class="says">It holds {payments.length} payments.</p>}
        {payments.map((each) => (
          <PaymentOf line={each} at={at} />
        ))}
      </div>
      {payments.every(({ how }) => how !== 'is') && (
        <PostForm action={at.reopenLine(observation)} formKey={form.key} act={observation}>
          <Button
            quiet
            about={
              <>
                , the line of <DayText of={day} />
              </>
            }
          >
            Open it again
          </Button>
        </PostForm>
      )}
    </li>
  );
}

/** A line that became a payment stays with it: open, it could be recorded a second time. */
function PaymentOf({ line: { payment, day, how, part }, at }: { line: PaymentOfLine; at: Paths }) {
  const link = (
    <a href={at.payment(payment)}>
      payment of <DayText of={day} />
    </a>
  );
  const which = part ? (
    <>
      <Amount of={part} /> of it
    </>
  ) : (
    'It'
  );
  switch (how) {
    case 'is':
      return (
        <p class="says">
          {which} became the {link}. To open it again, first take that payment out of the books.
        </p>
      );
    case 'speaks':
      return part ? (
        <p class="says">
          {which} is the money of the {link}.
        </p>
      ) : (
        <p class="says">The same money as the {link}.</p>
      );
    case 'was':
      return (
        <p class="says">
          {which} became the {link}, which was taken out of the books.
        </p>
      );
  }
}
