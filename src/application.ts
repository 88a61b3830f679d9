import { ConsoleLogger, type INestApplicationContext, type LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { logLevels } from './environment.js';
import type { Runtime } from './runtime.js';
import type { Settings } from './settings.js';
import { unreadableAddress } from './web/errors.filter.js';
import { openApi } from './web/openapi.js';

/** The whole application, ready to listen. Errors of its making reach the caller instead of ending the program. */
export async function createWebApplication(runtime: Runtime): Promise<NestFastifyApplication> {
  const { trustedProxies } = runtime.settings;
  const trustProxy = trustedProxies.length > 0 ? [...trustedProxies] : false;
  const adapter = new FastifyAdapter({ trustProxy, frameworkErrors: unreadableAddress });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(runtime), adapter, {
    ...nestOptions(runtime.settings),
    rawBody: true, // a webhook's signature is over the bytes that came
  });
  openApi(app);
  return app;
}

/** The same application without its pages: it takes jobs, or serves a command. */
export const createApplication = (runtime: Runtime): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(AppModule.forRoot(runtime), nestOptions(runtime.settings));

function nestOptions({ logLevel, logsJson }: Settings) {
  const told: LogLevel[] = ['fatal', ...logLevels.slice(0, logLevels.indexOf(logLevel) + 1)];
  return {
    logger: new ConsoleLogger({ logLevels: told, colors: !logsJson && process.stdout.isTTY === true, json: logsJson, compact: true }),
    abortOnError: false,
  };
}
