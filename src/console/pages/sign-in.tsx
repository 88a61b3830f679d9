import type { Role } from '../../domain/ledger.js';
import { Button, Buttons, Hidden, Notice, PostForm } from '../../web/components.js';
import { ErrorSummary, Field } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { Page } from '../../web/page.js';
import { hostPaths } from './paths.js';
import { roleWords } from './words.js';

export interface SignIn {
  /** Fields: name, password, back. */
  readonly form: Form;
  /** Where she wanted to go. */
  readonly back?: string;
  /** "You were signed out; what you typed is kept." */
  readonly notice?: string;
}

const titled = (title: string, form: Form): string => (form.faults.length > 0 ? `Error: ${title}` : title);

export function SignInPage({ form, back, notice }: SignIn) {
  return (
    <Page title={`${titled('Sign in', form)} · Mutual-aid ledger`}>
      <ErrorSummary faults={form.faults} />
      <h1>Sign in</h1>
      {notice && <Notice>{notice}</Notice>}
      <PostForm action={hostPaths.signIn} formKey={form.key}>
        {back && <Hidden name="back" value={back} />}
        <Field form={form} name="name" label="Name" autocomplete="username" width="medium" />
        <Field form={form} name="password" label="Password" type="password" autocomplete="current-password" width="medium" />
        <Buttons>
          <Button>Sign in</Button>
        </Buttons>
      </PostForm>
      <p class="words">Can’t get in? Ask another steward to let you back in. This page sets one cookie, for staying signed in.</p>
    </Page>
  );
}

export interface Invitation {
  /** Path of this page, with its one-time token. */
  readonly action: string;
  readonly ledger: string;
  readonly role: Role;
  /** Fields: name, password. */
  readonly form: Form;
}

export function InvitationPage({ action, ledger, role, form }: Invitation) {
  return (
    <Page title={`${titled('You are invited', form)} · ${ledger}`}>
      <ErrorSummary faults={form.faults} />
      <h1>You are invited to {ledger}</h1>
      <p>
        As {roleWords[role].name.toLowerCase()}. {roleWords[role].may}
      </p>
      <PostForm action={action} formKey={form.key}>
        <AccountFields form={form} />
        <Buttons>
          <Button>Accept</Button>
        </Buttons>
      </PostForm>
    </Page>
  );
}

/** Pasting and password managers are welcome. */
export const AccountFields = ({ form }: { form: Form }) => (
  <>
    <Field form={form} name="name" label="Name to sign in with" autocomplete="username" width="medium" hint="Other stewards see it. It need not be your legal name." />
    <Field form={form} name="password" label="Password" type="password" autocomplete="new-password" width="medium"
      hint="Twelve characters or more. A few words that only you would put together are good." />
  </>
);

export interface Ledgers {
  readonly steward: string;
  readonly ledgers: readonly { readonly slug: string; readonly name: string; readonly role: Role }[];
}

/** For one who holds several ledgers. */
export function LedgersPage({ steward, ledgers }: Ledgers) {
  return (
    <Page title="Your ledgers · Mutual-aid ledger">
      <h1>Your ledgers, {steward}</h1>
      <ul class="rows">
        {ledgers.map(({ slug, name, role }) => (
          <li>
            <a href={`/console/${slug}`}>{name}</a>
            <span class="words">{roleWords[role].name}</span>
          </li>
        ))}
      </ul>
    </Page>
  );
}
