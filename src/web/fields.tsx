import type { ComponentChildren } from 'preact';
import type { FieldFault } from '../domain/refusal.js';
import { Unseen } from './components.js';
import { type Form, faultAt, fieldId, isTicked, typedIn } from './form.js';

interface Asked {
  readonly form: Form;
  readonly name: string;
  readonly label: string;
  /** Why it is asked, who sees it, when it is forgotten. */
  readonly hint?: ComponentChildren;
  readonly optional?: boolean;
  /** What stands in the field before anything was typed. */
  readonly initial?: string;
}

interface Around {
  readonly id: string;
  readonly says: string | undefined;
  readonly describedBy: string | undefined;
}

function around({ form, name, hint }: Asked, ...alsoFor: string[]): Around {
  const id = fieldId(name);
  const says = faultAt(form, name, ...alsoFor);
  const describedBy = [hint && `${id}-hint`, says && `${id}-error`].filter(Boolean).join(' ');
  return { id, says, describedBy: describedBy || undefined };
}

const Hint = ({ id, children }: { id: string; children: ComponentChildren }) => (
  <div class="hint" id={`${id}-hint`}>
    {children}
  </div>
);

const Fault = ({ id, says }: { id: string; says: string }) => (
  <p class="fault" id={`${id}-error`}>
    <Unseen>Error: </Unseen>
    {says}
  </p>
);

function Labelled({ asked, of: { id, says }, children }: { asked: Asked; of: Around; children: ComponentChildren }) {
  return (
    <div class={says ? 'field wrong' : 'field'}>
      <label for={id}>
        {asked.label}
        {asked.optional && <span class="optional"> (optional)</span>}
      </label>
      {asked.hint && <Hint id={id}>{asked.hint}</Hint>}
      {says && <Fault id={id} says={says} />}
      {children}
    </div>
  );
}

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
  <Field {...props} width="medium" hint={props.hint ?? 'Year, month, day, like 2026-10-04.'} />
);

export interface MoneyFieldProps extends Asked {
  /** One: shown beside the box. Several: to choose from. */
  readonly currencies: readonly string[];
  readonly currencyName?: string;
}

/** An amount as text, never a number box: no wheel or arrow key changes it. */
export function MoneyField({ currencies, currencyName = 'currency', ...asked }: MoneyFieldProps) {
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
          <select name={currencyName} aria-label={`Currency of: ${asked.label}`}>
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

export interface Option {
  readonly value: string;
  readonly words: ComponentChildren;
  readonly hint?: ComponentChildren;
}

export function Pick({ options, ...asked }: Asked & { options: readonly { readonly value: string; readonly words: string }[] }) {
  const of = around(asked);
  const chosen = typedIn(asked.form, asked.name) ?? asked.initial;
  return (
    <Labelled asked={asked} of={of}>
      <select id={of.id} name={asked.name} aria-describedby={of.describedBy} aria-invalid={of.says ? 'true' : undefined}>
        {options.map(({ value, words }) => (
          <option value={value} selected={value === chosen}>
            {words}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** One of several, all in sight. `several`: boxes to tick instead. */
export function Choice({ options, several, ...asked }: Asked & { options: readonly Option[]; several?: boolean }) {
  const { id, says, describedBy } = around(asked);
  const isChosen = (value: string): boolean =>
    typedIn(asked.form, asked.name) === undefined ? value === asked.initial : isTicked(asked.form, asked.name, value);
  return (
    <fieldset class={says ? 'field wrong' : 'field'} aria-describedby={describedBy}>
      <legend>
        {asked.label}
        {asked.optional && <span class="optional"> (optional)</span>}
      </legend>
      {asked.hint && <Hint id={id}>{asked.hint}</Hint>}
      {says && <Fault id={id} says={says} />}
      {options.map(({ value, words, hint }, index) => (
        <Ticked
          id={index === 0 ? id : `${id}-${index + 1}`}
          type={several ? 'checkbox' : 'radio'}
          name={asked.name}
          value={value}
          checked={isChosen(value)}
          hint={hint}
        >
          {words}
        </Ticked>
      ))}
    </fieldset>
  );
}

interface TickedProps {
  id: string;
  type: 'checkbox' | 'radio';
  name: string;
  value: string;
  checked: boolean;
  hint?: ComponentChildren;
  describedBy?: string;
  children: ComponentChildren;
}

function Ticked({ id, type, name, value, checked, hint, describedBy, children }: TickedProps) {
  return (
    <div class="tick">
      <input
        id={id}
        type={type}
        name={name}
        value={value}
        checked={checked}
        aria-describedby={[hint && `${id}-words`, describedBy].filter(Boolean).join(' ') || undefined}
      />
      <label for={id}>{children}</label>
      {hint && (
        <div class="hint" id={`${id}-words`}>
          {hint}
        </div>
      )}
    </div>
  );
}

/** One box that is a word given: "This call fits the promise." */
export function Tick({ value = 'yes', ...asked }: Asked & { value?: string }) {
  const { id, says } = around(asked);
  return (
    <div class={says ? 'field wrong' : 'field'}>
      {says && <Fault id={id} says={says} />}
      <Ticked
        id={id}
        type="checkbox"
        name={asked.name}
        value={value}
        checked={isTicked(asked.form, asked.name, value) || asked.initial === value}
        hint={asked.hint}
        describedBy={says ? `${id}-error` : undefined}
      >
        {asked.label}
      </Ticked>
    </div>
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

/** All that is wrong, first on the page and in focus, each leading to its field, in the same words as there. */
export function ErrorSummary({ faults, known }: { faults: readonly FieldFault[]; known?: readonly string[] }) {
  if (faults.length === 0) return null;
  const leads = (field: string): boolean => !known || known.includes(field);
  return (
    <div class="problem" tabIndex={-1} autofocus>
      <div role="alert">
        <h2>There is a problem</h2>
        <ul>
          {faults.map(({ field, says }) => (
            <li>{leads(field) ? <a href={`#${fieldId(field.replace(/\.currency$/, ''))}`}>{says}</a> : says}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
