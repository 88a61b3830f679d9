import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { addMonths, type Month } from '../../src/domain/calendar.js';
import { bundlePath, tilePath, tilesOf, tileWidth } from '../../src/public-log/tiles.js';
import { checkpointText, openCheckpoint } from '../../src/public-log/checkpoint.js';
import { decodeBundle } from '../../src/public-log/bundles.js';
import { readVkey } from '../../src/public-log/note-key.js';
import { publicationDayIn } from '../../src/public-log/schedule.js';
import { leafHash, treeRoot } from '../../src/public-log/tree.js';
import { Year } from '../public/year.js';
import { type Program, start } from '../start/program.js';
import { testConnections } from '../support/database.js';
import { openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';

const origin = 'ledger.example/river/log';

/** `KILL_PUBLICATIONS=60 npx jest test/faults/publication` goes on for long. */
const lives = Number(process.env.KILL_PUBLICATIONS ?? 4);

/** What a reader who asks again and again has ever seen. */
class Reader {
  readonly heads = new Map<number, string>();
  readonly faults: string[] = [];
  private isReading = true;
  private largest = 0;

  constructor(private readonly program: TestProgram) {}

  async readOn(): Promise<void> {
    while (this.isReading) {
      await this.look();
      await sleep(1);
    }
  }

  stop(): void {
    this.isReading = false;
  }

  async look(): Promise<void> {
    const { statusCode, body } = await this.get('/river/log/checkpoint');
    if (statusCode === 404) return;
    const [, size = ''] = body.split('\n');
    this.see(Number(size), body);
    await this.readBeyond(Number(size));
  }

  private see(size: number, note: string): void {
    if (size < this.largest) this.faults.push(`The head went back from ${this.largest} to ${size}.`);
    if ((this.heads.get(size) ?? note) !== note) this.faults.push(`There are two heads of size ${size}.`);
    this.heads.set(size, note);
    this.largest = size;
  }

  /** A tile that answers must be one of a head that is shown: the head is asked for again, in case it has just grown. */
  private async readBeyond(size: number): Promise<void> {
    for (let width = size + 1; width < size + 12; width += 1) {
      for (const name of [tilePath({ level: 0, index: 0, width }), bundlePath({ index: 0, width })]) {
        if ((await this.get(`/river/log/${name}`)).statusCode !== 200) continue;
        const shown = Number((await this.get('/river/log/checkpoint')).body.split('\n')[1]);
        if (shown < width) this.faults.push(`${name} answered while the head said ${shown}.`);
      }
    }
  }

  private get = (url: string) => this.program.app.inject({ method: 'GET', url });
}

describe('a publication killed at any moment, while readers ask all the time', () => {
  let program: TestProgram;
  let year: Year;
  let ledger: string;
  beforeAll(async () => {
    program = await startProgram('2025-01-05T15:00:00Z', { queueConcurrency: 0 });
    ledger = await openTestLedger(program);
    year = new Year(program, ledger);
    await year.confirmAddress();
    await year.people();
  });
  afterAll(() => program.stop());

  const timeOf = (month: Month) => `${publicationDayIn('monthly:second-tuesday', addMonths(month, 2))}T17:00:00Z`;

  function publisher(month: Month, step?: number): Program {
    const { close: _, ...connections } = testConnections();
    const env = {
      LEDGER_DATA_DIR: program.runtime.settings.dataDir,
      PUBLISH: JSON.stringify({ connections, ledger, at: timeOf(month), step }),
    };
    return start(env, { script: ['test/faults/publisher.mjs'] });
  }
  async function says(child: Program, line: string): Promise<void> {
    while (!child.stdout().includes(line)) {
      if (child.child.exitCode !== null) throw new Error(`The publisher ended: ${child.stderr()}`);
      await sleep(1);
    }
  }

  it(
    'shows nothing past the signed size, never two heads of one size, and ends with every entry under the last one',
    async () => {
      const reader = new Reader(program);
      const reading = reader.readOn();
      const ends = { killed: 0, published: 0 };
      for (let life = 0; life < lives; life += 1) {
        const month = addMonths('2026-01', life);
        await year.moneyIn(month);
        await year.moneyOut(month, 3000n);
        const killed = publisher(month);
        await says(killed, 'begins');
        await sleep((life * 29) % 120);
        await killed.kill();
        ends[killed.stdout().includes('published') ? 'published' : 'killed'] += 1;
        const again = publisher(month);
        await says(again, 'published');
        await again.kill();
        program.setTime(timeOf(month));
        await reader.look();
      }
      reader.stop();
      await reading;
      expect(reader.faults).toEqual([]);
      expect(reader.heads.size).toBeGreaterThanOrEqual(lives);
      expect(ends.killed).toBeGreaterThan(0);
      await allUnderTheLastHead(Math.max(...reader.heads.keys()));
    },
    60_000 + lives * 20_000,
  );

  it('killed at each single step, it goes on from there: before and after the books, the journal, every file, and the showing', async () => {
    const reader = new Reader(program);
    const reading = reader.readOn();
    const died: string[] = [];
    for (let step = 1; died.length === step - 1; step += 1) {
      const month = addMonths('2026-01', lives + step);
      if (step % 5 === 0) {
        await year.moneyIn(month);
        await year.moneyOut(month, 3000n);
      }
      const { child, stdout } = publisher(month, step);
      await once(child, 'close');
      const [, where] = /dies (.+)\n/.exec(stdout()) ?? [];
      if (where) died.push(where);
      program.setTime(timeOf(month));
      await reader.look();
      await year.publish(month);
      await reader.look();
    }
    reader.stop();
    await reading;
    expect(reader.faults).toEqual([]);
    const file = ['before a file is in its place', 'after a file is in its place'];
    const [books, journal, showing] = ['the books', 'the journal', 'the showing'].map((what) => [`before ${what}`, `after ${what}`]);
    const files = Array.from({ length: 2 }, () => file).flat();
    expect(died).toEqual([...books!, ...journal!, ...books!, ...files, ...showing!, ...file]);
    await allUnderTheLastHead(Math.max(...reader.heads.keys()));
  }, 240_000);

  async function allUnderTheLastHead(size: number): Promise<void> {
    const get = (url: string) => program.app.inject({ method: 'GET', url: `/river/log/${url}` });
    const head = openCheckpoint((await get('checkpoint')).body, origin, [readVkey((await get('vkey')).body.trim())]);
    expect(checkpointText(head)).toContain(`\n${size}\n`);
    const bundle = { index: 0, width: size };
    expect(size).toBeLessThan(tileWidth);
    const entries = decodeBundle(new Uint8Array((await get(bundlePath(bundle))).rawPayload), bundle);
    expect(treeRoot(entries.map(leafHash))).toEqual(head.root);
    for (const tile of tilesOf(size)) expect((await get(tilePath(tile))).statusCode).toBe(200);
  }
});
