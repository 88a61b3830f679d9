import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { v7 } from 'uuid';
import { lockKeyOf } from '../../src/event-store/ledger-lock.js';
import { readJournal } from '../../src/safekeeping/journal-lines.js';
import { journalFileName } from '../../src/safekeeping/journal.js';
import { type Program, discard, endServer, scratchFolder, start } from '../start/program.js';

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 2000; tries += 1) {
    if (await holds()) return;
    await sleep(10);
  }
  throw new Error(`In vain: ${what}`);
}

describe('Two programs that share a journal, one of them killed', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-journal-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('lose nothing that was acknowledged, and tell a torn line from a whole one', async () => {
    const who = ['one', 'other'];
    const programs = who.map((name) => start({}, { script: ['test/faults/journal-writer.mjs', folder, name] }));
    const acknowledged = (program: Program): number => program.stdout().match(/^ok \d+$/gm)?.length ?? 0;
    await until(() => programs.every((program) => acknowledged(program) >= 40), 'both write');
    await programs[0]!.kill();
    await until(() => acknowledged(programs[1]!) >= 80, 'the other goes on');
    await programs[1]!.kill();
    const { entries, faults, torn } = readJournal(readFileSync(path.join(folder, journalFileName), 'utf8'));
    expect(faults).toEqual([]);
    expect(torn).toBeLessThanOrEqual(2);
    const written = new Set(entries.flatMap((entry) => (entry.kind === 'payout-attempt' ? [entry.payout] : [])));
    for (const [index, name] of who.entries()) {
      for (let number = 1; number <= acknowledged(programs[index]!); number += 1) expect(written).toContain(`${name}-${number}`);
    }
  });
});

describe('Forgetting a person, killed in the middle', () => {
  const ledger = v7();
  let folder: string;
  let dataDir: string;
  let journalDir: string;
  let keeper: Program;
  let program: Program;
  let service: pg.Client;

  const env = () => ({ LEDGER_DATA_DIR: dataDir, LEDGER_JOURNAL_DIR: journalDir, LEDGER_LOG_LEVEL: 'error' });
  const cli = async (...args: string[]): Promise<{ code: number; said: string }> => {
    const run = start(env(), { script: ['dist/src/cli.js', ...args] });
    return { code: await run.ended, said: run.stdout() + run.stderr() };
  };
  const journal = () => readJournal(readFileSync(path.join(journalDir, journalFileName), 'utf8')).entries;
  const isWritten = (recipient: string): boolean => {
    try {
      return journal().some((entry) => entry.kind === 'erasure' && entry.recipient === recipient);
    } catch {
      return false;
    }
  };
  const erasedEvents = async (recipient: string): Promise<number> => {
    const { rows } = await service.query<{ count: number }>(
      `select count(*)::int as count from event where stream = $1 and type = 'RecipientErased'`,
      [`recipient/${recipient}`],
    );
    return rows[0]!.count;
  };
  const keys = async (...subjects: string[]): Promise<number> => {
    const { rows } = await service.query<{ count: number }>('select count(*)::int as count from subject_key where subject_id = any($1)', [
      subjects,
    ]);
    return rows[0]!.count;
  };

  async function connect(): Promise<pg.Client> {
    const password = readFileSync(path.join(dataDir, 'postgresql', 'passwords', 'ledger_service'), 'utf8').trim();
    const host = path.join(dataDir, 'postgresql', 'socket');
    const client = new pg.Client({ host, user: 'ledger_service', password, database: 'ledger' });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  const waiting = `from pg_stat_activity where application_name = 'mutual-aid-ledger' and wait_event_type = 'Lock'`;
  const stopped = (count: number) =>
    until(async () => (await service.query(`select 1 ${waiting}`)).rowCount === count, 'it waits for a lock');
  /** What a program has sent goes on without it: the database is told to drop it, as if the machine had gone. */
  const endWaiting = async () => {
    await service.query(`select pg_terminate_backend(pid) ${waiting}`);
    await stopped(0);
  };

  async function noted(): Promise<{ recipient: string; call: string }> {
    const before = program.stdout().length;
    program.child.stdin!.write('note\n');
    await until(() => /noted \S+ \S+\n/.test(program.stdout().slice(before)) || program.child.exitCode !== null, 'a call is noted');
    const [, recipient = '', call = ''] = /noted (\S+) (\S+)\n/.exec(program.stdout().slice(before)) ?? [];
    return { recipient, call };
  }

  beforeAll(async () => {
    folder = await scratchFolder();
    dataDir = path.join(folder, 'data');
    journalDir = path.join(folder, 'elsewhere');
    mkdirSync(journalDir);
    keeper = start({ ...env(), LEDGER_QUEUE_CONCURRENCY: '0' }); // keeps the database up, and does no chores
    await keeper.ready();
    program = start(env(), { script: ['test/faults/eraser.mjs', ledger] });
    service = await connect();
  });
  afterAll(async () => {
    await service.end().catch(() => undefined);
    await program.kill();
    await keeper.kill();
    await endServer(dataDir);
    discard(folder);
  });

  it('after the journal and before the books: the doctor tells, and the journal is applied', async () => {
    const { recipient, call } = await noted();
    const lock = await connect();
    await lock.query(`select pg_advisory_lock(${lockKeyOf(ledger)})`);
    program.child.stdin!.write(`${recipient}\n`);
    await until(() => isWritten(recipient), 'the journal holds it');
    await stopped(1);
    await program.kill();
    await endWaiting();
    await lock.end();
    expect(await erasedEvents(recipient)).toBe(0);
    expect(await keys(recipient, call)).toBe(2);

    const told = await cli('doctor');
    expect(told.code).toBe(1);
    expect(told.said).toContain('run mutual-aid-ledger erase --from-journal.');
    expect(await cli('erase', '--from-journal')).toEqual({ code: 0, said: '1 person was forgotten, as the journal says.\n' });
    expect([await erasedEvents(recipient), await keys(recipient, call)]).toEqual([1, 0]);
    expect(await cli('doctor')).toMatchObject({ code: 0 });
  });

  it('after the books and before the keys: they go with the next run', async () => {
    const another = v7();
    program = start(env(), { script: ['test/faults/eraser.mjs', another] });
    const { recipient, call } = await noted();
    const holder = await connect();
    await holder.query('begin');
    await holder.query('select 1 from subject_key where subject_id = $1 for update', [recipient]);
    program.child.stdin!.write(`${recipient}\n`);
    await until(async () => (await erasedEvents(recipient)) === 1, 'the books hold it');
    await stopped(1);
    await program.kill();
    await endWaiting();
    await holder.query('rollback');
    await holder.end();
    expect(await keys(recipient, call)).toBe(2);
    expect(await cli('erase', '--from-journal')).toMatchObject({ code: 0 });
    expect(await keys(recipient, call)).toBe(0);
    expect(await cli('doctor')).toMatchObject({ code: 0 });
  });
});
