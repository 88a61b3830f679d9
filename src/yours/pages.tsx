import type { ComponentChildren } from 'preact';
import type { Day } from '../domain/calendar.js';
import type { Money } from '../domain/money.js';
import { Amount } from '../web/amounts.js';
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
}: {
  ledger: YoursLedger;
  code: string;
  sent: readonly SentToYou[];
  isShown: boolean;
}) {
  return (
    <Frame ledger={ledger} title="Yours">
      <h1>What was sent to you</h1>
      {sent.length === 0 && <p>Nothing is on its way at the moment.</p>}
      <ul class="rows">
        {sent.map(({ payout, day, words, amount, mayArrive }) => (
          <li>
            <p>
              {amount && (
                <>
                  <Amount of={amount} />{' '}
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
          </li>
        ))}
      </ul>
      {sent.some(({ mayArrive }) => mayArrive) && (
        <p>If something does not arrive, tell whoever sent it to you: they can look where it is.</p>
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
