import { Module, type OnModuleInit } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { AssetsController } from './assets.http.js';
import { ErrorsFilter } from './errors.filter.js';
import { etags } from './etag.js';
import { formBodies } from './form-bodies.js';
import { HealthController } from './health.http.js';
import { ProblemsController } from './problems.http.js';
import { rawMails } from './raw-mails.js';
import { requestSight } from './request-sight.js';
import { securityHeaders } from './security-headers.js';
import { uploads } from './uploads.js';
import { validationPipe } from './validation.js';

/** How the program speaks HTTP, whatever it says: faults, checks of what comes in, headers, the stylesheet. */
@Module({
  controllers: [AssetsController, HealthController, ProblemsController],
  providers: [
    { provide: APP_FILTER, useClass: ErrorsFilter },
    { provide: APP_PIPE, useFactory: validationPipe },
  ],
})
export class WebModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  /** A worker or a command has no server; then there is nothing to hang the hooks on. */
  onModuleInit(): void {
    const { httpAdapter } = this.host;
    if (httpAdapter?.getType() !== 'fastify') return;
    const server = httpAdapter.getInstance<FastifyInstance>();
    securityHeaders(server);
    uploads(server);
    rawMails(server);
    formBodies(server);
    etags(server);
    requestSight(server);
  }
}
