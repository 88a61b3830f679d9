import { type DynamicModule, Module } from '@nestjs/common';
import type { Settings } from '../settings.js';
import { Examination } from './examination.js';
import { METRICS_DOOR, MetricsController, type MetricsDoor } from './metrics.http.js';

@Module({})
export class SafekeepingModule {
  static forRoot({ metricsToken, publicUrl, trustedProxies }: Settings): DynamicModule {
    const door: MetricsDoor = { token: metricsToken, letsInLoopback: publicUrl === undefined && trustedProxies.length === 0 };
    return {
      module: SafekeepingModule,
      controllers: [MetricsController],
      providers: [Examination, { provide: METRICS_DOOR, useValue: door }],
      exports: [Examination],
    };
  }
}
