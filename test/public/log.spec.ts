import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { addMonths, type Month } from '../../src/domain/calendar.js';
import { GiveConsent, WithdrawConsent } from '../../src/domain/consent.js';
import { SignCheckpoint } from '../../src/domain/publish.js';
import { bytesOfBase64, utf8 } from '../../src/public-log/bytes.js';
import { decodeBundle } from '../../src/public-log/bundles.js';
import { type OpenedCheckpoint, openCheckpoint } from '../../src/public-log/checkpoint.js';
import { decodeEntry } from '../../src/public-log/entry.js';
import { readVkey } from '../../src/public-log/note-key.js';
import { parsePolicy } from '../../src/public-log/policy.js';
import { checkConsistency, consistencySpans, proofOf, readTiles } from '../../src/public-log/proof.js';
import { checkReceipt, parseReceipt } from '../../src/public-log/receipt.js';
import { publicationDayIn } from '../../src/public-log/schedule.js';
import { bundlePath, hashesAt, tilePath, tilesOf, tileWidth } from '../../src/public-log/tiles.js';
import { leafHash, treeRoot } from '../../src/public-log/tree.js';
import { LogCheck } from '../../src/publisher/log-check.js';
import { Receipts } from '../../src/publisher/receipts.queries.js';
import { newRequest, openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { Year } from './year.js';

const origin = 'ledger.example/river/log';

describe('the public log', () => {
  let program: TestProgram;
  let year: Year;
  let ledger: string;
  const get = (url: string) => program.app.inject({ method: 'GET', url });
  const sign = () => program.send<void>(new SignCheckpoint({ ledger, by: 'publisher', request: newRequest() }));
  const vkey = async () => readVkey((await get('/river/log/vkey')).body.trim());
  const head = async (): Promise<OpenedCheckpoint> => openCheckpoint((await get('/river/log/checkpoint')).body, origin, [await vkey()]);
  const tile = async (name: string) => {
    const { statusCode, rawPayload } = await get(`/river/log/${name}`);
    expect([name, statusCode]).toEqual([name, 200]);
    return new Uint8Array(rawPayload);
  };
  const doctor = () => program.app.get(LogCheck).faults(ledger);
  const folder = () => path.join(program.runtime.settings.logDir, ledger);

  async function entriesOf(size: number): Promise<Uint8Array[]> {
    const entries: Uint8Array[] = [];
    for (let index = 0; index * tileWidth < size; index += 1) {
      const bundle = { index, width: Math.min(tileWidth, size - index * tileWidth) };
      entries.push(...decodeBundle(await tile(bundlePath(bundle)), bundle));
    }
    return entries;
  }

  async function live(month: Month): Promise<void> {
    await year.moneyIn(month);
    await year.moneyOut(month, 3000n);
  }

  beforeAll(async () => {
    program = await startProgram('2026-01-05T15:00:00Z', { queueConcurrency: 0 });
    ledger = await openTestLedger(program);
    year = new Year(program, ledger);
    await year.confirmAddress();
    await year.people();
    await live('2026-01');
  });
  afterAll(() => program.stop());

  it('is not there before the first publication, and nobody keeps that answer', async () => {
    for (const what of ['checkpoint', 'vkey', 'policy', 'tile/0/000', 'tile/0/000.p/1', 'tile/entries/000.p/1']) {
      const { statusCode, headers } = await get(`/river/log/${what}`);
      expect([what, statusCode, headers['cache-control']]).toEqual([what, 404, 'no-store']);
    }
  });

  describe('once something is published', () => {
    let first: OpenedCheckpoint;
    beforeAll(async () => {
      await year.publish('2026-01');
      first = await head();
    });

    it('has a head signed by its own key, over the very entries that it serves', async () => {
      const entries = await entriesOf(first.size);
      expect(treeRoot(entries.map(leafHash))).toEqual(first.root);
      expect(entries.map((entry) => decodeEntry(Buffer.from(entry).toString()).kind)[0]).toBe('log.opened');
    });

    it('serves every tile of its tree and none beside it', async () => {
      const { size } = first;
      for (const each of tilesOf(size)) expect((await tile(tilePath(each))).length).toBe(each.width * 32);
      for (const name of [
        `tile/0/000.p/${size + 1}`,
        'tile/0/000',
        'tile/1/000.p/1',
        'tile/0/001.p/1',
        'tile/0/000.p/0',
        'tile/entries/..%2f..%2f..%2fcheckpoint',
        'tile/..%2fcheckpoint',
        'tile/x001/000',
      ])
        expect([name, (await get(`/river/log/${name}`)).statusCode]).toEqual([name, 404]);
    });

    it('lets programs of every origin read it, tiles kept for ever and the checkpoint never', async () => {
      const checkpoint = await get('/river/log/checkpoint');
      const [opening] = [...tilesOf(first.size)];
      const { headers } = await get(`/river/log/${tilePath(opening!)}`);
      expect([checkpoint.headers['content-type'], checkpoint.headers['cache-control']]).toEqual(['text/plain; charset=utf-8', 'no-cache']);
      expect([headers['content-type'], headers['cache-control']]).toEqual([
        'application/octet-stream',
        'public, max-age=31536000, immutable',
      ]);
      for (const each of [checkpoint.headers, headers]) {
        expect(each['access-control-allow-origin']).toBe('*');
        expect(each['set-cookie']).toBeUndefined();
      }
    });

    it('says in its policy which key to believe', async () => {
      const { logs, quorum } = parsePolicy((await get('/river/log/policy')).body);
      expect([logs[0]!.key, logs[0]!.url, quorum]).toEqual([await vkey(), `https://${origin}`, undefined]);
    });

    it('only ever grows: the next head continues the one before', async () => {
      await live('2026-02');
      await year.publish('2026-02');
      const next = await head();
      expect(next.size).toBeGreaterThan(first.size);
      const bytes = new Map<string, Uint8Array>();
      for (const each of tilesOf(next.size)) bytes.set(tilePath(each), await tile(tilePath(each)));
      const proof = proofOf(
        consistencySpans(first.size, next.size),
        readTiles(next.size, (each) => bytes.get(tilePath(each))!),
      );
      expect(() => checkConsistency(proof, first, next)).not.toThrow();
      for (const each of tilesOf(first.size)) expect((await tile(tilePath(each))).length).toBe(each.width * 32);
    });

    it('signed again, says the same bytes', async () => {
      const before = await get('/river/log/checkpoint');
      await sign();
      expect((await get('/river/log/checkpoint')).body).toBe(before.body);
    });

    it('also lies in a folder, for hosts that serve it as it is', async () => {
      expect(await readFile(path.join(folder(), 'checkpoint'), 'utf8')).toBe((await get('/river/log/checkpoint')).body);
    });
  });

  describe('when the program is stopped in the middle of a publication', () => {
    /** What the world sees: pages, feeds, head. */
    const seen = async (month: Month) => {
      program.setTime(`${publicationDayIn('monthly:second-tuesday', addMonths(month, 2))}T17:00:00Z`);
      const bodies = await Promise.all(['/river', '/river/feed.json', '/river/feed.atom', '/river/log/checkpoint'].map(get));
      return bodies.map(({ body }) => body);
    };
    const publish = (month: Month) => year.publish(month).catch((error: Error) => error.name);
    /** Puts a file where the folder was, so that nothing can be written there. */
    async function blocked(where: string, act: () => Promise<void>): Promise<void> {
      await rename(where, `${where}.away`);
      await writeFile(where, '');
      await act().finally(async () => {
        await rm(where);
        await rename(`${where}.away`, where);
      });
    }

    async function showsItOnceRunAgain(sizeBefore: number): Promise<void> {
      await sign();
      const now = await head();
      expect(now.size).toBeGreaterThan(sizeBefore);
      expect(treeRoot((await entriesOf(now.size)).map(leafHash))).toEqual(now.root);
    }

    it('before the head is in the journal: nothing shows, and the next run signs it', async () => {
      const { size } = await head();
      await live('2026-03');
      const before = await seen('2026-03');
      await blocked(program.runtime.settings.journalDir, async () => {
        expect(await publish('2026-03')).toBe('JournalUnwritable');
        expect(await seen('2026-03')).toEqual(before);
      });
      await showsItOnceRunAgain(size);
    });

    it('after the head is signed and before its tiles: nothing shows, and the next run writes them under the same head', async () => {
      const { size } = await head();
      await live('2026-04');
      const before = await seen('2026-04');
      await blocked(folder(), async () => {
        expect(await publish('2026-04')).toBe('Error');
        expect(await seen('2026-04')).toEqual(before);
      });
      await showsItOnceRunAgain(size);
    });

    it('with some of the tiles written: none past the shown size answers, and the rest is made again', async () => {
      const { size } = await head();
      await live('2026-05');
      await mkdir(path.join(folder(), 'tile/entries/000.p'), { recursive: true });
      await year.publish('2026-05');
      const shown = await head();
      for (const name of await readdir(path.join(folder(), 'tile/0/000.p'))) await rm(path.join(folder(), 'tile/0/000.p', name));
      await rm(path.join(folder(), 'checkpoint'));
      expect(await doctor()).toEqual([expect.stringContaining('is missing. The publisher makes it again')]);
      await sign();
      expect((await readdir(path.join(folder(), 'tile/0/000.p'))).length).toBeGreaterThan(1);
      expect(await readFile(path.join(folder(), 'checkpoint'), 'utf8')).toContain(`${shown.size}\n`);
      expect(shown.size).toBeGreaterThan(size);
    });
  });

  describe('when something is not as it was signed', () => {
    it('a tile with another byte is never written over, and nothing more is signed', async () => {
      const { size } = await head();
      const name = path.join(folder(), tilePath([...tilesOf(size)][0]!));
      const bytes = await readFile(name);
      await writeFile(name, Buffer.concat([Buffer.of(bytes[0]! ^ 1), bytes.subarray(1)]));
      await expect(sign()).rejects.toThrow(/holds other bytes than the log's entries come to/);
      expect(await doctor()).toEqual([expect.stringContaining("holds other bytes than the log's entries come to")]);
      await writeFile(name, bytes);
      await sign();
      expect(await doctor()).toEqual([]);
    });

    it('without its key it is not signed on, and no other key is made', async () => {
      const file = path.join(program.runtime.settings.logKeyDir, `${ledger}.key`);
      await rename(file, `${file}.away`);
      await live('2026-06');
      await expect(year.publish('2026-06')).rejects.toThrow(`The key that signs ${origin} is missing.`);
      await writeFile(file, `${origin}\n${Buffer.alloc(32, 1).toString('base64')}\n`);
      await expect(sign()).rejects.toThrow('the key at hand is another');
      await rename(`${file}.away`, file);
      await sign();
      expect(hashesAt(0, (await head()).size)).toBe((await head()).size);
    });
  });

  describe('a receipt', () => {
    const receiptsOf = (payout: string) => program.app.get(Receipts).of(ledger, payout);
    const shows = async (text: string) => {
      const receipt = parseReceipt(text);
      return checkReceipt(receipt, openCheckpoint(receipt.proof.checkpoint, origin, [await vkey()]));
    };
    let asked: string;
    let other: string;
    let kept: string;

    beforeAll(async () => {
      await program.send(new GiveConsent({ ledger, by: 'account:test', request: newRequest(), call: year.callAt(0), consent: 'receipt' }));
      await year.moneyIn('2026-07');
      [asked, other] = (await year.moneyOut('2026-07', 3000n)) as [string, string];
    });

    it('is not made before the money is in the log', async () => {
      await expect(receiptsOf(asked)).rejects.toThrow('This money is not in the public log yet.');
    });

    it("shows the person who asked for it their own money in the log, and nobody else's", async () => {
      await year.publish('2026-07');
      const [file] = await receiptsOf(asked);
      kept = file!.text;
      expect(await shows(kept)).toMatchObject({ slots: 6, minor: 3000n, entry: { kind: 'batch.paid', period: '2026-07', count: 36 } });
      await expect(receiptsOf(other)).rejects.toThrow('No receipt was agreed to before this money was published');
    });

    it('stays good when the person takes the consent back, and another is never made', async () => {
      await program.send(
        new WithdrawConsent({ ledger, by: 'account:test', request: newRequest(), call: year.callAt(0), consent: 'receipt' }),
      );
      await expect(receiptsOf(asked)).rejects.toThrow('No receipt was agreed to before this money was published');
      expect((await shows(kept)).minor).toBe(3000n);
    });
  });

  it('holds no name, id or time of anything that happened', async () => {
    const { size, root } = await head();
    expect(bytesOfBase64((await get('/river/log/checkpoint')).body.split('\n')[2]!)).toEqual(root);
    const said = (await entriesOf(size)).map((entry) => Buffer.from(entry).toString()).join('\n');
    expect(said).not.toMatch(/quillfeather|marrowbright|osprey|thistledown|umbrella/i);
    expect(said).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(said).not.toMatch(/T\d\d:\d\d/);
    expect(utf8(said).length).toBeGreaterThan(1000);
  });
});
