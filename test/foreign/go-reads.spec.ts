import { mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { encodeEntry } from '../../src/public-log/entry.js';
import { vkeyOf } from '../../src/public-log/note-key.js';
import { Year } from '../public/year.js';
import { openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { at, sound } from '../verifying/arithmetic-mutants.js';
import { type LogServer, logServer } from '../verifying/log-server.js';
import { type LogFiles, logKey, madeLog, origin } from '../verifying/made-log.js';
import { describeWithGo, goReader } from './go.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-heads-'));

function kept(note: string | Uint8Array): string {
  const file = path.join(folder, `${Math.random()}.note`);
  writeFileSync(file, note);
  return file;
}

describeWithGo('A reader that the Go team wrote the core of', () => {
  const read = goReader();

  describe('of a log that this program serves', () => {
    let program: TestProgram;
    beforeAll(async () => {
      program = await startProgram('2026-01-05T15:00:00Z', { queueConcurrency: 0 });
    });
    afterAll(() => program.stop());

    it('finds every head, tile and entry good after each publication, each older head continued, and comes to the same money', async () => {
      const year = new Year(program, await openTestLedger(program));
      await year.confirmAddress();
      await year.stateOpening(1500n);
      await year.people();
      await program.app.listen(0, '127.0.0.1');
      const address = `http://127.0.0.1:${(program.app.getHttpServer().address() as AddressInfo).port}/river/log`;
      const older: string[] = [];
      for (const month of ['2026-01', '2026-02', '2026-03', '2026-04']) {
        await year.moneyIn(month);
        await year.moneyOut(month, 3000n);
        await year.publish(month);
        const vkey = (await (await fetch(`${address}/vkey`)).text()).trim();
        const found = await read(address, vkey, ...older);
        older.push(kept(await (await fetch(`${address}/checkpoint`)).text()));
        const pool = 1500 + older.length * (24000 - 18000);
        expect(found).toEqual({ origin: 'ledger.example/river/log', size: found.size, older: older.length - 1, closings: { CAD: pool } });
      }
    });
  });

  describe('of a log of any size', () => {
    let server: LogServer;
    beforeAll(async () => {
      server = await logServer();
    });
    afterAll(() => server.close());
    const reads = (files: LogFiles, ...older: string[]) => {
      server.serve(files);
      return read(server.address, vkeyOf(logKey), ...older);
    };
    const entries = (count: number) => Array.from({ length: count }, (_, index) => `{"kind":"key.added","at":${index}}`);

    it.each([1, 255, 256, 257, 65_535, 65_537])('finds the tiles of %i entries where it looks for them', async (size) => {
      const before = [1, 200, 256, 40_000].filter((older) => older < size);
      const heads = before.map((older) => kept(madeLog(entries(older)).get('checkpoint')!));
      expect(await reads(madeLog(entries(size), { before }), ...heads)).toEqual({ origin, size, older: before.length, closings: {} });
    });

    it('refuses a bit that was flipped in a tile, a bundle or the head, and a head that is of another history', async () => {
      const files = madeLog(entries(300));
      for (const [name, says] of [
        ['tile/0/000', /tiles|is not the leaf/],
        ['tile/0/001.p/44', /tiles/],
        ['tile/1/000.p/1', /tiles/],
        ['tile/entries/000', /do not come to the root/],
        ['checkpoint', /note/],
      ] as const) {
        const flipped = files.get(name)!.map((byte, place) => (place === 20 ? byte ^ 1 : byte));
        await expect(reads(new Map(files).set(name, flipped))).rejects.toThrow(says);
      }
      const forked = kept(madeLog(entries(200).toReversed()).get('checkpoint')!);
      await expect(reads(files, forked)).rejects.toThrow('head of 200');
    });

    it('adds the money up itself, and finds a closing that does not sum', async () => {
      const log = (said: typeof sound) => madeLog(said.map((entry) => encodeEntry(entry)));
      expect((await reads(log(sound))).closings).toEqual({ CAD: 20_600, USD: 0 });
      await expect(reads(log(at(5, { closing: 29_501n })))).rejects.toThrow('entry 5: CAD closes at 29501');
    });
  });
});
