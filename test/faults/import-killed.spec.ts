import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Program, ask, discard, endServer, scratchFolder, start } from '../start/program.js';

const lines = 3000;
const header = '"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"';
/** Every second line is one of two that are equal to the letter: both are there, and neither twice. */
const rows = Array.from(
  { length: lines },
  (_, at) =>
    `Chequing,01234-5678901,${1 + (at % 9)}/${1 + (at % 28)}/2026,,"E-TRANSFER RECEIVED","WREN ${at - (at % 504 === 0 ? 0 : at % 2)}",200.00,,`,
);

describe('a long file, brought in from the command line', () => {
  let folder: string;
  let dataDir: string;
  let file: string;
  let server: Program;
  let running: Program | undefined;
  beforeAll(async () => {
    folder = await scratchFolder();
    dataDir = path.join(folder, 'data');
    file = path.join(folder, 'history.csv');
    writeFileSync(file, [header, ...rows].join('\n'));
    expect(await run('test/faults/opener.mjs').ended).toBe(0);
    server = run('dist/src/main.js');
    await server.ready();
  });
  afterAll(async () => {
    await Promise.all([running?.kill(), server?.kill()]);
    await endServer(dataDir);
    discard(folder);
  });

  function run(...script: string[]): Program {
    running = start({ LEDGER_DATA_DIR: dataDir, LEDGER_LOG_LEVEL: 'error' }, { script });
    return running;
  }
  const bring = (...more: string[]) => run('dist/src/cli.js', 'import', file, '--as-proposed', ...more);
  const recorded = async (): Promise<number> =>
    (await ask<{ n: number }>(dataDir, 'ledger_service', 'select count(*)::int as n from observation'))[0]!.n;
  async function killedAfter(atLeast: number): Promise<number> {
    const program = bring();
    while ((await recorded().catch(() => 0)) < atLeast) {
      if (program.child.exitCode !== null) throw new Error(`It ended before it was killed: ${program.stderr()}`);
      await sleep(10);
    }
    await program.kill();
    return recorded();
  }

  it('killed twice on its way and asked for again, has each line once', async () => {
    const first = await killedAfter(1);
    const second = await killedAfter(first + 1);
    expect([first, second].every((count) => count > 0 && count < lines)).toBe(true);

    const last = bring();
    expect([await last.ended, last.stderr()]).toEqual([0, expect.stringMatching(/ {2}\d+ of 3000 lines\n/)]);
    expect(last.stdout()).toContain(`3000 lines, ${lines - second} of them new`);
    const again = bring('--json');
    expect([await again.ended, again.stderr(), JSON.parse(again.stdout())]).toEqual([
      0,
      '',
      expect.objectContaining({ recorded: 0, payments: 0 }),
    ]);

    const counts = `select (select count(*)::int from observation) as lines, (select count(distinct identity)::int from observation_line) as identities,
      (select count(*)::int from payment) as payments, (select sum(amount_minor)::text from payment) as sum,
      (select count(*)::int from observation where status = 'matched') as matched`;
    expect(await ask(dataDir, 'ledger_service', counts)).toEqual([
      { lines, identities: lines, payments: lines, sum: String(lines * 20000), matched: lines },
    ]);
    const doctor = run('dist/src/cli.js', 'doctor');
    expect([await doctor.ended, doctor.stderr()]).toEqual([0, '']);
  }, 180_000);

  it('goes into a file that is not there yet, and onto the screen; a month is reported, and closed from the command line', async () => {
    const out = path.join(folder, 'river.journal');
    const exported = () => run('dist/src/cli.js', 'export', '--format', 'hledger', '--out', out);
    const first = exported();
    expect([await first.ended, first.stderr()]).toEqual([0, '']);
    const again = exported();
    expect([await again.ended, again.stderr()]).toEqual([1, `${out} is there already: name a file that is not, or put that one away.\n`]);
    const shown = run('dist/src/cli.js', 'export', '--format', 'hledger');
    expect([await shown.ended, shown.stdout()]).toEqual([0, readFileSync(out, 'utf8')]);
    expect(shown.stdout().match(/payment received$/gm)).toHaveLength(lines);
    const [month] = /^\d{4}-\d\d(?=-\d\d \(\d+\) payment received$)/m.exec(shown.stdout())!;
    const report = run('dist/src/cli.js', 'report', month, '--json');
    expect([await report.ended, JSON.parse(report.stdout())]).toEqual([0, expect.objectContaining({ month })]);
    const early = run('dist/src/cli.js', 'close-month', '2099-01');
    expect([await early.ended, early.stderr()]).toEqual([1, '2099-01 has not ended. It can be closed from 2099-02-01.\n']);
  }, 60_000);

  it('says what is wrong with what it was asked, and with a file that it cannot read', async () => {
    const unknown = run('dist/src/cli.js', 'import', file, '--account', 'Savings');
    expect([await unknown.ended, unknown.stderr()]).toEqual([2, 'Say with --account which account the file is from: "Chequing".\n']);
    writeFileSync(path.join(folder, 'torn.csv'), `${header}\nChequing,01234-5678901,30 February,,"E-TRANSFER RECEIVED","WREN",200.00,,`);
    const torn = run('dist/src/cli.js', 'import', path.join(folder, 'torn.csv'));
    expect([await torn.ended, torn.stderr()]).toEqual([1, expect.stringMatching(/^line 2: /)]);
    const missing = run('dist/src/cli.js', 'import', path.join(folder, 'missing.csv'));
    expect([await missing.ended, missing.stderr()]).toEqual([1, expect.stringContaining('cannot be read (ENOENT)')]);
  });
});
