import type { Day } from '../../domain/calendar.js';
import type { MailboxFault } from '../../domain/mail.js';
import { Back, Button, Buttons, More, Notice, PostForm } from '../../web/components.js';
import { Pick } from '../../web/choices.js';
import { DayText } from '../../web/days.js';
import { Field } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface MailSettings {
  readonly frame: Frame;
  /** Fields: account, address, ownHost; boxAccount, host, port, name, password, folder. */
  readonly form: Form;
  /** The bank accounts of this ledger, with what is set for each. */
  readonly accounts: readonly {
    readonly account: string;
    readonly name: string;
    readonly address?: string;
    readonly ownHost?: string;
    readonly box?: {
      readonly host: string;
      readonly name: string;
      readonly folder: string;
      readonly lookedOn?: Day;
      readonly fault?: MailboxFault;
    };
  }[];
  /** Whether this person may see and make ways in for programs and passwords. */
  readonly mayConnect: boolean;
  /** Where mails are handed in, and since when with the secret in force. */
  readonly webhook: string;
  readonly secretMadeOn?: Day;
  /** Only in the answer to one just made: the secret, shown once. */
  readonly secret?: string;
}

const faultWords: Readonly<Record<MailboxFault, string>> = {
  'sign-in-refused': 'Your mail host refused the name or the password. Enter them again.',
  'no-such-folder': 'There is no such folder in this mailbox. Enter it as your mail host calls it.',
  'no-answer': 'Your mail host did not answer the last time. We go on trying.',
  'not-allowed-here': 'Mailboxes on this machine may not be looked into here. Ask whoever runs this program.',
};

export function MailsPage(props: MailSettings) {
  const { frame, form, accounts, mayConnect } = props;
  const at = pathsOf(frame.ledger.slug);
  const withAddress = accounts.filter(({ address }) => address !== undefined);
  return (
    <ConsolePage frame={frame} title="Mails" place="settings" faults={form.faults}>
      <Back href={at.settings}>Settings</Back>
      <h1>Mails from Interac</h1>
      <p>
        Interac writes a mail when an e-Transfer is deposited. Such a mail is a claim, not yet a payment: it waits{' '}
        <a href={at.mailInbox}>among the mails</a> until you say what it is. It counts only if Interac’s own signature holds and it was sent
        to your address.
      </p>
      {props.secret && (
        <Notice done>
          <p>
            <strong>Copy it now. It is shown this once.</strong> The one before goes on for a day.
          </p>
          <p class="mono">{props.secret}</p>
        </Notice>
      )}
      <AddressPart {...props} />
      {mayConnect && withAddress.length > 0 && <BoxPart {...props} accounts={withAddress} />}
      {mayConnect && withAddress.length > 0 && <WebhookPart {...props} />}
    </ConsolePage>
  );
}

function AddressPart({ frame, form, accounts }: MailSettings) {
  const at = pathsOf(frame.ledger.slug);
  if (accounts.length === 0)
    return (
      <p>
        E-Transfers go to a bank account. <a href={at.accounts}>Name yours first.</a>
      </p>
    );
  return (
    <>
      <h2>Your address</h2>
      <ul class="rows">
        {accounts.map(({ name, address, ownHost }) => (
          <li>
            <p>{name}</p>
            <span class="words">{address ? `${address}${ownHost ? `, found good by ${ownHost}` : ''}` : 'no address yet'}</span>
          </li>
        ))}
      </ul>
      <PostForm action={at.mailAddress} formKey={form.key} act="address">
        <Pick
          form={form}
          name="account"
          label="For which account?"
          initial={accounts[0]?.account}
          options={accounts.map(({ account, name }) => ({ value: account, words: name }))}
        />
        <Field
          form={form}
          name="address"
          label="At which address do e-Transfers reach you?"
          hint="The one that you registered for Autodeposit. It is kept sealed."
          type="email"
        />
        <Field
          form={form}
          name="ownHost"
          label="Your mail host’s own name (may be left empty)"
          hint="The first word after “Authentication-Results:” in the source of a mail that you got. It is believed only about mails that come in by themselves."
        />
        <Button>Set it</Button>
      </PostForm>
    </>
  );
}

function BoxPart({ frame, form, accounts }: MailSettings) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <>
      <h2>A mailbox to look into</h2>
      <p>Every five minutes, for mails from Interac alone. Nothing in it is changed or marked. Its password is kept sealed.</p>
      <ul class="rows">
        {accounts.flatMap(({ account, name, box }) =>
          box ? (
            <li>
              <p>
                {name}: {box.name}, {box.folder} at {box.host}
                <br />
                <small>
                  {box.fault ? faultWords[box.fault] : box.lookedOn ? 'Looked into on ' : 'Not looked into yet.'}
                  {!box.fault && box.lookedOn && <DayText of={box.lookedOn} />}
                </small>
              </p>
              <PostForm action={at.forgetMailBox(account)} formKey={frame.formKey} act={`forget-${account}`}>
                <Button quiet about={`: ${name}`}>
                  Forget it
                </Button>
              </PostForm>
            </li>
          ) : (
            []
          ),
        )}
      </ul>
      <More words="Name a mailbox">
        <PostForm action={at.mailBox} formKey={form.key} act="mailbox">
          <Pick
            form={form}
            name="boxAccount"
            label="Mails about which account?"
            initial={accounts[0]?.account}
            options={accounts.map(({ account, name }) => ({ value: account, words: name }))}
          />
          <Field form={form} name="host" label="IMAP server" hint="Like imap.host.example." />
          <Field form={form} name="port" label="Port" initial="993" inputMode="numeric" width="short" />
          <Field form={form} name="name" label="Sign-in name of the mailbox" />
          <Field
            form={form}
            name="password"
            label="Its password"
            type="password"
            hint="One for this program alone, if your mail host gives such."
          />
          <Field form={form} name="folder" label="Folder" initial="INBOX" />
          <Button>Look into it</Button>
        </PostForm>
      </More>
    </>
  );
}

function WebhookPart({ frame, form, webhook, secretMadeOn }: MailSettings) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <>
      <h2>Handed in by a program</h2>
      <p>
        A mail host or a script of yours can hand in mails, whole and as they came, at <span class="mono">{webhook}</span>. It signs each
        with a secret.{' '}
        {secretMadeOn ? (
          <>
            The secret in force was made on <DayText of={secretMadeOn} />.
          </>
        ) : (
          'There is none yet, so nobody can.'
        )}
      </p>
      <More words="How is a mail signed?">
        <p>
          Send it by POST as <span class="mono">message/rfc822</span>, with two headers: <span class="mono">Ledger-Timestamp</span>, the
          seconds since 1970, and <span class="mono">Ledger-Signature</span>, <span class="mono">v1=</span> and, in hexadecimal, the
          HMAC-SHA-256 under the secret over those seconds, a full stop and the mail. It must arrive within five minutes.
        </p>
      </More>
      <Buttons>
        <PostForm action={at.mailSecret} formKey={form.key} act="secret">
          <Button quiet>{secretMadeOn ? 'Make another secret' : 'Make a secret'}</Button>
        </PostForm>
        {secretMadeOn && (
          <PostForm action={at.endMailSecret} formKey={form.key} act="end-secret">
            <Button quiet>End it now</Button>
          </PostForm>
        )}
      </Buttons>
    </>
  );
}
