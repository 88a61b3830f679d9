#!/usr/bin/env node
import { nearestName } from './nearest-name.js';
import { UsageError, runToEnd } from './program-end.js';

type Command = (args: string[]) => Promise<void>;

/** Every command: what it is for, and where it is. Each is loaded only when it is asked for. */
const commands: Record<string, { does: string; load: () => Promise<Command> }> = {
  serve: { does: 'serve the pages and take jobs, until stopped', load: async () => (await import('./serve.js')).serve },
  demo: {
    does: 'fill a made-up practice with a year that ends today, and serve it (--fill-only: fill it and end)',
    load: async () => (await import('./demo.js')).demo,
  },
  worker: { does: 'take jobs only, until stopped', load: async () => (await import('./worker.js')).worker },
  import: {
    does: "bring a file's lines in, to be looked at (FILE, --account NAME, --ledger SLUG, --format SOURCE, --as-proposed: record what is proposed, --json)",
    load: async () => (await import('./import-file.js')).importFile,
  },
  export: {
    does: 'write the books out (--format hledger|beancount|csv|json, --ledger SLUG, --out FILE); json has every event, still sealed',
    load: async () => (await import('./export.js')).exportBooks,
  },
  report: {
    does: 'print what a month came to, as CSV (YYYY-MM, --ledger SLUG, --json)',
    load: async () => (await import('./report.js')).report,
  },
  'close-month': {
    does: 'close a month that has ended, for good (YYYY-MM, --ledger SLUG, --json)',
    load: async () => (await import('./close-month.js')).closeOneMonth,
  },
  doctor: {
    does: 'walk the books of every ledger and say where something is wrong',
    load: async () => (await import('./doctor.js')).doctor,
  },
  verify: {
    does: 'check a public log, or a receipt of one, without any trust in this installation (URL, or receipt FILE)',
    load: async () => (await import('./verify.js')).verify,
  },
  rebuild: {
    does: 'make rows again from the events, beside the live ones (LEDGER, --table NAME, --anew, --json)',
    load: async () => (await import('./rebuild.js')).rebuild,
  },
  backup: {
    does: 'back everything up, sealed, and read it back (--to FOLDER, --keys-to FOLDER, --json)',
    load: async () => (await import('./backup.js')).backup,
  },
  restore: {
    does: 'put a backup back into an empty database; it starts held (FILE --keys FILE, --recovery-key FILE)',
    load: async () => (await import('./restore.js')).restore,
  },
  hold: {
    does: 'say which ledgers are held and what is missing; --release LEDGER [--certain]; --since TIME: hold all, put back by other means',
    load: async () => (await import('./hold.js')).hold,
  },
  erase: {
    does: 'forget the person behind a call, for good (LEDGER CALL --certain; --from-journal: everybody whom the journal knows)',
    load: async () => (await import('./erase.js')).erase,
  },
  rewrap: {
    does: 'wrap all keys anew under the wrapping key of the settings, where the former one is given too',
    load: async () => (await import('./rewrap.js')).rewrap,
  },
  followers: {
    does: 'say who stands still; --retry: try again now; --skip LEDGER/FOLLOWER/POSITION: pass that event by, for good',
    load: async () => (await import('./followers.js')).followers,
  },
  migrate: {
    does: 'bring the database to the schema of this program',
    load: async () => (await import('./migrate.js')).migrateAndEnd,
  },
  'setup-link': {
    does: 'make a new one-time link that opens the first ledger',
    load: async () => (await import('./setup-link.js')).setupLink,
  },
};

function help(): string {
  const widest = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { does }]) => `  ${name.padEnd(widest)}  ${does}`);
  return `Usage: mutual-aid-ledger COMMAND\n\n${lines.join('\n')}\n
Settings come from the environment and config/ledger.env; config/example.env lists them.
Exit codes: 0 done, 1 could not start or could not do it, 2 not understood; verify has more, in docs/public-log.md.\n`;
}

async function dispatch([name, ...args]: string[]): Promise<void> {
  if (name === undefined) throw new UsageError(help().trimEnd());
  if (['--help', '-h', 'help'].includes(name)) {
    process.stdout.write(help());
    return;
  }
  if (!Object.hasOwn(commands, name)) {
    const nearest = nearestName(name, Object.keys(commands));
    throw new UsageError(`There is no command ${name}: ${nearest ? `write ${nearest}, or ` : ''}see mutual-aid-ledger --help.`);
  }
  const { does, load } = commands[name]!;
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`mutual-aid-ledger ${name}: ${does}\n`);
    return;
  }
  await (await load())(args);
}

await runToEnd(() => dispatch(process.argv.slice(2)));
