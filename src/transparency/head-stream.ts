import type { ServerResponse } from 'node:http';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { EventBus, ofType } from '@nestjs/cqrs';
import type { Subscription } from 'rxjs';
import { Appended } from '../event-store/hint.js';
import { ShownCheckpoints } from './shown-checkpoints.queries.js';

/** A proxy that hears nothing for half a minute hangs up. */
const keepAliveMs = 25_000;
const reconnectMs = 15_000;
/** Whatever hint is lost, those who listen hear of a new head within this time. */
const askMs = 3000;

interface Listener {
  readonly out: ServerResponse;
  /** What it was told last; 0 for nothing yet. */
  size: number;
}

/**
 * Server-Sent Events: a head's size and root whenever a checkpoint is shown, and once on connecting. Nothing else is ever said,
 * and nothing about who listens is kept. One question to the database serves all listeners of a ledger.
 */
@Injectable()
export class HeadStream implements OnModuleInit, BeforeApplicationShutdown {
  private readonly listening = new Map<string, Set<Listener>>();
  private subscription?: Subscription;
  private asking?: NodeJS.Timeout;
  private keeping?: NodeJS.Timeout;

  constructor(
    @Inject(ShownCheckpoints) private readonly shown: ShownCheckpoints,
    private readonly hints: EventBus,
  ) {}

  onModuleInit(): void {
    this.subscription = this.hints.pipe(ofType(Appended)).subscribe(({ ledger }) => void this.tell(ledger));
    this.asking = setInterval(() => this.tellAll(), askMs).unref();
    this.keeping = setInterval(() => this.keepAlive(), keepAliveMs).unref();
  }

  /** Before the server closes, which waits for those who still listen; whoever listens comes again by itself. */
  beforeApplicationShutdown(): void {
    this.subscription?.unsubscribe();
    clearInterval(this.asking);
    clearInterval(this.keeping);
    for (const { out } of this.everyone()) out.destroy();
  }

  get count(): number {
    return this.everyone().length;
  }

  listen(ledger: string, out: ServerResponse): void {
    // Who hung up while their ledger was looked up is told by nothing any more that they are gone.
    if (out.destroyed || out.socket?.destroyed !== false) return;
    const listener: Listener = { out, size: 0 };
    const others = this.listening.get(ledger) ?? new Set();
    this.listening.set(ledger, others.add(listener));
    out.on('close', () => this.forget(ledger, listener));
    out.write(`retry: ${reconnectMs}\n\n`);
    void this.tell(ledger);
  }

  /** What another program of the host has shown is heard of here within this time. */
  private tellAll(): void {
    for (const ledger of this.listening.keys()) void this.tell(ledger);
  }

  private keepAlive(): void {
    for (const { out } of this.everyone()) out.write(':\n\n');
  }

  private async tell(ledger: string): Promise<void> {
    if (!this.listening.has(ledger)) return;
    const shown = await this.shown.of(ledger).catch(() => undefined);
    if (!shown) return;
    const [, size, root] = shown.note.split('\n');
    const data = JSON.stringify({ size: Number(size), root });
    for (const listener of this.listening.get(ledger) ?? []) {
      if (listener.size >= shown.size) continue;
      listener.size = shown.size;
      listener.out.write(`id: ${shown.size}\nevent: checkpoint\ndata: ${data}\n\n`);
    }
  }

  private forget(ledger: string, listener: Listener): void {
    const left = this.listening.get(ledger);
    left?.delete(listener);
    if (left?.size === 0) this.listening.delete(ledger);
  }

  private everyone(): Listener[] {
    return [...this.listening.values()].flatMap((listeners) => [...listeners]);
  }
}
