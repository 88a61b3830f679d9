import type { ComponentChildren } from 'preact';
import type { Day } from '../../domain/calendar.js';
import type { Currency } from '../../domain/currency.js';
import { type Money, negated } from '../../domain/money.js';
import type { Voucher } from '../../domain/observed.js';
import { Amount } from '../../web/amounts.js';
import { Back, Button, Buttons, More, Notice, PostForm, Step } from '../../web/components.js';
import { DayText, dayInWords } from '../../web/days.js';
import { type Form, faultAt } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { type LineSaid, wordsOf } from './line-control.js';
import { LinePlace, asksPlaces } from './line-place.js';
import { LineRate } from './line-rate.js';
import type { OfferingChoice } from './payment-new.js';
import { pathsOf } from './paths.js';
import { counted, grouped, voucherWords } from './words.js';

/** One line of the file, with what it becomes and why. */
export interface PreviewLine {
  /** Line of the file; also its key in what the form sends. */
  readonly line: number;
  readonly day: Day;
  /** Signed: below zero left the account. */
  readonly amount: Money;
  /** The source's own words, for stewards' eyes. */
  readonly text?: string;
  readonly why: string;
  /** Of a mail: what made us believe it. */
  readonly vouchedBy?: Voucher;
  /** `new`: proposed as a payment. `look`: she decides. `here`: already in the books. `aside`: no income. */
  readonly becomes: 'new' | 'look' | 'here' | 'aside';
  /** What would be set aside if it is recorded as proposed. */
  readonly setAside?: Money;
  /** What is chosen beforehand. Only for `new` and `look`. */
  readonly chosen?: LineSaid;
  /** A recorded payment that may be the same money; then `same` is offered, and to record names it as another one. */
  readonly sameAs?: { readonly payment: string; readonly day: Day };
  /** True where an earlier line carries the same number and amount; then `seen` is offered. */
  readonly isSeen?: boolean;
  /** False for what is not finished at its source: it can be left or put aside, not recorded. */
  readonly mayRecord?: boolean;
  /** The ledger's currency, where nobody says what the line became in it: then that is asked. */
  readonly becameIn?: Currency;
}

export interface ImportPreview {
  readonly frame: Frame;
  /** Field `line`, several times: `14:leave` and the like, as `readControl` has it; beside it the boxes of `LineRate`. */
  readonly form: Form;
  readonly import: string;
  /** "RBC chequing, 1 to 31 October 2026". */
  readonly source: string;
  /** True for lines that earlier files left behind: they are not counted by kind, and have no number in a file. */
  readonly isReview?: boolean;
  readonly lines: readonly PreviewLine[];
  readonly offerings: readonly OfferingChoice[];
  /** How many lines follow that are too many for one page. */
  readonly notShown?: number;
  /** True where each line asks where whoever paid lives. */
  readonly places?: boolean;
  /** Mails of the file that count for nothing, by their number in it. */
  readonly refused?: readonly { readonly line: number; readonly why: string }[];
  /** What stands beneath the lines. */
  readonly children?: ComponentChildren;
}

const ofKind = (lines: readonly PreviewLine[], kind: PreviewLine['becomes']) => lines.filter(({ becomes }) => becomes === kind);

/** "12 new, 3 already here, 1 needs a look": nothing is left out of the count. */
export function countsInWords(lines: readonly PreviewLine[]): string {
  const [fresh, here, look, aside] = (['new', 'here', 'look', 'aside'] as const).map((kind) => ofKind(lines, kind).length);
  const parts = [`${fresh} new`, `${here} already here`, look === 1 ? '1 needs a look' : `${look} need a look`];
  if (aside) parts.push(`${aside} no income`);
  return parts.join(', ');
}

export function ImportPreviewPage(props: ImportPreview) {
  const { frame, form, import: id, source, isReview, lines, offerings, notShown = 0, places = false, refused = [], children } = props;
  const at = pathsOf(frame.ledger.slug);
  const choosing = { form, sent: sentIn(form), offerings, isReview, asksPlaces: places || asksPlaces(form) };
  const [fresh, look, here, aside] = (['new', 'look', 'here', 'aside'] as const).map((kind) => ofKind(lines, kind));
  return (
    <ConsolePage frame={frame} title={isReview ? source : 'Look before it is recorded'} place="payments" faults={form.faults}>
      <Back href={isReview ? at.payments : at.imports}>{isReview ? 'Money in' : 'Another file'}</Back>
      <h1>{isReview ? source : countsInWords(lines)}</h1>
      {!isReview && <p class="words">{source}</p>}
      {lines.length === 0 && <p>Nothing is left to look at.</p>}
      {notShown > 0 && (
        <Notice>
          {isReview
            ? `These are the earliest. ${grouped(notShown)} more wait after them, and come once these are settled.`
            : `This is the beginning of a long file. Of the ${grouped(notShown)} lines after these, what is no income is put aside; all others wait under “Lines left for another day”, and nothing of them is recorded before you look.`}
        </Notice>
      )}
      {isReview && (
        <p>
          <a href={at.lines}>Lines that were settled</a>: open one again if something was said of it by mistake.
        </p>
      )}
      <PostForm action={at.import(id)} formKey={form.key}>
        {fresh!.length > 0 && <Lines title="New" lines={fresh!} choosing={choosing} />}
        {look!.length > 0 && (
          <Lines title="To look at" lines={look!} choosing={choosing}>
            <p>Beside each stands what will happen to it. What you leave out stays here, for another day.</p>
          </Lines>
        )}
        {lines.length > 0 && (
          <Buttons>
            <Button>Record what is chosen</Button>
            <Step href={isReview ? at.today : at.imports} quiet>
              Leave it for now
            </Step>
          </Buttons>
        )}
      </PostForm>
      {!choosing.asksPlaces && fresh!.length + look!.length > 0 && (
        <p>
          <a href={`${at.import(id)}?places=yes`}>Say at each line where they live</a>, where the rate of tax follows from it.
        </p>
      )}
      {here!.length > 0 && <Rest words={`Already here: ${here!.length}`} lines={here!} />}
      {aside!.length > 0 && <Rest words={`No income: ${aside!.length}`} lines={aside!} />}
      {refused.length > 0 && (
        <More words={`Mails that do not count: ${refused.length}`}>
          <ul class="rows">
            {refused.map(({ line, why }) => (
              <li>
                Mail {line}. {why}
              </li>
            ))}
          </ul>
        </More>
      )}
      {children}
    </ConsolePage>
  );
}

interface Choosing {
  readonly form: Form;
  /** What the form came back with, by line. */
  readonly sent: ReadonlyMap<string, string>;
  readonly offerings: readonly OfferingChoice[];
  readonly isReview?: boolean;
  readonly asksPlaces: boolean;
}

function Lines(props: { title: string; lines: readonly PreviewLine[]; choosing: Choosing; children?: ComponentChildren }) {
  const { title, lines, choosing, children } = props;
  return (
    <>
      <h2>
        {title} <span class="side">{counted(lines.length, 'line')}</span>
      </h2>
      {children}
      <ul class="rows lines">
        {lines.map((line) => (
          <li class="line">
            <Says line={line} isReview={choosing.isReview} />
            <div>
              <Chooser line={line} choosing={choosing} />
              {choosing.asksPlaces && line.mayRecord !== false && <LinePlace form={choosing.form} line={line.line} />}
              {line.becameIn && <LineRate form={choosing.form} line={line.line} becameIn={line.becameIn} />}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function Says({ line: { line, day, amount, text, why, vouchedBy, setAside }, isReview }: { line: PreviewLine; isReview?: boolean }) {
  const isOut = amount.minor < 0n;
  return (
    <div id={`says-${line}`}>
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
      <p class="says">
        {!isReview && `Line ${line}. `}
        {why}
        {vouchedBy && ` ${voucherWords[vouchedBy]}`}
        {setAside && (
          <>
            {' '}
            Sets aside <Amount of={setAside} />.
          </>
        )}
      </p>
    </div>
  );
}

/** One control a line says all: record it as what, leave it, or never ask again. */
function Chooser({ line, choosing: { form, sent, offerings, isReview } }: { line: PreviewLine; choosing: Choosing }) {
  const { line: number } = line;
  const choices = choicesOf(line, { offerings, ...(isReview && { isReview }) });
  const selected = selectedOf(line, sent.get(`${number}`), choices);
  const fault = faultAt(form, `line ${number}`, `line-${number}`);
  const option = ({ value, words }: Choice) => (
    <option value={`${number}:${value}`} selected={value === selected}>
      {words}
    </option>
  );
  return (
    <>
      {fault && (
        <p class="fault" id={`line-${number}-error`}>
          {fault}
        </p>
      )}
      <select
        id={`field-line-${number}`}
        name="line"
        aria-label={isReview ? 'What this line becomes' : `What line ${number} becomes`}
        aria-describedby={fault ? `line-${number}-error says-${number}` : `says-${number}`}
        aria-invalid={fault ? 'true' : undefined}
      >
        {choices.same.map(option)}
        {choices.record.length > 0 && <optgroup label="Record it, for">{choices.record.map(option)}</optgroup>}
        {choices.rest.map(option)}
      </select>
    </>
  );
}

interface Choice {
  readonly value: string;
  readonly words: string;
}
type Choices = Readonly<Record<'same' | 'record' | 'rest', readonly Choice[]>>;

function choicesOf(
  { sameAs, isSeen, mayRecord = true }: PreviewLine,
  { offerings, isReview }: Pick<Choosing, 'offerings' | 'isReview'>,
): Choices {
  const choice = (said: LineSaid, words: string): Choice => ({ value: wordsOf(said), words });
  const besides = sameAs && { besides: sameAs.payment };
  return {
    same: [
      ...(sameAs ? [choice({ is: 'same', payment: sameAs.payment }, `The same money as the payment of ${dayInWords(sameAs.day)}`)] : []),
      ...(isSeen ? [choice({ is: 'seen' }, 'The same money as an earlier line')] : []),
    ],
    record: (mayRecord ? offerings : []).map(({ offering, name, insidePledge }) =>
      choice({ is: 'record', offering, ...besides }, insidePledge ? name : `${name}, outside the promise`),
    ),
    rest: [
      choice({ is: 'leave' }, 'Leave it out for now'),
      choice({ is: 'dismiss' }, 'Not a session payment'),
      ...(isReview && mayRecord ? [choice({ is: 'several' }, 'Several payments, or a part of one: say which next')] : []),
    ],
  };
}

/** What was sent or is proposed, where it is offered: of what is not, a browser would choose the first of the list in its place. */
function selectedOf({ chosen = { is: 'leave' } }: PreviewLine, sent: string | undefined, { same, record, rest }: Choices): string {
  const wished = sent ?? wordsOf(chosen);
  return [...same, ...record, ...rest].some(({ value }) => value === wished) ? wished : wordsOf({ is: 'leave' });
}

const sentIn = ({ typed }: Form): ReadonlyMap<string, string> =>
  new Map([typed.line ?? []].flat().map((each) => [each.slice(0, each.indexOf(':')), each.slice(each.indexOf(':') + 1)]));

const Rest = ({ words, lines }: { words: string; lines: readonly PreviewLine[] }) => (
  <More words={words}>
    <ul class="rows">
      {lines.map((line) => (
        <li>
          <Says line={line} />
        </li>
      ))}
    </ul>
  </More>
);
