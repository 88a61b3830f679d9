import type { Currency } from '../../domain/currency.js';
import { formatAmount } from '../../domain/money.js';
import type { PayoutLimit } from '../../domain/payout-rules.js';
import { Amount } from '../../web/amounts.js';
import { Choice } from '../../web/choices.js';
import { Back, Button, Buttons, Hidden, More, Notice, PostForm, SummaryList } from '../../web/components.js';
import { MoneyField } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface ProposedLimit {
  readonly limit: PayoutLimit;
  /** By name. */
  readonly by: string;
  /** True where she may agree: not the one who wished it. */
  readonly mayAgree: boolean;
}

export interface Sending {
  readonly frame: Frame;
  /** Fields: perPayout, perDay, perCall, secondPersonAbove, currency; account. */
  readonly form: Form;
  readonly limits: readonly PayoutLimit[];
  readonly proposed: readonly ProposedLimit[];
  readonly currencies: readonly Currency[];
  readonly accounts: readonly { readonly account: string; readonly name: string }[];
  readonly account?: string;
  readonly isStopped: boolean;
  /** True where payouts take two people, and she may be the second. */
  readonly mayAdmit: boolean;
  readonly mayStop: boolean;
  readonly mayLimit: boolean;
}

/** How much may go out, with how many people, from which account, and the switch that stops it all. */
export function SendingPage(sending: Sending) {
  const { frame, form, limits, proposed } = sending;
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Sending" place="settings" faults={form.faults}>
      <Back href={at.settings}>Settings</Back>
      <h1>Sending</h1>
      <Switch {...sending} />
      <h2>Ceilings</h2>
      {limits.length === 0 && <p>None yet. By hand you can send any amount; over PayPal nothing is sent without a ceiling.</p>}
      {limits.map((limit) => (
        <Limit limit={limit} />
      ))}
      {proposed.map(({ limit, by, mayAgree }) => (
        <section>
          <Notice>{by} wishes to raise this. It takes a second person.</Notice>
          <Limit limit={limit} />
          {mayAgree && (
            <PostForm action={at.sendingAct('confirm')} formKey={form.key} act={`confirm-${limit.perPayout.currency}`}>
              <AsSeen limit={limit} />
              <Buttons>
                <Button name="currency" value={limit.perPayout.currency}>
                  Agree to it
                </Button>
              </Buttons>
            </PostForm>
          )}
        </section>
      ))}
      {sending.mayAdmit && (
        <PostForm action={at.sendingAct('agree')} formKey={form.key} act="agree" label="One more who may approve">
          <p>Somebody who may approve is added by two people: whoever invites them, and another who agrees here first.</p>
          <Buttons>
            <Button quiet>I agree to one more who may approve</Button>
          </Buttons>
        </PostForm>
      )}
      {sending.mayLimit && <SetLimit {...sending} />}
      {sending.mayLimit && <PayingAccount {...sending} />}
    </ConsolePage>
  );
}

function Switch({ frame, form, isStopped, mayStop, mayLimit }: Sending) {
  const at = pathsOf(frame.ledger.slug);
  if (isStopped) {
    return (
      <>
        <Notice>All sending is stopped. Nothing that is not yet sent goes out, by hand or over PayPal.</Notice>
        {mayLimit && (
          <PostForm action={at.sendingAct('resume')} formKey={form.key} act="resume">
            <Buttons>
              <Button>Let sending go on</Button>
            </Buttons>
          </PostForm>
        )}
      </>
    );
  }
  return (
    mayStop && (
      <PostForm action={at.sendingAct('stop')} formKey={form.key} act="stop">
        <p>Something is wrong? This holds everything that is not yet sent. What is on its way goes on.</p>
        <Buttons>
          <Button quiet>Stop all sending</Button>
        </Buttons>
      </PostForm>
    )
  );
}

function Limit({ limit: { perPayout, perDay, perCall, secondPersonAbove } }: { limit: PayoutLimit }) {
  return (
    <SummaryList
      rows={[
        { term: 'One payout', says: <>at most {<Amount of={perPayout} />}</> },
        { term: 'Within 24 hours', says: <>at most {<Amount of={perDay} />}, over all currencies together</> },
        { term: 'One call, in all', says: perCall ? <>at most {<Amount of={perCall} />}</> : 'as much as there is' },
        { term: 'Two people', says: secondPersonAbove ? <>above {<Amount of={secondPersonAbove} />}</> : 'not needed' },
      ]}
    />
  );
}

/** Whoever agrees sends back what the page showed, so that nobody adopts what took its place meanwhile. */
function AsSeen({ limit: { perPayout, perDay, perCall, secondPersonAbove } }: { limit: PayoutLimit }) {
  return (
    <>
      <Hidden name="perPayout" value={formatAmount(perPayout)} />
      <Hidden name="perDay" value={formatAmount(perDay)} />
      {perCall && <Hidden name="perCall" value={formatAmount(perCall)} />}
      {secondPersonAbove && <Hidden name="secondPersonAbove" value={formatAmount(secondPersonAbove)} />}
    </>
  );
}

function SetLimit({ frame, form, limits, currencies }: Sending) {
  const at = pathsOf(frame.ledger.slug);
  const [first] = limits;
  const initial = first?.perPayout.currency ?? frame.ledger.currency;
  return (
    <More words={first ? 'Change a ceiling' : 'Set a ceiling'} open={limits.length === 0 || form.faults.length > 0}>
      <PostForm action={at.sendingAct('limits')} formKey={form.key} act="limits" label="A ceiling">
        <MoneyField
          form={form}
          name="perPayout"
          label="The most that one payout may be"
          currencies={[initial, ...currencies.filter((code) => code !== initial)]}
          initial={first && formatAmount(first.perPayout)}
        />
        <MoneyField
          form={form}
          name="perDay"
          currencyName="perDayCurrency"
          label="The most within 24 hours"
          hint="In the same currency. Half of it used in one currency leaves half of each other."
          currencies={[initial, ...currencies.filter((code) => code !== initial)]}
          initial={first && formatAmount(first.perDay)}
        />
        <MoneyField
          form={form}
          name="perCall"
          currencyName="perCallCurrency"
          label="The most that one call may receive in all"
          optional
          hint="Over all payouts to it, and the same for every call. What a person asked for is their word and no ceiling."
          currencies={[initial, ...currencies.filter((code) => code !== initial)]}
          initial={first?.perCall && formatAmount(first.perCall)}
        />
        <MoneyField
          form={form}
          name="secondPersonAbove"
          currencyName="secondPersonCurrency"
          label="Two people above"
          optional
          hint="Then one proposes and another approves. Raising any of these, and who may approve, takes two people from then on."
          currencies={[initial, ...currencies.filter((code) => code !== initial)]}
          initial={first?.secondPersonAbove && formatAmount(first.secondPersonAbove)}
        />
        <Buttons>
          <Button>Set it</Button>
        </Buttons>
      </PostForm>
    </More>
  );
}

function PayingAccount({ frame, form, accounts, account }: Sending) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <>
      <h2>Over PayPal, by this program</h2>
      {accounts.length === 0 ? (
        <p>
          Connect a PayPal account first, under <a href={at.accounts}>Accounts</a>. PayPal has to allow it to send payouts.
        </p>
      ) : (
        <PostForm action={at.sendingAct('account')} formKey={form.key} act="account" label="From which account">
          <Choice
            form={form}
            name="account"
            label="From which account?"
            initial={account}
            options={accounts.map((one) => ({ value: one.account, words: one.name }))}
          />
          <Buttons>
            <Button quiet>Send from it</Button>
          </Buttons>
        </PostForm>
      )}
    </>
  );
}
