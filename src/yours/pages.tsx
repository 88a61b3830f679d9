import type { ComponentChildren } from 'preact';
import type { Key } from '../languages/english.js';
import type { Words } from '../languages/words.js';
import { AmountInFull } from '../web/amounts.js';
import { Button, Buttons, Hidden, Notice } from '../web/components.js';
import { DayText } from '../web/days.js';
import { Page } from '../web/page.js';
import { Say } from '../web/say.js';
import type { PersonConsent } from './person-consents.js';
import { Act, type YoursLedger } from './act.js';
import { Agreements } from './agreements.js';
import type { Expected } from './payout-state.js';
import type { SentToYou } from './sent-to-you.js';

export interface MoreOfYours {
  readonly says?: string;
  /** Of the receipt that was asked for, where several entries of the log hold its slots. */
  readonly parts?: { readonly payout: string; readonly count: number };
}

interface FrameProps {
  readonly words: Words;
  readonly ledger: YoursLedger;
  readonly title: string;
  /** Absent where the page is an answer to a form: the code would not be carried to the same page in another language. */
  readonly path?: string;
  readonly children: ComponentChildren;
}

const Frame = ({ words, ledger, title, path, children }: FrameProps) => (
  <Page
    words={words}
    path={path}
    title={`${title} · ${ledger.name}`}
    brand={{ href: words.link(`/${ledger.slug}`), words: ledger.name }}
    footer={
      <p>
        <Say it="yours.nothing-kept" />
      </p>
    }
  >
    {children}
  </Page>
);

/** Where one types the code. Looking at it does nothing: programs that preview links look too. */
export function CodePage({ words, ledger, isWrong }: { words: Words; ledger: YoursLedger; isWrong?: boolean }) {
  const path = `/${ledger.slug}/yours`;
  return (
    <Frame words={words} ledger={ledger} title={words.say('yours.title')} path={isWrong ? undefined : path}>
      <h1>
        <Say it="yours.heading" />
      </h1>
      {isWrong && (
        <Notice>
          <Say it="yours.opens-nothing" />
        </Notice>
      )}
      <form method="post" action={words.link(path)} noValidate>
        <Hidden name="does" value="look" />
        <div class="field">
          <label for="code">
            <Say it="yours.code" />
          </label>
          <p class="hint">
            <Say it="yours.code-hint" />
          </p>
          <input id="code" name="code" type="text" class="medium" autocomplete="off" spellcheck={false} />
        </div>
        <Buttons>
          <Button>
            <Say it="yours.look" />
          </Button>
        </Buttons>
      </form>
    </Frame>
  );
}

export function YoursPage({
  words,
  ledger,
  code,
  sent,
  agreements,
  isShown,
  says,
  parts,
}: MoreOfYours & {
  words: Words;
  ledger: YoursLedger;
  code: string;
  sent: readonly SentToYou[];
  agreements: readonly PersonConsent[];
  isShown: boolean;
}) {
  return (
    <Frame words={words} ledger={ledger} title={words.say('yours.title')}>
      <h1>
        <Say it="yours.heading" />
      </h1>
      {says && (
        <Notice>
          <span lang="en">{says}</span>
        </Notice>
      )}
      {sent.length === 0 && (
        <p>
          <Say it="yours.nothing" />
        </p>
      )}
      <ul class="rows">
        {sent.map(({ payout, day, state, expected, amount, mayArrive, mayMiss, hasReceipt }) => (
          <li>
            <p>
              {amount && (
                <>
                  <AmountInFull of={amount} />{' '}
                </>
              )}
              <Say it={state} slots={{ day: <DayText of={day} /> }} />
              {expected && (
                <>
                  <br />
                  <small>
                    <SaysWhen {...expected} />
                  </small>
                </>
              )}
            </p>
            {mayArrive && (
              <Act ledger={ledger} code={code} does="arrived">
                <Hidden name="payout" value={payout} />
                <Button quiet>
                  <Say it="yours.it-arrived" />
                </Button>
              </Act>
            )}
            {mayMiss && (
              <Act ledger={ledger} code={code} does="missing">
                <Hidden name="payout" value={payout} />
                <Button quiet>
                  <Say it="yours.it-did-not" />
                </Button>
              </Act>
            )}
            {parts?.payout === payout &&
              Array.from({ length: parts.count }, (_, at) => (
                <Act ledger={ledger} code={code} does="receipt">
                  <Hidden name="payout" value={payout} />
                  <Hidden name="part" value={`${at + 1}`} />
                  <Button quiet>
                    <Say it="yours.save-part" slots={{ part: at + 1, parts: parts.count }} />
                  </Button>
                </Act>
              ))}
            {hasReceipt && parts?.payout !== payout && (
              <Act ledger={ledger} code={code} does="receipt">
                <Hidden name="payout" value={payout} />
                <Button quiet>
                  <Say it="yours.save-receipt" />
                </Button>
              </Act>
            )}
          </li>
        ))}
      </ul>
      {sent.some(({ mayMiss }) => mayMiss) && (
        <p>
          <Say it="yours.if-not" />
        </p>
      )}
      {sent.some(({ hasReceipt }) => hasReceipt) && (
        <p>
          <Say it="yours.what-a-receipt-is" />
        </p>
      )}
      {!isShown && sent.length > 0 && (
        <Act ledger={ledger} code={code} does="show">
          <Buttons>
            <Button>
              <Say it="yours.show" />
            </Button>
          </Buttons>
        </Act>
      )}
      <Agreements words={words} ledger={ledger} code={code} agreements={agreements} />
      <Act ledger={ledger} code={code} does="forget">
        <Buttons>
          <Button quiet>
            <Say it="forget.title" />
          </Button>
        </Buttons>
      </Act>
    </Frame>
  );
}

const SaysWhen = (expected: Expected) =>
  'until' in expected ? <Say it={expected.says} slots={{ day: <DayText of={expected.until} /> }} /> : <Say it={expected.says} />;

/** The same sentences as on the steward's page. */
const goes = [
  'erasure.addresses',
  'erasure.calls',
  'erasure.payouts',
  'erasure.lines',
  'erasure.marks',
  'erasure.consents',
] as const satisfies readonly Key[];
const stays = ['erasure.amounts', 'erasure.under-way', 'erasure.elsewhere'] as const satisfies readonly Key[];

export function ForgetMePage({ words, ledger, code }: { words: Words; ledger: YoursLedger; code: string }) {
  const strong = (says: string) => <strong>{says}</strong>;
  return (
    <Frame words={words} ledger={ledger} title={words.say('forget.title')}>
      <h1>
        <Say it="forget.title" />
      </h1>
      <p>
        <Say it="forget.not-undone" slots={{ strong }} />
      </p>
      <h2>
        <Say it="forget.what-goes" />
      </h2>
      <ul>
        {goes.map((each) => (
          <li>
            <Say it={each} />
          </li>
        ))}
      </ul>
      <h2>
        <Say it="forget.what-stays" />
      </h2>
      <ul>
        {stays.map((each) => (
          <li>
            <Say it={each} />
          </li>
        ))}
      </ul>
      <Act ledger={ledger} code={code} does="forget-for-good">
        <Buttons>
          <Button>
            <Say it="forget.for-good" />
          </Button>
        </Buttons>
      </Act>
      <Act ledger={ledger} code={code} does="look">
        <Buttons>
          <Button quiet>
            <Say it="forget.back" />
          </Button>
        </Buttons>
      </Act>
    </Frame>
  );
}

export function ForgottenMePage({ words, ledger, waiting }: { words: Words; ledger: YoursLedger; waiting: number }) {
  return (
    <Frame words={words} ledger={ledger} title={words.say('forgotten.title')}>
      <h1>
        <Say it="forgotten.says" />
      </h1>
      <p>{waiting === 0 ? <Say it="forgotten.nothing-left" /> : <Say it="forgotten.when-ended" />}</p>
    </Frame>
  );
}
