import { parseArgs } from 'node:util';
import { announce } from './announce.js';
import { createApplication, createWebApplication } from './application.js';
import { fillDemo } from './demo/fill.js';
import { demoSettings, freshDemoFolder } from './demo/folder.js';
import { signIn, slug } from './demo/practice.js';
import { instant, millisOf } from './domain/calendar.js';
import { formatAmount } from './domain/money.js';
import { untilStopped } from './program-end.js';
import { type Runtime, openRuntime } from './runtime.js';
import { type Settings, loadSettings } from './settings.js';
import { browserAddress, refuseTakenPort, whyNotListening } from './web-address.js';

const tell = (line: string): void => void process.stdout.write(`${line}\n`);

type CloseLater = (close: () => Promise<unknown>) => void;

/** A made-up practice to look at: fills a ledger of its own with a year that ends today, then serves it. */
export async function demo(args: string[] = []): Promise<void> {
  const { values } = parseArgs({ args, options: { 'fill-only': { type: 'boolean', default: false } } });
  if (values['fill-only']) return fillOnly();
  await untilStopped(async (closeLater) => {
    const settings = loadSettings();
    await refuseTakenPort(settings);
    const runtime = await fill(settings, closeLater);
    await listen(runtime, closeLater);
  });
}

/** For tests and benchmarks: the folder is left behind as a stopped demo leaves it. */
async function fillOnly(): Promise<void> {
  const toClose: (() => Promise<unknown>)[] = [];
  try {
    const { settings } = await fill(loadSettings(), (close) => toClose.unshift(close));
    tell(`The demo is in ${settings.dataDir}.`);
  } finally {
    for (const close of toClose) await close();
  }
}

/** No jobs are taken meanwhile: they would act at a time that is not theirs. */
async function fill(settings: Settings, closeLater: CloseLater): Promise<Runtime> {
  const folder = await freshDemoFolder(settings);
  const begun = Date.now();
  let lived: number | undefined = begun;
  const runtime = await openRuntime(demoSettings(settings, folder), () => lived ?? Date.now());
  closeLater(runtime.connections.close);

  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  const app = await createApplication({ ...runtime, settings: { ...runtime.settings, queueConcurrency: 0 } });
  tell('Filling a practice that does not exist with a year that ends today …');
  try {
    const setClock = (at: string) => {
      lived = millisOf(at);
    };
    const figures = await fillDemo(app, { until: instant(begun), setClock, tell, stop: stop.signal });
    const { payments, payouts, publications, owed, sent } = figures;
    tell(
      `${payments} payments, ${payouts} payouts, ${publications} publications; ${formatAmount(owed)} CAD owed, of which ` +
        `${formatAmount(sent)} CAD is sent. It took ${Math.round((Date.now() - begun) / 1000)} seconds.`,
    );
  } finally {
    await app.close();
    lived = undefined;
  }
  return runtime;
}

async function listen(runtime: Runtime, closeLater: CloseLater): Promise<void> {
  const { settings } = runtime;
  const app = await createWebApplication(runtime);
  closeLater(() => {
    app.getHttpServer().closeAllConnections();
    return app.close();
  });
  await app.listen(settings.port, settings.host).catch((error) => {
    throw whyNotListening(settings, error);
  });
  const { port } = app.getHttpServer().address() as { port: number };
  tell(await announce(app, settings));
  tell(
    `Practice data. Sign in as ${signIn.name} / ${signIn.password}; what the world sees is at ${browserAddress(settings, port)}/${slug}.`,
  );
}
