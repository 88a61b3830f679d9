import type { ComponentChildren } from 'preact';
import type { Currency } from '../../domain/currency.js';
import type { FieldFault } from '../../domain/refusal.js';
import { Hidden, Notice, PostForm } from '../../web/components.js';
import { ErrorSummary } from '../../web/fields.js';
import { Page } from '../../web/page.js';
import { hostPaths, pathsOf } from './paths.js';

/** What every page of the console stands in: whose books, who reads, and whether amounts are covered. */
export interface Frame {
  readonly ledger: { readonly slug: string; readonly name: string; readonly currency: Currency };
  /** The name with which she signed in. */
  readonly steward: string;
  readonly hideAmounts: boolean;
  /** A fresh random id for the forms of this page. */
  readonly formKey: string;
  /** Path and query of this page, to come back to. */
  readonly address: string;
  /** What was just done, in one sentence, after a redirect. */
  readonly done?: string;
  /** "Practice data. Nothing here is real." */
  readonly banner?: string;
}

export type Place = 'today' | 'payments' | 'calls' | 'payouts' | 'months' | 'promise' | 'public' | 'feedback' | 'settings';

const places: readonly (readonly [Place, string])[] = [
  ['today', 'Today'],
  ['payments', 'Money in'],
  ['calls', 'Calls'],
  ['payouts', 'Money out'],
  ['months', 'Months'],
  ['promise', 'Promise'],
  ['public', 'Public'],
  ['feedback', 'Feedback'],
  ['settings', 'Settings'],
];

interface ConsolePageProps {
  readonly frame: Frame;
  readonly title: string;
  readonly place: Place;
  readonly faults?: readonly FieldFault[];
  readonly children: ComponentChildren;
}

export function ConsolePage({ frame, title, place, faults = [], children }: ConsolePageProps) {
  const { ledger, hideAmounts, banner, done } = frame;
  const at = pathsOf(ledger.slug);
  return (
    <Page
      title={`${faults.length > 0 ? 'Error: ' : ''}${title} · ${ledger.name}`}
      home={ledger.currency}
      hideAmounts={hideAmounts}
      banner={banner}
      brand={{ href: at.today, words: ledger.name }}
      aside={<Aside frame={frame} />}
      nav={{ label: 'Console', here: at[place], places: places.map(([key, words]) => ({ href: at[key], words })) }}
      wide
    >
      {done && <Notice done>{done}</Notice>}
      <ErrorSummary faults={faults} />
      {children}
    </Page>
  );
}

function Aside({ frame: { hideAmounts, formKey, address, steward } }: { frame: Frame }) {
  return (
    <>
      <PostForm action={hostPaths.hideAmounts} formKey={formKey} act="hide-amounts">
        <Hidden name="hide" value={hideAmounts ? 'no' : 'yes'} />
        <Hidden name="back" value={address} />
        <button type="submit" class="button plain">
          {hideAmounts ? 'Show amounts' : 'Hide amounts'}
        </button>
      </PostForm>
      <PostForm action={hostPaths.signOut} formKey={formKey} act="sign-out">
        <button type="submit" class="button plain">
          Sign out {steward}
        </button>
      </PostForm>
    </>
  );
}
