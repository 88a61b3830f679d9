import { mkdtempSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Month } from '../../src/domain/calendar.js';
import { CloseLog } from '../../src/domain/log-closing.js';
import { SignCheckpoint } from '../../src/domain/publish.js';
import { JOURNAL, type Journal } from '../../src/domain/journal.js';
import { openCheckpoint } from '../../src/public-log/checkpoint.js';
import { readVkey } from '../../src/public-log/note-key.js';
import { checkReceipt, parseReceipt } from '../../src/public-log/receipt.js';
import { LogCheck } from '../../src/publisher/log-check.js';
import { Receipts } from '../../src/publisher/receipts.queries.js';
import { logOverHttp } from '../../src/verifying/log-over-http.js';
import { chainOf, verifyFollowing } from '../../src/verifying/successor.js';
import { newRequest, openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { cliOf } from './cli.js';
import { Year } from './year.js';

const origin = 'ledger.example/river/log';

describe('A log that was closed after a compromise', () => {
  let program: TestProgram;
  let year: Year;
  let ledger: string;
  let base: string;
  let first: string[];
  const months: Month[] = ['2026-01', '2026-02'];
  const get = (url: string) => program.app.inject({ method: 'GET', url });
  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
  const doctor = () => program.app.get(LogCheck).faults(ledger);
  const verified = async (log = 'log') => {
    const readerAt = (address: string) => logOverHttp(address);
    const reader = readerAt(`${base}/river/${log}`);
    return chainOf(await verifyFollowing({ reader, logs: [], given: undefined, now: '2026-06-10T12:00:00Z', mostEntries: 1000 }, readerAt));
  };

  beforeAll(async () => {
    program = await startProgram('2026-01-05T15:00:00Z', { queueConcurrency: 0 });
    ledger = await openTestLedger(program);
    year = new Year(program, ledger);
    await year.confirmAddress();
    await year.stateOpening(1500n);
    await year.people();
    await year.agree('receipt', [0]);
    for (const month of months) {
      await year.moneyIn(month);
      first = await year.moneyOut(month, 3000n);
      await year.publish(month);
    }
    await program.app.listen(0, '127.0.0.1');
    base = `http://127.0.0.1:${(program.app.getHttpServer().address() as AddressInfo).port}`;
  });
  afterAll(() => program.stop());

  it('says why, and names its successor and that one’s key; nothing of what it said has changed', async () => {
    const before = await get('/river/log/checkpoint');
    await program.send(new CloseLog({ ...asked(), reason: 'key' }));
    expect((await get('/river/log/checkpoint')).body).toBe(before.body);
    await program.send(new SignCheckpoint(asked()));
    const [{ found }] = (await verified()) as [Awaited<ReturnType<typeof verified>>[number]];
    expect([found.findings, found.entries.at(-1)]).toEqual([
      [],
      expect.objectContaining({ kind: 'log.closed', reason: 'key', next_origin: `${origin}-2`, date: '2026-04-14' }),
    ]);
    expect(found.warnings).toEqual([expect.stringContaining(`is to go on as ${origin}-2. Nothing is there yet`)]);
    expect((await get('/river/log-2/checkpoint')).statusCode).toBe(404);
    expect(await doctor()).toEqual([]);
  });

  it('is closed once', async () => {
    const before = (await get('/river/log/checkpoint')).body;
    await program.send(new CloseLog({ ...asked(), reason: 'incident' }));
    await program.send(new SignCheckpoint(asked()));
    expect((await get('/river/log/checkpoint')).body).toBe(before);
  });

  describe('and its successor', () => {
    let closing: string;
    beforeAll(async () => {
      closing = (await get('/river/log/checkpoint')).body;
      await year.moneyIn('2026-03');
      await year.moneyOut('2026-03', 3000n);
      await year.publish('2026-03');
    });

    it('are found good from the address of the first: each by itself, and that the one goes on where the other ended', async () => {
      const chain = await verified();
      expect(chain.map(({ found, trust }) => [found.findings, found.warnings, trust.from])).toEqual([
        [[], [], 'served'],
        [[], [], 'named'],
      ]);
      expect(chain[1]!.found.entries[0]).toMatchObject({
        kind: 'log.opened',
        prev_origin: origin,
        prev_size: Number(closing.split('\n')[1]),
      });
      expect(chain[1]!.found.pools[0]!.closing).toBe(1500n + 3n * (24000n - 18000n));
    });

    it('lie beside one another: the first as it ended, under the old key, the second under the new one', async () => {
      expect((await get('/river/log/checkpoint')).body).toBe(closing);
      const [old, anew] = await Promise.all(['log', 'log-2'].map(async (log) => (await get(`/river/${log}/vkey`)).body.trim()));
      expect(anew).toMatch(new RegExp(`^${origin}-2\\+`));
      expect(openCheckpoint(closing, origin, [readVkey(old!)]).origin).toBe(origin);
      expect((await get('/river/log-2/policy')).body).toContain(`log ${anew} https://${origin}-2`);
      for (const name of ['log-1', 'log-3', 'log-02', 'log-x']) expect((await get(`/river/${name}/checkpoint`)).statusCode).toBe(404);
      expect(await doctor()).toEqual([]);
    });

    it('have their heads in the journal, each under its own name', async () => {
      const { entries } = await program.app.get<Journal>(JOURNAL).read();
      const heads = entries.filter((entry) => entry.kind === 'signed-head');
      expect(heads.map((head) => head.origin)).toEqual([origin, origin, origin, `${origin}-2`]);
    });

    it('are one to readers of pages and feeds: no month is missing, no post is said twice', async () => {
      for (const month of [...months, '2026-03']) expect((await get(`/river/months/${month}`)).statusCode).toBe(200);
      type Post = { readonly id: string; readonly _ledger: { readonly kind: string } };
      const posts = (await get('/river/feed.json')).json<Record<'items', Post[]>>().items;
      expect(new Set(posts.map(({ id }) => id)).size).toBe(posts.length);
      const opened = posts.findIndex(({ _ledger }) => _ledger.kind === 'log.opened');
      expect([posts[opened]!.id, posts[opened + 1]!._ledger.kind]).toEqual([expect.stringMatching(/log-2\/0$/), 'log.closed']);
      expect((await get('/river/feed.atom')).body).toContain(`${origin}-2/0</id>`);
    });

    it('both give receipts: what was counted in the first is shown there, under its own key', async () => {
      const [file] = await program.app.get(Receipts).of(ledger, first[0]!);
      const receipt = parseReceipt(file!.text);
      const key = readVkey((await get('/river/log/vkey')).body.trim());
      expect(checkReceipt(receipt, openCheckpoint(receipt.proof.checkpoint, origin, [key])).minor).toBe(3000n);
    });

    it('goes on each month, without a word that the first did not say', async () => {
      await year.publish('2026-04');
      const chain = await verified('log-2');
      expect(chain.map(({ found }) => [found.findings, found.entries.at(-1)?.date])).toEqual([[[], '2026-06-09']]);
      expect((await get('/river/log/checkpoint')).body).toBe(closing);
    });

    it('are checked by the command, which remembers both', async () => {
      const state = path.join(mkdtempSync(path.join(os.tmpdir(), 'ledger-state-')), 'state.json');
      const { ended, stdout, stderr } = cliOf(program)('verify', `${base}/river/log`, '--state', state);
      expect([await ended, stderr()]).toEqual([0, '']);
      expect(stdout()).toContain('It was closed, and goes on as');
      const { logs } = JSON.parse(readFileSync(state, 'utf8')) as { logs: { origin: string }[] };
      expect(logs.map((log) => log.origin)).toEqual([origin, `${origin}-2`]);
    });
  });

  it('is closed from the command line, which says first what that means', async () => {
    const close = async (...args: string[]) => {
      const { ended, stdout, stderr } = cliOf(program)('close-log', ...args);
      return [await ended, stdout(), stderr()] as const;
    };
    expect(await close()).toEqual([2, '', expect.stringContaining('Say why with --reason')]);
    const [, told] = await close('--reason', 'key');
    expect(told).toContain(`This ends ${origin}-2 for good. Nothing has been done yet`);
    const [code, done, fault] = await close('--reason', 'key', '--certain');
    expect([code, fault]).toEqual([0, '']);
    expect(done).toMatch(new RegExp(`goes on as ${origin}-3 .*\\n {2}${origin}-3\\+[0-9a-f]{8}\\+`));
    expect(await close('--reason', 'key', '--certain')).toEqual([1, '', expect.stringContaining(`${origin}-2 is closed already`)]);
  });
});
