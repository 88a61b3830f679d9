import type { Day } from '../../domain/calendar.js';
import { type Role, roles } from '../../domain/ledger.js';
import { Back, Button, Buttons, Notice, PostForm } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { Choice } from '../../web/choices.js';
import { Field } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { roleWords } from './words.js';

export interface Tokens {
  readonly frame: Frame;
  readonly tokens: readonly {
    readonly token: string;
    readonly name: string;
    readonly role: Role;
    readonly madeOn: Day;
    readonly lastUsed?: Day;
    readonly until: Day;
  }[];
  /** Fields: name, role. */
  readonly form: Form;
  /** Only in the answer to one just made: the secret, shown once. */
  readonly secret?: string;
}

export function TokensPage({ frame, tokens, form, secret }: Tokens) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Tokens" place="settings" faults={form.faults}>
      <Back href={at.settings}>Settings</Back>
      <h1>Tokens for programs</h1>
      <p>
        A token lets a program of yours read or record through the API, within one role. What it can do stands at <a href="/docs">/docs</a>.
      </p>
      {secret && (
        <Notice done>
          <p>
            <strong>Copy it now. It is shown this once; only a mark of it is kept.</strong>
          </p>
          <p class="mono">{secret}</p>
        </Notice>
      )}
      {tokens.length === 0 ? (
        <p>No tokens. You do not need one to use these pages.</p>
      ) : (
        <ul class="rows">
          {tokens.map(({ token, name, role, madeOn, lastUsed, until }) => (
            <li>
              <p>
                {name}{' '}
                <small>
                  · {roleWords[role].name}, made on <DayText of={madeOn} />,{' '}
                  {lastUsed ? (
                    <>
                      last used on <DayText of={lastUsed} />
                    </>
                  ) : (
                    'not used yet'
                  )}
                  , good until <DayText of={until} />
                </small>
              </p>
              <PostForm action={at.revokeToken(token)} formKey={frame.formKey} act={`revoke-${token}`}>
                <Button quiet about={`: ${name}`}>
                  End it
                </Button>
              </PostForm>
            </li>
          ))}
        </ul>
      )}
      <h2>Make a token</h2>
      <PostForm action={at.tokens} formKey={form.key} act="make">
        <Field form={form} name="name" label="What is it for?" hint="So that you know it again, like “the bookkeeper’s script”." />
        <Choice
          form={form}
          name="role"
          label="Role"
          initial="auditor"
          options={roles.map((value) => ({ value, words: roleWords[value].name, hint: roleWords[value].may }))}
        />
        <Buttons>
          <Button>Make a token</Button>
        </Buttons>
      </PostForm>
    </ConsolePage>
  );
}
