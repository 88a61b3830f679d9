import type { Role } from '../domain/ledger.js';
import { Button, Buttons, Hidden, More, PostForm, SummaryList } from '../web/components.js';
import { ErrorSummary, Field } from '../web/fields.js';
import type { Form } from '../web/form.js';
import { Page } from '../web/page.js';
import { PasskeyForm, passkeyScriptPath } from './passkey-form.js';
import { leastCharacters } from './passwords.js';

const titled = (title: string, { faults }: Form): string => (faults.length > 0 ? `Error: ${title}` : title);

export function SignInPage({ form, next }: { form: Form; next: string }) {
  return (
    <Page title={titled('Sign in', form)} script={passkeyScriptPath}>
      <h1>Sign in</h1>
      <ErrorSummary faults={form.faults} />
      <PostForm action="/console/sign-in" formKey={form.key}>
        <Hidden name="next" value={next} />
        <Field form={form} name="name" label="Name you sign in with" autocomplete="username" />
        <Field form={form} name="password" label="Password" type="password" autocomplete="current-password" />
        <Buttons>
          <Button>Sign in</Button>
        </Buttons>
      </PostForm>
      <PasskeyForm action="/console/sign-in/passkey" formKey={form.key} does="use" words="Sign in with a passkey" next={next} />
      <More words="I cannot sign in">
        <p>Ask another steward of your ledger to invite you again. A new invitation makes a new name and password.</p>
      </More>
    </Page>
  );
}

/** After the password, for those who set up codes. */
export function CodePage({ form, step, next }: { form: Form; step: string; next: string }) {
  return (
    <Page title={titled('One more step', form)}>
      <h1>One more step</h1>
      <ErrorSummary faults={form.faults} />
      <PostForm action="/console/sign-in/code" formKey={form.key}>
        <Hidden name="step" value={step} />
        <Hidden name="next" value={next} />
        <Field
          form={form}
          name="code"
          label="Code from your app"
          hint="Six digits, or one of your recovery codes."
          autocomplete="one-time-code"
          width="medium"
        />
        <Buttons>
          <Button>Go on</Button>
        </Buttons>
      </PostForm>
    </Page>
  );
}

interface ConfirmView {
  readonly form: Form;
  readonly name: string;
  readonly asksForCode: boolean;
  readonly next: string;
}

/** Once more who it is, before money moves, somebody is forgotten or somebody is let in. */
export function ConfirmPage({ form, name, asksForCode, next }: ConfirmView) {
  return (
    <Page title={titled('Is it you?', form)} brand={{ href: '/console', words: 'Your ledgers' }} script={passkeyScriptPath}>
      <h1>Is it you?</h1>
      <ErrorSummary faults={form.faults} />
      <p>
        You are signed in as {name} for a while. What comes next sends money, forgets somebody or lets somebody in, so it is asked once
        more.
      </p>
      <PostForm action="/console/confirm" formKey={form.key}>
        <Hidden name="next" value={next} />
        <Field form={form} name="password" label="Password" type="password" autocomplete="current-password" />
        {asksForCode && <Field form={form} name="code" label="Code from your app" autocomplete="one-time-code" width="medium" />}
        <Buttons>
          <Button>It is me</Button>
        </Buttons>
      </PostForm>
      <PasskeyForm action="/console/confirm/passkey" formKey={form.key} does="use" words="Use a passkey" next={next} />
    </Page>
  );
}

export interface InvitationView {
  readonly token: string;
  readonly ledgerName: string;
  readonly role: Role;
  /** The name under which this browser is signed in already. */
  readonly signedInAs?: string;
}

const rolesInWords: Readonly<Record<Role, string>> = {
  steward: "Steward: does everything there is to do, and sees people's details.",
  bookkeeper: 'Bookkeeper: records payments and brings in files. Sees no details of people who receive.',
  approver: 'Approver: sees amounts and approves payouts.',
  auditor: 'Auditor: reads the books and changes nothing.',
};

export function InvitationPage({ form, invitation }: { form: Form; invitation: InvitationView }) {
  const { token, ledgerName, role, signedInAs } = invitation;
  return (
    <Page title={titled(`Invitation to ${ledgerName}`, form)}>
      <h1>Invitation to {ledgerName}</h1>
      <ErrorSummary faults={form.faults} />
      <SummaryList
        rows={[
          { term: 'Ledger', says: ledgerName },
          { term: 'Your role there', says: rolesInWords[role] },
        ]}
      />
      {signedInAs ? <AcceptAs name={signedInAs} action={acceptPath(token)} form={form} /> : <MakeAccount token={token} form={form} />}
    </Page>
  );
}

const acceptPath = (token: string): string => `/console/invitation/${token}`;

function AcceptAs({ name, action, form }: { name: string; action: string; form: Form }) {
  return (
    <PostForm action={action} formKey={form.key}>
      <p>You are signed in as {name}.</p>
      <Buttons>
        <Button>Accept as {name}</Button>
      </Buttons>
    </PostForm>
  );
}

function MakeAccount({ token, form }: { token: string; form: Form }) {
  return (
    <>
      <p>
        Have you signed in on this host before?{' '}
        <a href={`/console/sign-in?next=${encodeURIComponent(acceptPath(token))}`}>Sign in to accept</a>.
      </p>
      <PostForm action={acceptPath(token)} formKey={form.key}>
        <NewAccountFields form={form} />
        <Buttons>
          <Button>Accept</Button>
        </Buttons>
      </PostForm>
    </>
  );
}

/** Name and password of a new account; the first-run pages ask for the same. */
export function NewAccountFields({ form }: { form: Form }) {
  return (
    <>
      <Field
        form={form}
        name="name"
        label="Name to sign in with"
        hint="An e-mail address or any other word. Other stewards of your ledgers see it; the public never does."
        autocomplete="username"
      />
      <Field
        form={form}
        name="password"
        label="Password"
        hint={`At least ${leastCharacters} characters of any kind. Four or five words are good.`}
        type="password"
        autocomplete="new-password"
      />
    </>
  );
}

export interface SessionLine {
  readonly sessionId: string;
  readonly madeOn: string;
  readonly lastUsedOn: string;
  readonly isThisOne: boolean;
}

export function SessionsPage({ name, lines, formKey }: { name: string; lines: readonly SessionLine[]; formKey: string }) {
  return (
    <Page title="Where you are signed in" brand={{ href: '/console', words: 'Your ledgers' }}>
      <h1>Where you are signed in</h1>
      <p>
        You are {name}. A browser that is not used for 30 days is signed out by itself. <a href="/console/account">How you sign in</a>
      </p>
      {lines.map((line) => (
        <SessionForm line={line} formKey={formKey} />
      ))}
    </Page>
  );
}

function SessionForm({ line: { sessionId, madeOn, lastUsedOn, isThisOne }, formKey }: { line: SessionLine; formKey: string }) {
  const which = isThisOne ? 'This browser' : 'Another browser';
  const action = isThisOne ? '/console/sign-out' : `/console/sign-out/${sessionId}`;
  return (
    <PostForm action={action} formKey={formKey} act={sessionId}>
      <SummaryList rows={[{ term: which, says: `Signed in on ${madeOn}, last used on ${lastUsedOn}.` }]} />
      <Buttons>
        <Button quiet about={`the browser signed in on ${madeOn}`}>
          Sign out
        </Button>
      </Buttons>
    </PostForm>
  );
}
