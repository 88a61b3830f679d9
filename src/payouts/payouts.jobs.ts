import { Inject, Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import type { Job } from 'bullmq';
import { IsNull, LessThan, Not, type Repository } from 'typeorm';
import { addDays, instant } from '../domain/calendar.js';
import { money } from '../domain/money.js';
import { ConfirmPayout, PreparePayout, finalAfterDays } from '../domain/payout-decisions.js';
import { PAYPAL_PER_MINUTE, stepsAtOnce } from '../domain/pace.js';
import { RAILS, type Rail } from '../domain/rail.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { JobWorker, TakesJobsOf } from '../queue/job-worker.js';
import { payouts } from '../queue/queue-names.js';
import { type JobIds, Queues } from '../queue/queues.js';
import { codeOf } from '../start-error.js';
import { PayoutSteps } from './payout-steps.js';
import { type DuePayout, PayoutWatch } from './payout-watch.js';
import { carryJobId, carryPayout, stepJobId, stepPayout } from './payouts.follower.js';
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
    if (row?.status !== 'approved' || row.code || row.rail === 'paypal') return;
    const rail = this.rails.find(({ carries }) => carries(row.rail));
    if (!rail) throw new Error(`No rail carries "${row.rail}".`);
    const { prepared } = await rail.carry({ payout, amount: money(row.amountMinor, row.currency), rail: row.rail });
    await this.commands.execute(
      new PreparePayout({ ledger, by: 'rail', request: `prepare-${payout}-${prepared.code}`, payout, code: prepared.code }),
    );
  }
}

/** Takes a payout over PayPal's API as far as it goes at once; what is due within a minute has a job of its own, the rest the sweep finds. */
@Injectable()
export class PayoutWalker {
  constructor(
    @InjectRepository(PayoutRow) private readonly rows: Repository<PayoutRow>,
    @Inject(PayoutSteps) private readonly steps: PayoutSteps,
    @Inject(Queues) private readonly queues: Queues,
  ) {}

  async walk(due: DuePayout): Promise<void> {
    const row = await this.rows.findOneBy({ ledgerId: due.ledger, payoutId: due.payout });
    if (row?.rail !== 'paypal') return;
    const seconds = await this.steps.step(due);
    if (seconds === undefined || seconds > 60) return;
    // A job cannot be put into the queue again while it runs: each next one has an id of its own, by when it is due.
    const jobId = `${stepJobId(due.payout)}-at-${Math.ceil(Date.now() / 1000 + seconds)}`;
    await this.queues.enqueue(payouts, stepPayout, { jobId, delayMs: seconds * 1000 }, { ...due });
  }
}

@TakesJobsOf(payouts)
export class PayoutsWorker extends JobWorker {
  constructor(
    @Inject(PayoutCarrier) private readonly carrier: PayoutCarrier,
    @Inject(PayoutWalker) private readonly walker: PayoutWalker,
    @Inject(PAYPAL_PER_MINUTE) private readonly perMinute: number,
  ) {
    super();
  }

  protected override atOnce(concurrency: number): number {
    return Math.max(concurrency, stepsAtOnce(this.perMinute));
  }

  async run({ name, data }: Job<JobIds>): Promise<void> {
    const due = { ledger: data.ledger!, payout: data.payout! };
    if (name !== stepPayout) await this.carrier.carry(due.ledger, due.payout);
    await this.walker.walk(due);
  }
}

const mostStepsAtOnce = 2000;

/** What the queue lost, and what became final by waiting. */
@Injectable()
export class PayoutSweep {
  private readonly log = new Logger(PayoutSweep.name);

  constructor(
    @InjectRepository(PayoutRow) private readonly rows: Repository<PayoutRow>,
    @Inject(Queues) private readonly queues: Queues,
    @Inject(PayoutWatch) private readonly watch: PayoutWatch,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Approved payouts without a card go to their rail again. */
  async enqueueDue(): Promise<void> {
    const due = await this.rows.findBy({ status: 'approved', code: IsNull(), rail: Not('paypal') });
    for (const { ledgerId, payoutId } of due) {
      await this.queues.enqueue(payouts, carryPayout, { jobId: carryJobId(payoutId) }, { ledger: ledgerId, payout: payoutId });
    }
  }

  /** Payouts over PayPal's API that are to be looked at: whatever the queue lost is found here. */
  async enqueueSteps(): Promise<void> {
    for (const due of await this.watch.due(instant(this.clock()), mostStepsAtOnce))
      await this.queues.enqueue(payouts, stepPayout, { jobId: stepJobId(due.payout) }, { ...due });
  }

  /** Sent 35 days ago and nothing came back: final, unless the person says that it has not arrived. */
  async confirmOld(): Promise<void> {
    const before = addDays(instant(this.clock()), -finalAfterDays);
    const old = await this.rows.findBy({ status: 'sent', sentAt: LessThan(before), saidAt: LessThan(before), missedAt: IsNull() });
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
