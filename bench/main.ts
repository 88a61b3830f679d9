import { parseArgs } from 'node:util';
import { codeOf } from '../src/start-error.js';
import { backup } from './backup.js';
import { eventStore } from './event-store.js';
import { imports } from './imports.js';
import { type Figure, type Judged, judge } from './harness.js';
import { type Pace, judging, quick } from './pace.js';
import { payouts } from './payouts.js';
import { publicLog } from './public-log.js';
import { heading, inWords, machine, machineInWords } from './report.js';
import { Interrupted, type Scratch, inScratch } from './scratch.js';
import { scale } from './scale.js';
import { start } from './start.js';
import { web } from './web.js';

/** Yields each figure as soon as it is measured. */
type Benchmark = (scratch: Scratch, pace: Pace) => AsyncIterable<Figure>;

const leastScaled = 20_000;

const benchmarks: Readonly<Record<string, Benchmark>> = {
  start,
  'event-store': eventStore,
  web,
  imports,
  payouts,
  'public-log': publicLog,
  scale,
  backup,
};

/** 0 all holds, 1 something falls short or could not be measured, 2 not understood, 130 stopped. */
async function bench(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false }, events: { type: 'string' } },
  });
  const unknown = positionals.find((name) => !Object.hasOwn(benchmarks, name));
  if (unknown !== undefined) {
    process.stderr.write(`There is no benchmark ${unknown}. Choose from: ${Object.keys(benchmarks).join(', ')}; without a name all run.\n`);
    return 2;
  }
  const pace = paceOf(values);
  if (!pace) {
    process.stderr.write(`--events takes how many events the larger books of scale hold, at least ${leastScaled}.\n`);
    return 2;
  }
  const say = (text: string) => void (values.json || process.stdout.write(`${text}\n`));
  const host = machine();
  const judged: (Judged & { readonly benchmark: string })[] = [];
  say(`${machineInWords(host)}\n${heading}${values.quick ? ' At --quick nothing is judged that counts.' : ''}`);
  for (const name of positionals.length > 0 ? positionals : Object.keys(benchmarks)) {
    say(`\n${name}`);
    await inScratch(async (scratch) => {
      for await (const figure of benchmarks[name]!(scratch, pace)) {
        const found = judge(figure);
        judged.push({ benchmark: name, ...found });
        say(inWords(found));
      }
    });
  }
  const short = judged.filter(({ verdict }) => verdict === 'falls short');
  if (values.json) process.stdout.write(`${JSON.stringify({ machine: host, figures: judged }, null, 2)}\n`);
  say(
    `\n${short.length === 0 ? 'Every promise holds.' : `${short.length} of ${judged.filter(({ target }) => target).length} promises fall short.`}`,
  );
  return short.length === 0 ? 0 : 1;
}

function paceOf({ quick: isQuick, events }: { quick: boolean; events?: string }): Pace | undefined {
  const pace = isQuick ? quick : judging;
  const scaled = events === undefined ? pace.scaled : Number(events);
  return Number.isSafeInteger(scaled) && scaled >= leastScaled ? { ...pace, scaled } : undefined;
}

async function exitCode(): Promise<number> {
  try {
    return await bench();
  } catch (error) {
    const isUsage = codeOf(error).startsWith('ERR_PARSE_ARGS');
    const isSentence = isUsage || error instanceof Interrupted;
    process.stderr.write(`${isSentence ? (error as Error).message : error instanceof Error ? error.stack : error}\n`);
    if (isUsage) return 2;
    return error instanceof Interrupted ? 130 : 1;
  }
}

process.exit(await exitCode());
