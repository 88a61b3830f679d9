import type { Day } from '../../domain/calendar.js';
import { type Role, roles } from '../../domain/ledger.js';
import { Back, Button, Buttons, More, Notice, PostForm } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { Choice } from '../../web/choices.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { roleWords } from './words.js';

export interface People {
  readonly frame: Frame;
  readonly people: readonly { readonly account: string; readonly name: string; readonly role: Role; readonly isYou: boolean }[];
  readonly invitations: readonly { readonly invitation: string; readonly role: Role; readonly until: Day }[];
  /** Fields: role. For whom an invitation is, is not kept. */
  readonly form: Form;
  /** Only in the answer to an invitation just made: the link, shown once. */
  readonly link?: string;
  /** False for those who may look but not change. */
  readonly mayChange: boolean;
}

export function PeoplePage({ frame, people, invitations, form, link, mayChange }: People) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="People" place="settings" faults={form.faults}>
      <Back href={at.settings}>Settings</Back>
      <h1>People who hold this ledger</h1>
      {link && (
        <Notice done>
          <p>
            <strong>Send them this link. It is shown once and works once.</strong>
          </p>
          <p class="mono">{link}</p>
        </Notice>
      )}
      <ul class="rows">
        {people.map((person) => (
          <Person person={person} frame={frame} mayChange={mayChange} />
        ))}
      </ul>
      {invitations.length > 0 && (
        <>
          <h2>Invited</h2>
          <ul class="rows">
            {invitations.map(({ invitation, role, until }) => (
              <li>
                <p>
                  Somebody, as {roleWords[role].name.toLowerCase()}{' '}
                  <small>
                    until <DayText of={until} />
                  </small>
                </p>
                {mayChange && (
                  <PostForm action={at.takeBack(invitation)} formKey={frame.formKey} act={`take-back-${invitation}`}>
                    <Button quiet about={`: the invitation as ${roleWords[role].name.toLowerCase()}`}>
                      Take back
                    </Button>
                  </PostForm>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {mayChange && (
        <>
          <h2>Invite someone</h2>
          <p>The link makes whoever opens it one of these people. They choose their own name to sign in.</p>
          <PostForm action={at.invite} formKey={form.key} act="invite">
            <RoleChoice form={form} initial="bookkeeper" />
            <Buttons>
              <Button>Make a link</Button>
            </Buttons>
          </PostForm>
        </>
      )}
    </ConsolePage>
  );
}

const RoleChoice = ({ form, initial }: { form: Form; initial: Role }) => (
  <Choice
    form={form}
    name="role"
    label="Role"
    initial={initial}
    options={roles.map((value) => ({ value, words: roleWords[value].name, hint: roleWords[value].may }))}
  />
);

function Person({
  person: { account, name, role, isYou },
  frame,
  mayChange,
}: {
  person: People['people'][number];
  frame: Frame;
  mayChange: boolean;
}) {
  const at = pathsOf(frame.ledger.slug);
  const others = roles.filter((each) => each !== role);
  return (
    <li>
      <p>
        <bdi>{name}</bdi>
        {isYou && ' (you)'} <small>· {roleWords[role].name}</small>
      </p>
      {mayChange && (
        <More words={`Change the role of ${name}`}>
          <PostForm action={at.roleOf(account)} formKey={frame.formKey} act={`role-${account}`} label={`Role of ${name}`}>
            <Buttons>
              {others.map((value) => (
                <Button quiet name="role" value={value}>
                  {roleWords[value].name}
                </Button>
              ))}
              <Button quiet name="role" value="none">
                Let them go
              </Button>
            </Buttons>
          </PostForm>
        </More>
      )}
    </li>
  );
}
