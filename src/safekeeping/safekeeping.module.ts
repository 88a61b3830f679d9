import { type DynamicModule, Module } from '@nestjs/common';
import type { Settings } from '../settings.js';
import { Destruction } from './destruction.js';
import { EraseRecipientHandler } from './erasure.commands.js';
import { Erasures } from './erasures.js';
import { Examination } from './examination.js';
import { HeldLedgers } from './held-ledgers.queries.js';
import { KeyExpiry } from './key-expiry.js';
import { METRICS_DOOR, MetricsController, type MetricsDoor } from './metrics.http.js';
import { TraceReader } from './traces.js';

@Module({})
export class SafekeepingModule {
  static forRoot({ metricsToken, publicUrl, trustedProxies }: Settings): DynamicModule {
    const door: MetricsDoor = { token: metricsToken, letsInLoopback: publicUrl === undefined && trustedProxies.length === 0 };
    return {
      module: SafekeepingModule,
      global: true,
      controllers: [MetricsController],
      providers: [
        Destruction,
        EraseRecipientHandler,
        Erasures,
        Examination,
        HeldLedgers,
        KeyExpiry,
        TraceReader,
        { provide: METRICS_DOOR, useValue: door },
      ],
      exports: [Erasures, Examination, HeldLedgers, KeyExpiry],
    };
  }
}
