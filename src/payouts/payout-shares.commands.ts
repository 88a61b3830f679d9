import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ProposePayouts, proposeShare, refuseUnfitShares } from '../domain/sharing-out.js';
import { instant } from '../domain/calendar.js';
import { callStream, recipientStream } from '../domain/call.js';
import { refuseAboveCallCeiling } from '../domain/ceilings.js';
import { newborn } from '../domain/fact.js';
import { ledgerStream } from '../domain/ledger.js';
import { payoutStream } from '../domain/payout.js';
import { refuseAboveCeiling } from '../domain/payout-limits.js';
import { payoutRulesStream } from '../domain/payout-rules.js';
import { EventStore } from '../event-store/event-store.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { Vault } from '../vault/vault.js';
import { CallPeople } from './call-people.js';
import { GivenToCalls } from './given-to-calls.queries.js';
import { sealedLink } from './payouts.links.js';

/** Several payouts are proposed in one append: pressed twice, they are proposed once; where one is refused, none is. */
@CommandHandler(ProposePayouts)
export class ProposePayoutsHandler implements ICommandHandler<ProposePayouts> {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(CallPeople) private readonly people: CallPeople,
    @Inject(GivenToCalls) private readonly given: GivenToCalls,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: ProposePayouts) {
    const { shares, ...asked } = command.input;
    const { ledger } = asked;
    refuseUnfitShares(shares);
    const sealing = this.vault.sealing(ledger);
    const planned = await this.given.planned(
      ledger,
      shares.map(({ call }) => call),
    );
    const made = await Promise.all(
      shares.map(async ({ call }) => {
        const recipient = await this.people.behind(ledger, call);
        const payout = sealing.newSubject('payout', { now: instant(this.clock()) });
        return { payout, recipient, to: sealedLink((field, text) => sealing.seal(payout, field, text), { recipient, call }) };
      }),
    );
    const streams = {
      payouts: made.map(({ payout }) => newborn(payoutStream(payout))),
      calls: shares.map(({ call }) => callStream(call)),
      recipients: made.map(({ recipient }) => recipientStream(recipient)),
      books: ledgerStream,
      rules: payoutRulesStream,
    };
    return this.events.decide(
      command,
      streams,
      ({ calls, recipients, books, rules }, now) => ({
        payouts: shares.map((share, index) => {
          const check = () => {
            refuseAboveCeiling(rules, share.amount);
            refuseAboveCallCeiling(rules, planned.get(share.call) ?? [], share.amount);
          };
          return proposeShare(made[index]!, calls[index]!, recipients[index]!, books, { ...asked, ...share }, check, now);
        }),
      }),
      { rows: sealing.newKeys },
    );
  }
}
