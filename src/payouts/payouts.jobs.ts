import { Inject, Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import type { Job } from 'bullmq';
import { IsNull, LessThan, type Repository } from 'typeorm';
import { addDays, instant } from '../domain/calendar.js';
import { money } from '../domain/money.js';
import { ConfirmPayout, PreparePayout, finalAfterDays } from '../domain/payout-decisions.js';
import { RAILS, type Rail } from '../domain/rail.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { JobWorker, TakesJobsOf } from '../queue/job-worker.js';
import { payouts } from '../queue/queue-names.js';
import { type JobIds, Queues } from '../queue/queues.js';
import { codeOf } from '../start-error.js';
import { carryJobId, carryPayout } from './payouts.follower.js';
import { PayoutRow } from './payouts.projection.js';

/** Hands an approved payout to its rail and records what the rail made of it. Called twice, it does nothing new. */
@Injectable()
export class PayoutCarrier {
  constructor(
    @InjectRepository(PayoutRow) private readonly rows: Repository<PayoutRow>,
    @Inject(RAILS) private readonly rails: readonly Rail[],
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  async carry(ledger: string, payout: string): Promise<void> {
    const row = await this.rows.findOneBy({ ledgerId: ledger, payoutId: payout });
    if (row?.status !== 'approved' || row.code) return;
    const rail = this.rails.find(({ carries }) => carries(row.rail));
    if (!rail) throw new Error(`No rail carries "${row.rail}".`);
    const { prepared } = await rail.carry({ payout, amount: money(row.amountMinor, row.currency), rail: row.rail });
    await this.commands.execute(
      new PreparePayout({ ledger, by: 'rail', request: `prepare-${payout}-${prepared.code}`, payout, code: prepared.code }),
    );
  }
}

@TakesJobsOf(payouts)
export class PayoutsWorker extends JobWorker {
  constructor(@Inject(PayoutCarrier) private readonly carrier: PayoutCarrier) {
    super();
  }

  async run({ data }: Job<JobIds>): Promise<void> {
    await this.carrier.carry(data.ledger!, data.payout!);
  }
}

/** What the queue lost, and what became final by waiting. */
@Injectable()
export class PayoutSweep {
  private readonly log = new Logger(PayoutSweep.name);

  constructor(
    @InjectRepository(PayoutRow) private readonly rows: Repository<PayoutRow>,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Approved payouts without a card go to their rail again. */
  async enqueueDue(): Promise<void> {
    const due = await this.rows.findBy({ status: 'approved', code: IsNull() });
    for (const { ledgerId, payoutId } of due) {
      await this.queues.enqueue(payouts, carryPayout, { jobId: carryJobId(payoutId) }, { ledger: ledgerId, payout: payoutId });
    }
  }

  /** Sent 35 days ago and nothing came back: final. */
  async confirmOld(): Promise<void> {
    const before = addDays(instant(this.clock()), -finalAfterDays);
    const old = await this.rows.findBy({ status: 'sent', sentAt: LessThan(before), saidAt: LessThan(before) });
    for (const { ledgerId, payoutId } of old) await this.confirm(ledgerId, payoutId);
  }

  /** One that cannot be confirmed keeps no other from being so. */
  private async confirm(ledger: string, payout: string): Promise<void> {
    const asked = { ledger, by: 'upkeep', request: `final-${payout}`, payout };
    await this.commands.execute(new ConfirmPayout({ ...asked, because: 'no-return-in-35-days' })).catch((error: unknown) => {
      this.log.warn(`Payout ${payout} is passed by: ${codeOf(error) || (error as Error).name}`);
    });
  }
}
