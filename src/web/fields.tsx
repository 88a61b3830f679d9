import type { FieldFault } from '../domain/refusal.js';
import { type Asked, around, Labelled } from './around-field.js';
import { fieldId, typedIn } from './form.js';
import { useWords } from './reading.js';
import { Say } from './say.js';

export interface FieldProps extends Asked {
  readonly type?: 'text' | 'password' | 'email' | 'url';
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'email' | 'url';
  readonly autocomplete?: string;
  readonly width?: 'short' | 'medium' | 'long';
  readonly suffix?: string;
}

export function Field({ type = 'text', inputMode, autocomplete = 'off', width = 'long', suffix, ...asked }: FieldProps) {
  const of = around(asked);
  const input = (
    <input
      id={of.id}
      name={asked.name}
      type={type as 'text'}
      class={width}
      inputMode={inputMode}
      autocomplete={autocomplete}
      spellcheck={false}
      value={type === 'password' ? undefined : (typedIn(asked.form, asked.name) ?? asked.initial)}
      aria-describedby={of.describedBy}
      aria-invalid={of.says ? 'true' : undefined}
    />
  );
  return (
    <Labelled asked={asked} of={of}>
      {suffix ? (
        <span class="with-suffix">
          {input} <span class="suffix">{suffix}</span>
        </span>
      ) : (
        input
      )}
    </Labelled>
  );
}

/** A day, typed: no calendar to click through. The text box takes `2026-10-04`. */
export const DayField = (props: Omit<FieldProps, 'type' | 'width'>) => (
  <Field {...props} width="medium" hint={props.hint ?? <Say it="form.day-hint" />} />
);

export interface MoneyFieldProps extends Asked {
  /** One: shown beside the box. Several: to choose from. */
  readonly currencies: readonly string[];
  readonly currencyName?: string;
}

/** An amount as text, never a number box: no wheel or arrow key changes it. */
export function MoneyField({ currencies, currencyName = 'currency', ...asked }: MoneyFieldProps) {
  const words = useWords();
  const of = around(asked, currencyName, `${asked.name}.currency`);
  const chosen = typedIn(asked.form, currencyName) ?? currencies[0];
  return (
    <Labelled asked={asked} of={of}>
      <span class="with-suffix">
        <input
          id={of.id}
          name={asked.name}
          type="text"
          class="money"
          inputMode="decimal"
          autocomplete="off"
          value={typedIn(asked.form, asked.name) ?? asked.initial}
          aria-describedby={of.describedBy}
          aria-invalid={of.says ? 'true' : undefined}
        />{' '}
        {currencies.length === 1 ? (
          <span class="suffix">
            {chosen}
            <input type="hidden" name={currencyName} value={chosen} />
          </span>
        ) : (
          <select name={currencyName} aria-label={words.say('form.currency-of', { field: asked.label })}>
            {currencies.map((code) => (
              <option value={code} selected={code === chosen}>
                {code}
              </option>
            ))}
          </select>
        )}
      </span>
    </Labelled>
  );
}

export function TextArea({ rows = 4, ...asked }: Asked & { rows?: number }) {
  const of = around(asked);
  return (
    <Labelled asked={asked} of={of}>
      <textarea
        id={of.id}
        name={asked.name}
        rows={rows}
        dir="auto"
        aria-describedby={of.describedBy}
        aria-invalid={of.says ? 'true' : undefined}
      >
        {typedIn(asked.form, asked.name) ?? asked.initial ?? ''}
      </textarea>
    </Labelled>
  );
}

/** A file from the person's own machine. */
export function FileField(asked: Omit<Asked, 'initial'> & { accept?: string }) {
  const of = around(asked);
  return (
    <Labelled asked={asked} of={of}>
      <input
        id={of.id}
        name={asked.name}
        type="file"
        accept={asked.accept}
        aria-describedby={of.describedBy}
        aria-invalid={of.says ? 'true' : undefined}
      />
    </Labelled>
  );
}

/** A fault of the form as a whole, a refusal of the books, stands under this name and leads to no field. */
const ofTheForm = 'form';

/** All that is wrong, first on the page and in focus, each leading to its field, in the same words as there. */
/** A fault in a line of a file names the line; the page has no box to lead to. */
function LineOf({ field }: { field: string }) {
  const line = /^line (\d+)$/.exec(field)?.[1];
  return line ? <Say it="form.line" slots={{ line }} /> : null;
}

export function ErrorSummary({ faults }: { faults: readonly FieldFault[] }) {
  if (faults.length === 0) return null;
  return (
    <div class="problem" tabIndex={-1} autofocus>
      <div role="alert">
        <h2>
          <Say it="form.problem" />
        </h2>
        <ul>
          {faults.map(({ field, says }) => (
            <li>
              {field !== ofTheForm ? (
                <a href={`#${fieldId(field.replace(/\.currency$/, ''))}`}>
                  <LineOf field={field} />
                  {says}
                </a>
              ) : (
                <>
                  <LineOf field={field} />
                  {says}
                </>
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
