import { Inject, Injectable } from '@nestjs/common';
import type { Sealed } from '../domain/sealed.js';
import type { Asked } from '../vault/destroying.js';
import { Vault } from '../vault/vault.js';

export interface PayoutTrace {
  readonly payout: string;
  readonly recipient: string;
  readonly status: string;
  /** False until a publication has counted it. */
  readonly isPublished: boolean;
}

/** What leads to one person, found by opening the links: nobody keeps a list of it. */
export interface PersonTraces {
  readonly calls: readonly string[];
  readonly payouts: readonly PayoutTrace[];
}

interface PayoutRow {
  readonly payout_id: string;
  readonly status: string;
  readonly to: Sealed;
  readonly published_period: string | null;
}

/** Whatever else a payout may come to be, it still needs its keys. */
const finalStates: readonly string[] = ['paid', 'returned', 'cancelled'];
/** Nothing is on its way: erasing the person cancels it. One that failed could be tried again. */
const notStarted: readonly string[] = ['proposed', 'approved', 'failed'];
export const isFinal = ({ status }: Pick<PayoutTrace, 'status'>): boolean => finalStates.includes(status);

/** Opens the sealed links of calls and payouts to people. */
@Injectable()
export class TraceReader {
  constructor(@Inject(Vault) private readonly vault: Vault) {}

  async ofPerson(on: Asked, ledger: string, recipient: string): Promise<PersonTraces> {
    const calls = await on.query<{ call_id: string; person: Sealed }[]>('select call_id, person from call where ledger_id = $1', [ledger]);
    const people = await this.vault.openMany(
      ledger,
      calls.map(({ person }) => ({ fieldName: 'call.person', sealed: person })),
      on,
    );
    const payouts = await this.payouts(on, ledger);
    return {
      calls: calls.filter((_, index) => people[index] === recipient).map(({ call_id }) => call_id),
      payouts: payouts.filter((payout) => payout.recipient === recipient),
    };
  }

  /** True when a call of theirs is open, or a payout not yet started. */
  async isOpenStill(on: Asked, ledger: string, recipient: string): Promise<boolean> {
    const { calls, payouts } = await this.ofPerson(on, ledger, recipient);
    if (payouts.some(({ status }) => notStarted.includes(status))) return true;
    const rows = await on.query<{ open: boolean }[]>(
      `select exists (select from call where ledger_id = $1 and status = 'open' and call_id = any($2::uuid[])) as open`,
      [ledger, calls],
    );
    return rows[0]!.open;
  }

  /** Those whose link still opens. */
  async payouts(on: Asked, ledger: string): Promise<readonly PayoutTrace[]> {
    const rows = await on.query<PayoutRow[]>('select payout_id, status, "to", published_period from payout where ledger_id = $1', [ledger]);
    const links = await this.vault.openMany(
      ledger,
      rows.map(({ to }) => ({ fieldName: 'payout.to', sealed: to })),
      on,
    );
    return rows.flatMap(({ payout_id, status, published_period }, index) => {
      const link = links[index];
      if (link === undefined) return [];
      const { recipient } = JSON.parse(link) as { recipient: string };
      return [{ payout: payout_id, recipient, status, isPublished: published_period !== null }];
    });
  }
}
