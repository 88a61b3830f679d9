import type { DayTotal } from '../../domain/day-total.js';
import type { ColumnRole, FirstRows } from '../../domain/mapping.js';
import { columnField, columnRoles } from '../../domain/mapping.js';
import type { ObservedLine } from '../../domain/observed.js';
import { Amount } from '../../web/amounts.js';
import { Choice, Pick, Tick } from '../../web/choices.js';
import { Back, Button, Buttons, PostForm, Table } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { Field } from '../../web/fields.js';
import { type Form, typedIn } from '../../web/form.js';
import { DayTotalsTable } from './day-totals-table.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { counted } from './words.js';

export interface ImportFile {
  readonly frame: Frame;
  /** Fields: headingLine, column1 …, dayOrder, decimalMark, sign, leaveOut, name. */
  readonly form: Form;
  readonly file: string;
  readonly account: string;
  readonly first: FirstRows;
  /** How the first lines read, once somebody pressed “See how it reads”. */
  readonly reads?: { readonly count: number; readonly lines: readonly ObservedLine[] };
  /** The same of a file of totals. */
  readonly readsTotals?: { readonly count: number; readonly totals: readonly DayTotal[] };
}

const roleWords: Readonly<Record<ColumnRole, string>> = {
  nothing: 'Nothing we need',
  day: 'The day',
  amount: 'The amount',
  debit: 'Money that went out',
  credit: 'Money that came in',
  description: 'What it was, in words',
  name: 'Who paid',
  reference: 'A reference or number',
  currency: 'The currency',
  method: 'The method, as of a total',
  count: 'How many payments, as of a total',
};
const roleChoices = columnRoles.map((value) => ({ value, words: roleWords[value] }));

/** Say once what the columns of a file are; see how its first lines would read; remember it for the account. */
export function ImportFilePage({ frame, form, file, account, first, reads, readsTotals }: ImportFile) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="What are its columns?" place="payments" faults={form.faults}>
      <Back href={at.imports}>Another file</Back>
      <h1>What are its columns?</h1>
      <p>You say it once for {account}. From then on files with the same headings are read like this one. Nothing is recorded here.</p>
      <FirstLines first={first} />
      <PostForm action={at.importFile(file)} formKey={form.key}>
        <Holds form={form} />
        <HeadingLine form={form} first={first} />
        {Array.from({ length: first.columns }, (_, index) => (
          <Pick form={form} name={columnField(index)} label={labelOf(first, form, index)} options={roleChoices} />
        ))}
        <WrittenHow form={form} />
        {reads && <Reads {...reads} />}
        {readsTotals && <ReadsTotals {...readsTotals} />}
        <Field
          form={form}
          name="name"
          label="What do you call this kind of file?"
          hint="Like “Credit union, chequing”. You find it by this name the next time."
        />
        <Buttons>
          <Button name="step" value="save">
            Remember it and go on
          </Button>
          <Button name="step" value="look" quiet>
            See how it reads
          </Button>
        </Buttons>
      </PostForm>
    </ConsolePage>
  );
}

const FirstLines = ({ first: { rows, columns } }: { first: FirstRows }) => (
  <Table
    caption="The first lines of the file"
    heads={[{ words: 'Line' }, ...Array.from({ length: columns }, (_, index) => ({ words: `Column ${index + 1}` }))]}
  >
    {rows.map(({ line, cells }) => (
      <tr>
        <th scope="row">{line}</th>
        {Array.from({ length: columns }, (_, index) => (
          <td>
            <bdi>{cells[index] ?? ''}</bdi>
          </td>
        ))}
      </tr>
    ))}
  </Table>
);

const HeadingLine = ({ form, first }: { form: Form; first: FirstRows }) => (
  <Pick
    form={form}
    name="headingLine"
    label="In which line do the headings stand?"
    hint="The file is known again by them. What stands above is left out."
    options={[{ value: '0', words: 'It has none' }, ...first.rows.map(({ line }) => ({ value: String(line), words: `Line ${line}` }))]}
  />
);

/** The column's heading, if one is chosen; else its place alone. */
function labelOf({ rows }: FirstRows, form: Form, index: number): string {
  const heading = rows.find(({ line }) => String(line) === typedIn(form, 'headingLine'))?.cells[index];
  return heading ? `Column ${index + 1}, “${heading.slice(0, 60)}”` : `Column ${index + 1}`;
}

const Holds = ({ form }: { form: Form }) => (
  <Choice
    form={form}
    name="holds"
    label="What is one row?"
    options={[
      { value: 'movements', words: 'One movement of money' },
      {
        value: 'totals',
        words: 'All that came in on a day by one method',
        hint: 'Like Jane’s daily report of totals by method. It is compared with the ledger, and becomes no payment.',
      },
    ]}
  />
);

const WrittenHow = ({ form }: { form: Form }) => (
  <>
    <Choice
      form={form}
      name="dayOrder"
      label="How are days written?"
      options={[
        { value: 'year-first', words: 'Year, month, day: 2026-10-04' },
        { value: 'month-first', words: 'Month, day, year: 10/04/2026' },
        { value: 'day-first', words: 'Day, month, year: 04/10/2026' },
      ]}
    />
    <Choice
      form={form}
      name="decimalMark"
      label="How are amounts written?"
      options={[
        { value: '.', words: '1,234.56' },
        { value: ',', words: '1 234,56 or 1.234,56' },
      ]}
    />
    <Choice
      form={form}
      name="sign"
      label="What does an amount without a minus sign mean?"
      hint="Only where one column holds all amounts."
      options={[
        { value: 'positive-came-in', words: 'It came in' },
        { value: 'positive-went-out', words: 'It went out' },
      ]}
    />
    <Tick form={form} name="leaveOut" label="Leave out rows without a day, like sums" />
  </>
);

const ReadsTotals = ({ count, totals }: { count: number; totals: readonly DayTotal[] }) => (
  <DayTotalsTable caption={`It reads as ${counted(count, 'total')}; the first of them`} totals={totals} />
);

const Reads = ({ count, lines }: { count: number; lines: readonly ObservedLine[] }) => (
  <Table
    caption={`It reads as ${counted(count, 'line')}; the first of them`}
    heads={[
      { words: 'Line' },
      { words: 'Day' },
      { words: 'Amount', numeric: true },
      { words: 'Who' },
      { words: 'In words' },
      { words: 'Read as' },
    ]}
  >
    {lines.map(({ line, day, amount, name, text, why }) => (
      <tr>
        <th scope="row">{line}</th>
        <td class="nowrap">
          <DayText of={day} />
        </td>
        <td class="number">
          <Amount of={amount} />
        </td>
        <td>
          <bdi>{name ?? ''}</bdi>
        </td>
        <td>
          <bdi>{text}</bdi>
        </td>
        <td>{why}</td>
      </tr>
    ))}
  </Table>
);
