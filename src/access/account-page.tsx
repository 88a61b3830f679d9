import { Button, Buttons, More, Notice, PostForm, SummaryList } from '../web/components.js';
import { ErrorSummary, Field } from '../web/fields.js';
import type { Form } from '../web/form.js';
import { Page } from '../web/page.js';
import { PasskeyForm, passkeyScriptPath } from './passkey-form.js';
import { leastCharacters } from './passwords.js';

export interface AccountView {
  readonly name: string;
  readonly passkeys: readonly {
    readonly passkeyId: string;
    readonly name: string;
    readonly madeOn: string;
    readonly lastUsedOn: string | null;
  }[];
  /** Whether a code is asked for beside the password. */
  readonly asksForCodes: boolean;
  /** Where an app is being set up: what is typed into it. */
  readonly setUp?: { readonly secret: string; readonly link: string };
  readonly recoveryLeft: number;
  /** Only in the answer that made them: shown once. */
  readonly recovery?: readonly string[];
  readonly done?: string;
  /** Fields: code, name, password. */
  readonly form: Form;
}

export const accountPath = '/console/account';

export function AccountPage(view: AccountView) {
  const { name, form, done, recovery } = view;
  const title = form.faults.length > 0 ? 'Error: How you sign in' : 'How you sign in';
  return (
    <Page title={title} brand={{ href: '/console', words: 'Your ledgers' }} script={passkeyScriptPath}>
      <h1>How you sign in</h1>
      <ErrorSummary faults={form.faults} />
      {done && (
        <Notice done>
          <p>{done}</p>
        </Notice>
      )}
      {recovery && <RecoveryShown codes={recovery} />}
      <p>
        You are {name}. <a href="/console/sign-out">Where you are signed in</a>
      </p>
      <Passkeys {...view} />
      <Codes {...view} />
      <Password form={form} />
    </Page>
  );
}

function RecoveryShown({ codes }: { codes: readonly string[] }) {
  return (
    <Notice done>
      <p>
        <strong>Your recovery codes. They are shown this once: write them down, and keep them where your phone is not.</strong>
      </p>
      <ul class="mono">
        {codes.map((code) => (
          <li>{code}</li>
        ))}
      </ul>
      <p>Each signs you in once in place of a code, if you have lost the app. New ones end these.</p>
    </Notice>
  );
}

function Passkeys({ passkeys, form }: AccountView) {
  return (
    <section>
      <h2>Passkeys</h2>
      <p>
        Your phone or computer signs you in, by your finger, face or number. Nothing that could be stolen is kept here. Your password still
        opens the account too, so let a code be asked for beside it.
      </p>
      {passkeys.map(({ passkeyId, name, madeOn, lastUsedOn }) => (
        <PostForm action={`${accountPath}/passkeys/${passkeyId}/end`} formKey={form.key} act={passkeyId}>
          <SummaryList rows={[{ term: name, says: `Made on ${madeOn}, ${lastUsedOn ? `last used on ${lastUsedOn}` : 'not used yet'}.` }]} />
          <Buttons>
            <Button quiet about={`the passkey ${name}`}>
              End it
            </Button>
          </Buttons>
        </PostForm>
      ))}
      <PasskeyForm action={`${accountPath}/passkeys`} formKey={form.key} does="make" words="Make a passkey">
        <Field form={form} name="device" label="What do you call this device?" hint="So that you know it again, like “my phone”." />
      </PasskeyForm>
    </section>
  );
}

function Codes({ asksForCodes, setUp, recoveryLeft, form }: AccountView) {
  if (setUp) return <SetUp setUp={setUp} form={form} />;
  return (
    <section>
      <h2>A code beside the password</h2>
      {asksForCodes ? (
        <>
          <p>
            A code from your app is asked for when you sign in with your password. {recoveryLeft} recovery{' '}
            {recoveryLeft === 1 ? 'code is' : 'codes are'} left.
          </p>
          <PostForm action={`${accountPath}/recovery`} formKey={form.key} act="recovery">
            <Buttons>
              <Button quiet>Make new recovery codes</Button>
            </Buttons>
          </PostForm>
          <PostForm action={`${accountPath}/codes/end`} formKey={form.key} act="end-codes">
            <Buttons>
              <Button quiet>Ask for no code any more</Button>
            </Buttons>
          </PostForm>
        </>
      ) : (
        <PostForm action={`${accountPath}/codes/begin`} formKey={form.key} act="begin-codes">
          <p>An app on your phone shows six digits that change every half minute. Whoever learns your password still needs them.</p>
          <Buttons>
            <Button quiet>Set up codes</Button>
          </Buttons>
        </PostForm>
      )}
    </section>
  );
}

function SetUp({ setUp: { secret, link }, form }: { setUp: NonNullable<AccountView['setUp']>; form: Form }) {
  return (
    <section>
      <h2>Set up codes</h2>
      <ol>
        <li>
          Open an app for one-time codes, and type this key into it, or <a href={link}>open it on this device</a>:{' '}
          <strong class="mono">{secret.match(/.{1,4}/g)?.join(' ')}</strong>
        </li>
        <li>Enter the six digits that it shows.</li>
      </ol>
      <PostForm action={`${accountPath}/codes`} formKey={form.key} act="codes">
        <Field form={form} name="code" label="Code from the app" inputMode="numeric" autocomplete="one-time-code" width="short" />
        <Buttons>
          <Button>Ask for codes from now on</Button>
        </Buttons>
      </PostForm>
      <More words="What if I lose the phone?">
        <p>Recovery codes are shown in the next step. Each signs you in once.</p>
      </More>
    </section>
  );
}

function Password({ form }: { form: Form }) {
  return (
    <section>
      <h2>Password</h2>
      <PostForm action={`${accountPath}/password`} formKey={form.key} act="password">
        <Field
          form={form}
          name="password"
          label="New password"
          hint={`At least ${leastCharacters} characters of any kind. Four or five words are good. Every other browser is signed out.`}
          type="password"
          autocomplete="new-password"
        />
        <Buttons>
          <Button quiet>Change it</Button>
        </Buttons>
      </PostForm>
    </section>
  );
}
