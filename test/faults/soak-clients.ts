import { setTimeout as sleep } from 'node:timers/promises';
import { v7 } from 'uuid';

export interface SoakedLedger {
  readonly slug: string;
  readonly ledger: string;
  readonly token: string;
}

/** Longer than anything may take here: a database that restarts, and a program that starts beside it. */
export const deadlineMs = 30_000;

/** An answer that the program gave for good, by the key under which it was asked. */
export type Acknowledged = Map<string, { readonly ledger: string; readonly payment: string }>;

/** People and programs who record, ask again, and read, each one thing after another, whatever happens to what answers them. */
export class SoakClients {
  readonly acknowledged: Acknowledged = new Map();
  readonly faults: string[] = [];
  requests = 0;
  unanswered = 0;
  slowestMs = 0;
  private readonly begun = performance.now();
  private isOver = false;

  /** @param addresses of the programs as they are now; one of them may be gone at any time */
  constructor(
    private readonly ledgers: readonly SoakedLedger[],
    private readonly addresses: () => readonly string[],
  ) {}

  run(count: number): Promise<unknown> {
    return Promise.all(Array.from({ length: count }, (_, number) => this.client(number)));
  }

  end(): void {
    this.isOver = true;
  }

  private async client(number: number): Promise<void> {
    const at = this.ledgers[number % this.ledgers.length]!;
    for (let turn = number; !this.isOver; turn += 1) {
      if (turn % 5 === 0) await this.read(`/api/v1/ledgers/${at.slug}/payments`, at);
      else if (turn % 5 === 1) await this.read(`/${at.slug}`);
      else if (turn % 5 === 2) await this.recordAgain(at);
      else await this.record(at, v7());
      await sleep(20);
    }
  }

  /** Until it is answered: under the same key, as a program would. What is not answered before the end may be there or not. */
  private async record(at: SoakedLedger, key: string): Promise<void> {
    const body = JSON.stringify({
      amount: { amount: '200.00', currency: 'CAD' },
      method: 'interac',
      offering: 'ces-50',
      receivedAt: '2026-10-04',
    });
    while (!this.isOver) {
      const answer = await this.ask(`/api/v1/ledgers/${at.slug}/payments`, {
        method: 'POST',
        headers: { authorization: `Bearer ${at.token}`, 'content-type': 'application/json', 'idempotency-key': key },
        body,
      });
      if (answer === undefined || answer.status === 503) {
        await sleep(200);
        continue;
      }
      if (answer.status !== 200 && answer.status !== 201) return this.fault(`POST payments: ${answer.status} ${answer.text.slice(0, 200)}`);
      const { payment } = JSON.parse(answer.text) as { payment: string };
      const before = this.acknowledged.get(key);
      if (before && before.payment !== payment) this.fault(`${key} was ${before.payment}, and then ${payment}`);
      this.acknowledged.set(key, { ledger: at.ledger, payment });
      return;
    }
  }

  private async recordAgain(at: SoakedLedger): Promise<void> {
    const own = [...this.acknowledged].slice(-200).filter(([, { ledger }]) => ledger === at.ledger);
    const [key] = own[Math.floor(Math.random() * own.length)] ?? [];
    if (key) await this.record(at, key);
  }

  private async read(path: string, at?: SoakedLedger): Promise<void> {
    const answer = await this.ask(path, { headers: at ? { authorization: `Bearer ${at.token}` } : {} });
    if (answer && answer.status !== 200 && answer.status !== 503) this.fault(`GET ${path}: ${answer.status} ${answer.text.slice(0, 200)}`);
  }

  /** Undefined where nobody answered: the line was cut, or nothing listens there. One that hangs is a fault. */
  private async ask(path: string, init: RequestInit): Promise<{ status: number; text: string } | undefined> {
    const addresses = this.addresses();
    const address = addresses[Math.floor(Math.random() * addresses.length)];
    if (!address) return undefined;
    const from = performance.now();
    this.requests += 1;
    try {
      const answer = await fetch(`${address}${path}`, { ...init, signal: AbortSignal.timeout(deadlineMs) });
      return { status: answer.status, text: await answer.text() };
    } catch (error) {
      this.unanswered += 1;
      if ((error as Error).name === 'TimeoutError') this.fault(`${init.method ?? 'GET'} ${address}${path} hung for ${deadlineMs} ms`);
      return undefined;
    } finally {
      this.slowestMs = Math.max(this.slowestMs, performance.now() - from);
    }
  }

  /** Since it began, to be held against what was disturbed when. */
  seconds = (): number => Math.round((performance.now() - this.begun) / 1000);

  private fault(says: string): void {
    if (this.faults.length < 50) this.faults.push(`after ${this.seconds()} s: ${says}`);
  }
}
