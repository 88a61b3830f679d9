import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { SignCheckpoint } from '../../src/domain/publish.js';
import { writeAddCheckpoint } from '../../src/public-log/add-checkpoint.js';
import { signCheckpoint } from '../../src/public-log/checkpoint.js';
import { openUnderPolicy, parsePolicy } from '../../src/public-log/policy.js';
import { readVkey, signingKey, vkeyOf } from '../../src/public-log/note-key.js';
import { leafHash, treeRoot } from '../../src/public-log/tree.js';
import { testConnections } from '../support/database.js';
import { newRequest, openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { Year } from './year.js';

const seed = (fill: number) => new Uint8Array(32).fill(fill);
const other = signingKey('other.example/log', 'log', seed(9));
const leaves = (count: number) => Array.from({ length: count }, (_, at) => leafHash(new TextEncoder().encode(`entry ${at}`)));
const head = (size: number) => ({ origin: other.name, size, root: treeRoot(leaves(size)) });

describe('practices that witness one another', () => {
  let folder: string;
  let witness: TestProgram;
  let program: TestProgram;
  let year: Year;
  let ledger: string;
  let url: string;
  const ask = (payload: string) =>
    witness.app.inject({ method: 'POST', url: '/witness/add-checkpoint', payload, headers: { 'content-type': 'text/plain' } });
  const checkpoint = async () => (await program.app.inject({ method: 'GET', url: '/river/log/checkpoint' })).body;
  const policy = async () => parsePolicy((await program.app.inject({ method: 'GET', url: '/river/log/policy' })).body);
  const sign = () => program.send<void>(new SignCheckpoint({ ledger, by: 'publisher', request: newRequest() }));
  const at = '2026-01-05T15:00:00Z';

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ledger-witnesses-'));
    const [logs, witnesses] = [path.join(folder, 'logs'), path.join(folder, 'witnesses')];
    const journal = path.join(folder, 'journal');
    await mkdir(journal);
    const river = signingKey('ledger.example/river/log', 'log', seed(7));
    await writeFile(logs, `log ${vkeyOf(river)}\nlog ${vkeyOf(other)}\nquorum none\n`);
    witness = await startProgram(
      at,
      { queueConcurrency: 0 },
      { LEDGER_WITNESSED_LOGS_FILE: logs, LEDGER_WITNESS_NAME: 'ally.example/witness', LEDGER_JOURNAL_DIR: journal },
    );
    await witness.app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(witness.app.getHttpServer().address() as AddressInfo).port}/witness`;
    const vkey = (await witness.app.inject({ method: 'GET', url: '/witness/vkey' })).body.trim();
    await writeFile(witnesses, `witness ally ${vkey} ${url}\nquorum ally\n`);
    program = await startProgram(at, { queueConcurrency: 0 }, { LEDGER_WITNESS_POLICY_FILE: witnesses, LEDGER_JOURNAL_DIR: journal });
    ledger = await openTestLedger(program);
    await rm(program.runtime.settings.logKeyDir, { recursive: true, force: true });
    await keepKey(program.runtime.settings.logKeyDir, ledger, river.name, river.seed);
    year = new Year(program, ledger);
    await year.confirmAddress();
    await year.people();
  });
  afterAll(async () => {
    await program.stop();
    await witness.stop();
    await rm(folder, { recursive: true });
  });

  it("a checkpoint carries the witness's line, and holds under the policy that is published with it", async () => {
    witness.setTime('2026-03-10T17:00:00Z');
    await year.moneyIn('2026-01');
    await year.publish('2026-01');
    const opened = openUnderPolicy(await checkpoint(), await policy());
    expect(opened.signed.map(({ key, at: signedAt }) => [key.name, signedAt])).toEqual([
      ['ledger.example/river/log', undefined],
      ['ally.example/witness', Date.parse('2026-03-10T17:00:00Z') / 1000],
    ]);
  });

  it('while the witness is silent the world goes on seeing the head before, and the new one once it answers', async () => {
    const before = await checkpoint();
    await year.moneyIn('2026-02');
    await witness.app.getHttpServer().close();
    witness.app.getHttpServer().closeAllConnections();
    await year.publish('2026-02');
    expect(await checkpoint()).toBe(before);
    expect((await program.app.inject({ method: 'GET', url: '/river' })).body).not.toContain('February 2026');
    await new Promise<void>((resolve) => witness.app.getHttpServer().listen(Number(new URL(url).port), '127.0.0.1', () => resolve()));
    for (const each of [program, witness]) each.setTime('2026-04-14T18:00:00Z');
    await sign();
    expect(openUnderPolicy(await checkpoint(), await policy()).size).toBeGreaterThan(openUnderPolicy(before, await policy()).size);
  });

  it('a head that stands still is cosigned again the day after, and not before', async () => {
    const before = await checkpoint();
    witness.setTime('2026-04-15T20:00:00Z');
    program.setTime('2026-04-15T01:00:00Z');
    await sign();
    expect(await checkpoint()).toBe(before);
    program.setTime('2026-04-15T20:00:00Z');
    await sign();
    const [, ally] = openUnderPolicy(await checkpoint(), await policy()).signed;
    expect(ally!.at).toBe(Date.parse('2026-04-15T20:00:00Z') / 1000);
  });

  describe('a witness', () => {
    it('signs what continues the head before, and says which size it holds where another was thought', async () => {
      const three = await ask(writeAddCheckpoint({ old: 0, proof: [], note: signCheckpoint(head(3), other) }));
      expect([three.statusCode, three.body.startsWith('— ally.example/witness ')]).toEqual([200, true]);
      const again = await ask(writeAddCheckpoint({ old: 0, proof: [], note: signCheckpoint(head(4), other) }));
      expect([again.statusCode, again.headers['content-type'], again.body]).toEqual([409, 'text/x.tlog.size', '3\n']);
      const [, , third] = leaves(3);
      const four = await ask(
        writeAddCheckpoint({ old: 3, proof: [third!, leaves(4)[3]!, treeRoot(leaves(2))], note: signCheckpoint(head(4), other) }),
      );
      expect(four.statusCode).toBe(200);
      const same = await ask(writeAddCheckpoint({ old: 4, proof: [], note: signCheckpoint(head(4), other) }));
      expect(same.statusCode).toBe(200);
    });

    it.each<[string, () => string, number]>([
      [
        'another history of the same size',
        () => writeAddCheckpoint({ old: 4, proof: [], note: signCheckpoint({ ...head(4), root: treeRoot(leaves(5)) }, other) }),
        422,
      ],
      [
        'a history that does not continue it',
        () => writeAddCheckpoint({ old: 4, proof: [leaves(1)[0]!], note: signCheckpoint(head(5), other) }),
        422,
      ],
      ['an older head', () => writeAddCheckpoint({ old: 4, proof: [], note: signCheckpoint(head(3), other) }), 400],
      [
        'a log that it does not know',
        () =>
          writeAddCheckpoint({
            old: 0,
            proof: [],
            note: signCheckpoint({ ...head(5), origin: 'x.example' }, signingKey('x.example', 'log', seed(1))),
          }),
        404,
      ],
      [
        'a key that it does not know',
        () => writeAddCheckpoint({ old: 4, proof: [], note: signCheckpoint(head(4), signingKey(other.name, 'log', seed(1))) }),
        403,
      ],
      ['what is no request to a witness', () => 'old x\n\nnothing', 400],
      ['nothing at all', () => '', 400],
    ])('refuses %s', async (_, body, status) => {
      expect((await ask(body())).statusCode).toBe(status);
    });

    it('put back from an older copy, it goes on from the head in its journal and stands by no other history', async () => {
      await asOwner("delete from witnessed_log where origin = 'other.example/log'");
      const fork = { ...head(5), root: treeRoot(leaves(7)) };
      const again = await ask(writeAddCheckpoint({ old: 0, proof: [], note: signCheckpoint(fork, other) }));
      expect([again.statusCode, again.body]).toEqual([409, '4\n']);
      const same = await ask(writeAddCheckpoint({ old: 4, proof: [], note: signCheckpoint(head(4), other) }));
      expect(same.statusCode).toBe(200);
    });

    it('knows its key only where it has a name', async () => {
      expect(readVkey((await witness.app.inject({ method: 'GET', url: '/witness/vkey' })).body.trim()).role).toBe('witness');
      expect((await program.app.inject({ method: 'GET', url: '/witness/vkey' })).statusCode).toBe(404);
    });
  });
});

async function asOwner(sql: string): Promise<void> {
  const owner = new pg.Client(testConnections().owner);
  await owner.connect();
  await owner.query(sql).finally(() => owner.end());
}

async function keepKey(where: string, ledger: string, origin: string, bytes: Uint8Array): Promise<void> {
  await mkdir(where, { recursive: true });
  await writeFile(path.join(where, `${ledger}.key`), `${origin}\n${Buffer.from(bytes).toString('base64')}\n`);
}
