import type { ComponentChildren } from 'preact';
import { Unseen } from './components.js';
import { type Form, faultAt, fieldId } from './form.js';
import { Say } from './say.js';

/** What every field is asked with. */
export interface Asked {
  readonly form: Form;
  readonly name: string;
  readonly label: string;
  /** Why it is asked, who sees it, when it is forgotten. */
  readonly hint?: ComponentChildren;
  readonly optional?: boolean;
  /** What stands in the field before anything was typed. */
  readonly initial?: string;
}

export interface Around {
  readonly id: string;
  readonly says: string | undefined;
  readonly describedBy: string | undefined;
}

/** The id, the fault and what describes a field; `alsoFor` names parts whose faults stand here too. */
export function around({ form, name, hint }: Asked, ...alsoFor: string[]): Around {
  const id = fieldId(name);
  const says = faultAt(form, name, ...alsoFor);
  const describedBy = [hint && `${id}-hint`, says && `${id}-error`].filter(Boolean).join(' ');
  return { id, says, describedBy: describedBy || undefined };
}

export const Hint = ({ id, children }: { id: string; children: ComponentChildren }) => (
  <div class="hint" id={`${id}-hint`}>
    {children}
  </div>
);

export const Fault = ({ id, says }: { id: string; says: string }) => (
  <p class="fault" id={`${id}-error`}>
    <Unseen>
      <Say it="form.error" />{' '}
    </Unseen>
    {says}
  </p>
);

export const Optional = () => (
  <span class="optional">
    {' '}
    <Say it="form.optional" />
  </span>
);

export function Labelled({ asked, of: { id, says }, children }: { asked: Asked; of: Around; children: ComponentChildren }) {
  return (
    <div class={says ? 'field wrong' : 'field'}>
      <label for={id}>
        {asked.label}
        {asked.optional && <Optional />}
      </label>
      {asked.hint && <Hint id={id}>{asked.hint}</Hint>}
      {says && <Fault id={id} says={says} />}
      {children}
    </div>
  );
}
