import type { ComponentChildren } from 'preact';
import { type Asked, around, Fault, Hint, Labelled, Optional } from './around-field.js';
import { isTicked, typedIn } from './form.js';

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
        {asked.optional && <Optional />}
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
