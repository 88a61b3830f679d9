import { type Reason, reasons } from '../../domain/explanation.js';
import { amountSaid, formatAmount } from '../../domain/money.js';
import type { Suspect } from '../../domain/statement-check.js';
import type { CheckedStatement } from '../../reconciliation/statements.queries.js';
import { Amount } from '../../web/amounts.js';
import { Back, Button, Buttons, Hidden, PostForm, SummaryList } from '../../web/components.js';
import { DayText, shortDay } from '../../web/days.js';
import { Choice } from '../../web/choices.js';
import { Field } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { SeamText, reasonWords } from './statement-words.js';

export interface OneStatement {
  readonly frame: Frame;
  /** Fields: amount, because, and hidden: difference, line, payout. */
  readonly form: Form;
  readonly account: string;
  readonly checked: CheckedStatement;
  readonly mayExplain: boolean;
}

/** Reasons that a person can give without a line that shows them. */
const byHand: readonly Reason[] = reasons.filter((each) => ['fee', 'came-back', 'over-the-edge', 'conversion', 'not-known'].includes(each));

/** One statement down to the lines that could make its difference. */
export function OneStatementPage({ frame, form, account, checked, mayExplain }: OneStatement) {
  const at = pathsOf(frame.ledger.slug);
  const { statement, moved, difference, lines, seams, explained, left, suspects } = checked;
  const isOpen = left.minor !== 0n;
  return (
    <ConsolePage frame={frame} title="A statement" place="months" faults={form.faults}>
      <Back href={at.statements}>Statements</Back>
      <h1>
        {account}, {shortDay(statement.from)} to {shortDay(statement.through)}
      </h1>
      <SummaryList
        sums
        rows={[
          { term: 'Stood on it before', says: <Amount of={statement.opening} /> },
          { term: `${lines} lines of its files, those put aside included`, says: <Amount of={moved} /> },
          { term: 'Stood on it after', says: <Amount of={statement.closing} /> },
          { term: 'Difference', says: <Amount of={difference} /> },
        ]}
      />
      {difference.minor === 0n && <p>It adds up.</p>}
      {seams.map((seam) => (
        <p>
          <SeamText seam={seam} />
        </p>
      ))}
      {explained.length > 0 && <Explained frame={frame} form={form} checked={checked} mayExplain={mayExplain} />}
      {isOpen && (
        <>
          <h2>
            What explains <Amount of={left} />?
          </h2>
          {suspects.length > 0 ? (
            <p>Each of these alone would make the whole difference:</p>
          ) : (
            <p>No single line or payout would make it.</p>
          )}
          {suspects.length > 0 && (
            <ul class="rows">
              {suspects.map((suspect) => (
                <SuspectRow frame={frame} form={form} checked={checked} suspect={suspect} mayExplain={mayExplain} />
              ))}
            </ul>
          )}
          {mayExplain && <ByHand frame={frame} form={form} checked={checked} />}
        </>
      )}
      {difference.minor !== 0n && (
        <p class="words">Nothing is forced to nothing. A month can be closed over a difference, explained or not.</p>
      )}
    </ConsolePage>
  );
}

const pathOf = (frame: Frame, { account, statement: { from, through, closing } }: CheckedStatement): string =>
  pathsOf(frame.ledger.slug).statement({ account, currency: closing.currency, from, through });

interface Explaining {
  readonly frame: Frame;
  readonly form: Form;
  readonly checked: CheckedStatement;
  readonly mayExplain: boolean;
}

function Explained({ frame, form, checked, mayExplain }: Explaining) {
  return (
    <>
      <h2>Explained</h2>
      <ul class="rows">
        {checked.explained.map(({ amount, because, line, payout }, index) => (
          <li>
            <p>
              <Amount of={amount} /> comes from {reasonWords[because]}.
            </p>
            {mayExplain && (
              <PostForm action={pathOf(frame, checked)} formKey={form.key} act={`back-${index}`}>
                <Saying difference={checked} because={because} amount="0" line={line} payout={payout} />
                <Button quiet about={`: ${amountSaid(amount)}, ${reasonWords[because]}`}>
                  Take it back
                </Button>
              </PostForm>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function SuspectRow({ frame, form, checked, suspect, mayExplain }: Explaining & { suspect: Suspect }) {
  const at = pathsOf(frame.ledger.slug);
  const payout = 'payout' in suspect ? suspect.payout : undefined;
  const line = 'line' in suspect ? suspect.line : undefined;
  const isWhole = checked.explained.length === 0;
  return (
    <li>
      <p>
        <DayText of={suspect.day} />, <Amount of={suspect.amount} />: {reasonWords[suspect.is]}.{' '}
        {payout && <a href={at.payout(payout)}>The payout</a>}
        {suspect.is === 'unmatched' && <a href={at.review}>Say what it is</a>}
      </p>
      {mayExplain && isWhole && (
        <PostForm action={pathOf(frame, checked)} formKey={form.key} act={`${suspect.is}-${line ?? payout}`}>
          <Saying difference={checked} because={suspect.is} amount={formatAmount(checked.difference)} line={line} payout={payout} />
          <Button quiet about={`: ${shortDay(suspect.day)}, ${reasonWords[suspect.is]}`}>
            That explains it
          </Button>
        </PostForm>
      )}
    </li>
  );
}

interface Said {
  readonly difference: CheckedStatement;
  readonly because: Reason;
  readonly amount: string;
  readonly line?: string | undefined;
  readonly payout?: string | undefined;
}

function Saying({ difference: { difference }, because, amount, line, payout }: Said) {
  return (
    <>
      <Hidden name="difference" value={formatAmount(difference)} />
      <Hidden name="because" value={because} />
      <Hidden name="amount" value={amount} />
      {line && <Hidden name="line" value={line} />}
      {payout && <Hidden name="payout" value={payout} />}
    </>
  );
}

function ByHand({ frame, form, checked }: Omit<Explaining, 'mayExplain'>) {
  return (
    <PostForm action={pathOf(frame, checked)} formKey={form.key} act="by-hand" label="Something else">
      <Hidden name="difference" value={formatAmount(checked.difference)} />
      <Field form={form} name="amount" label="How much of it?" initial={formatAmount(checked.left)} inputMode="decimal" width="medium" />
      <Choice
        form={form}
        name="because"
        label="What does it come from?"
        initial="not-known"
        options={byHand.map((reason) => ({ value: reason, words: reasonWords[reason] }))}
      />
      <Buttons>
        <Button>Say so</Button>
      </Buttons>
    </PostForm>
  );
}
