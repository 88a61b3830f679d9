import type { ComponentChildren } from 'preact';
import type { Day } from '../domain/calendar.js';
import type { Money } from '../domain/money.js';
import { AmountInFull } from '../web/amounts.js';
import { Button, Buttons, Hidden, Notice } from '../web/components.js';
import { DayText } from '../web/days.js';
import { Page } from '../web/page.js';

export interface YoursLedger {
  readonly slug: string;
  readonly name: string;
}

export interface SentToYou {
  readonly payout: string;
  readonly day: Day;
  readonly words: string;
  /** Present only after "show". */
  readonly amount?: Money;
  /** On its way: the person can say that it arrived. */
  readonly mayArrive: boolean;
  /** On its way: the person can say that it did not. */
  readonly mayMiss: boolean;
  /** They agreed to a receipt, and the money is in the public log. */
  readonly hasReceipt: boolean;
}

export interface MoreOfYours {
  readonly says?: string;
  /** Of the receipt that was asked for, where several entries of the log hold its slots. */
  readonly parts?: { readonly payout: string; readonly count: number };
}

const Frame = ({ ledger, title, children }: { ledger: YoursLedger; title: string; children: ComponentChildren }) => (
  <Page
    title={`${title} · ${ledger.name}`}
    brand={{ href: `/${ledger.slug}`, words: ledger.name }}
    footer={<p>No cookies, no script. Nothing is kept of this visit.</p>}
  >
    {children}
  </Page>
);

/** The code is posted, never part of an address; each form carries it on, and no cookie does. */
const Act = ({ ledger, code, does, children }: { ledger: YoursLedger; code: string; does: string; children: ComponentChildren }) => (
  <form method="post" action={`/${ledger.slug}/yours`} noValidate>
    <Hidden name="code" value={code} />
    <Hidden name="does" value={does} />
    {children}
  </form>
);

/** Where one types the code. Looking at it does nothing: programs that preview links look too. */
export function CodePage({ ledger, says }: { ledger: YoursLedger; says?: string }) {
  return (
    <Frame ledger={ledger} title="Yours">
      <h1>What was sent to you</h1>
      {says && <Notice>{says}</Notice>}
      <form method="post" action={`/${ledger.slug}/yours`} noValidate>
        <Hidden name="does" value="look" />
        <div class="field">
          <label for="code">The code that you were given</label>
          <p class="hint">Where you were given a link, it stands behind the #.</p>
          <input id="code" name="code" type="text" class="medium" autocomplete="off" spellcheck={false} />
        </div>
        <Buttons>
          <Button>Look</Button>
        </Buttons>
      </form>
    </Frame>
  );
}

export function YoursPage({
  ledger,
  code,
  sent,
  isShown,
  says,
  parts,
}: MoreOfYours & {
  ledger: YoursLedger;
  code: string;
  sent: readonly SentToYou[];
  isShown: boolean;
}) {
  return (
    <Frame ledger={ledger} title="Yours">
      <h1>What was sent to you</h1>
      {says && <Notice>{says}</Notice>}
      {sent.length === 0 && <p>Nothing is on its way at the moment.</p>}
      <ul class="rows">
        {sent.map(({ payout, day, words, amount, mayArrive, mayMiss, hasReceipt }) => (
          <li>
            <p>
              {amount && (
                <>
                  <AmountInFull of={amount} />{' '}
                </>
              )}
              {words} <DayText of={day} />
            </p>
            {mayArrive && (
              <Act ledger={ledger} code={code} does="arrived">
                <Hidden name="payout" value={payout} />
                <Button quiet>It arrived</Button>
              </Act>
            )}
            {mayMiss && (
              <Act ledger={ledger} code={code} does="missing">
                <Hidden name="payout" value={payout} />
                <Button quiet>It did not arrive</Button>
              </Act>
            )}
            {parts?.payout === payout &&
              Array.from({ length: parts.count }, (_, at) => (
                <Act ledger={ledger} code={code} does="receipt">
                  <Hidden name="payout" value={payout} />
                  <Hidden name="part" value={`${at + 1}`} />
                  <Button quiet>{`Save part ${at + 1} of ${parts.count}`}</Button>
                </Act>
              ))}
            {hasReceipt && parts?.payout !== payout && (
              <Act ledger={ledger} code={code} does="receipt">
                <Hidden name="payout" value={payout} />
                <Button quiet>Save its receipt</Button>
              </Act>
            )}
          </li>
        ))}
      </ul>
      {sent.some(({ mayMiss }) => mayMiss) && <p>If you say that something did not arrive, whoever sent it to you looks where it is.</p>}
      {sent.some(({ hasReceipt }) => hasReceipt) && (
        <p>
          A receipt is a file that shows your own money in the public log, and nobody else’s. Whoever has the file can see that too. It
          works without us: keep it, or do not.
        </p>
      )}
      {!isShown && sent.length > 0 && (
        <Act ledger={ledger} code={code} does="show">
          <Buttons>
            <Button>Show the amounts</Button>
          </Buttons>
        </Act>
      )}
      <Act ledger={ledger} code={code} does="forget">
        <Buttons>
          <Button quiet>Forget me</Button>
        </Buttons>
      </Act>
    </Frame>
  );
}

export function ForgetMePage({
  ledger,
  code,
  reaches,
  leaves,
}: {
  ledger: YoursLedger;
  code: string;
  reaches: readonly string[];
  leaves: readonly string[];
}) {
  return (
    <Frame ledger={ledger} title="Forget me">
      <h1>Forget me</h1>
      <p>
        <strong>This cannot be undone.</strong> Nobody asks you why, and what you were sent stays yours.
      </p>
      <h2>What goes</h2>
      <ul>
        {reaches.map((each) => (
          <li>{each}</li>
        ))}
      </ul>
      <h2>What stays</h2>
      <ul>
        {leaves.map((each) => (
          <li>{each}</li>
        ))}
      </ul>
      <Act ledger={ledger} code={code} does="forget-for-good">
        <Buttons>
          <Button>Forget me for good</Button>
        </Buttons>
      </Act>
      <Act ledger={ledger} code={code} does="look">
        <Buttons>
          <Button quiet>Go back</Button>
        </Buttons>
      </Act>
    </Frame>
  );
}

export function ForgottenMePage({ ledger, waiting }: { ledger: YoursLedger; waiting: number }) {
  return (
    <Frame ledger={ledger} title="Forgotten">
      <h1>You are forgotten</h1>
      <p>
        {waiting === 0
          ? 'Nothing here leads to you any more.'
          : 'Something is still on its way to you. When it has ended, the rest goes too, without a further word.'}
      </p>
    </Frame>
  );
}
