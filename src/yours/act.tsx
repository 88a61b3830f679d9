import type { ComponentChildren } from 'preact';
import { Hidden } from '../web/components.js';
import { useWords } from '../web/reading.js';

export interface YoursLedger {
  readonly slug: string;
  readonly name: string;
}

/** The code is posted, never part of an address; each form carries it on, and no cookie does. */
export const Act = ({ ledger, code, does, children }: { ledger: YoursLedger; code: string; does: string; children: ComponentChildren }) => (
  <form method="post" action={useWords().link(`/${ledger.slug}/yours`)} noValidate>
    <Hidden name="code" value={code} />
    <Hidden name="does" value={does} />
    {children}
  </form>
);
