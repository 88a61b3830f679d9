import type { ComponentChildren } from 'preact';
import { formKeyName } from './form.js';
import { Say } from './say.js';

/** A form that is safe to press twice: it posts, and carries the id of its request. `act` tells apart the forms of one page. */
export function PostForm(props: {
  action: string;
  formKey: string;
  act?: string;
  label?: string;
  upload?: boolean;
  class?: string;
  /** A device is asked before it is sent: by the one script, which gets the question from `ask`. */
  passkey?: { readonly does: 'use' | 'make'; readonly ask: string };
  children: ComponentChildren;
}) {
  const { action, formKey, act, label, upload, children } = props;
  return (
    <form
      method="post"
      action={action}
      noValidate
      class={props.class}
      aria-label={label}
      encType={upload ? 'multipart/form-data' : undefined}
      data-passkey={props.passkey?.does}
      data-ask={props.passkey?.ask}
    >
      <FormKey of={formKey} act={act} />
      {children}
    </form>
  );
}

/** The idempotency key: the same press sent twice is one request. */
export function FormKey({ of, act }: { of: string; act?: string }) {
  return <input type="hidden" name={formKeyName} value={act ? `${of}.${act}` : of} />;
}

export const Hidden = ({ name, value }: { name: string; value: string }) => <input type="hidden" name={name} value={value} />;

export interface ButtonProps {
  children: ComponentChildren;
  /** A quiet button stands beside the one that carries on. */
  quiet?: boolean;
  name?: string;
  value?: string;
  /** Where the words alone do not say to which line the button belongs: read out after them. */
  about?: ComponentChildren;
}

export function Button({ children, quiet, name, value, about }: ButtonProps) {
  return (
    <button type="submit" class={quiet ? 'button quiet' : 'button'} name={name} value={value}>
      {children}
      {about && <Unseen> {about}</Unseen>}
    </button>
  );
}

/** A link that looks like a button because it leads to the next step. */
export function Step({
  href,
  children,
  quiet,
  about,
}: {
  href: string;
  children: ComponentChildren;
  quiet?: boolean;
  about?: ComponentChildren;
}) {
  return (
    <a href={href} class={quiet ? 'button quiet' : 'button'}>
      {children}
      {about && <Unseen> {about}</Unseen>}
    </a>
  );
}

export const Buttons = ({ children }: { children: ComponentChildren }) => <div class="buttons">{children}</div>;

/** Heard by a screen reader, not seen. */
export const Unseen = ({ children }: { children: ComponentChildren }) => <span class="unseen">{children}</span>;

/** Something to know before going on. `done` says that what was asked for has happened. */
export function Notice({ children, done }: { children: ComponentChildren; done?: boolean }) {
  return (
    <div class={done ? 'notice done' : 'notice'} role={done ? 'status' : 'note'}>
      {children}
    </div>
  );
}

export interface SummaryRow {
  readonly term: string;
  readonly says: ComponentChildren;
  readonly change?: string;
}

/** What is about to be recorded, line by line, each with a way back. `sums`: amounts one under another, the last their result. */
export function SummaryList({ rows, sums }: { rows: readonly SummaryRow[]; sums?: boolean }) {
  return (
    <dl class={sums ? 'summary sums' : 'summary'}>
      {rows.map(({ term, says, change }) => (
        <div>
          <dt>{term}</dt>
          <dd>
            {says}
            {change && (
              <a class="change" href={change}>
                <Say it="summary.change" />
                <Unseen> {term.toLowerCase()}</Unseen>
              </a>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export interface Figure {
  readonly term: string;
  readonly says: ComponentChildren;
  readonly words?: ComponentChildren;
}

/** Figures one can read from across the room, each with its words. */
export function Figures({ of }: { of: readonly Figure[] }) {
  return (
    <dl class="figures">
      {of.map(({ term, says, words }) => (
        <div>
          <dt>{term}</dt>
          <dd class="figure">{says}</dd>
          {words && <dd class="words">{words}</dd>}
        </div>
      ))}
    </dl>
  );
}

export interface Head {
  readonly words: ComponentChildren;
  readonly numeric?: boolean;
}

/** A table with a caption and scoped heads; wider than the screen, it scrolls by itself and by keyboard. */
export function Table({ caption, heads, children }: { caption: string; heads: readonly Head[]; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard (WCAG 2.1.1)
    <section class="scroll" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {heads.map(({ words, numeric }) => (
              <th scope="col" class={numeric ? 'number' : undefined}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

/** What can wait to be read until it is asked for; opens without script. */
export function More({ words, children, open }: { words: string; children: ComponentChildren; open?: boolean }) {
  return (
    <details open={open}>
      <summary>{words}</summary>
      <div class="more">{children}</div>
    </details>
  );
}

/** Where one came from: one step up. */
export const Back = ({ href, children }: { href: string; children: ComponentChildren }) => (
  <p class="back">
    <a href={href}>{children}</a>
  </p>
);

/** Text that a person wrote: shown as written, line by line, never as markup. */
export function Written({ children }: { children: string }) {
  return children
    .split(/\n{2,}/)
    .filter((part) => part.trim())
    .map((part) => (
      <p class="written" dir="auto">
        {part.trim()}
      </p>
    ));
}
