import { rm } from 'node:fs/promises';
import path from 'node:path';
import { JOURNAL, type Journal, type JournalEntry } from '../../src/domain/journal.js';
import { SignCheckpoint } from '../../src/domain/publish.js';
import { tilePath } from '../../src/public-log/tiles.js';
import { logFolder } from '../../src/publisher/tile-folder.js';
import { PublishedHeads } from '../../src/publisher/published-heads.queries.js';
import { newRequest, openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { lengthen } from './lengthened.js';
import { Year } from './year.js';

describe('a log that is long', () => {
  let program: TestProgram;
  let ledger: string;
  /** Where each range of entries begins that the publisher has read since. */
  let begins: number[];
  const get = (url: string) => program.app.inject({ method: 'GET', url });
  const sign = () => program.send<void>(new SignCheckpoint({ ledger, by: 'publisher', request: newRequest() }));
  const sizeShown = async () => Number((await get('/river/log/checkpoint')).body.split('\n')[1]);
  async function publishedUpTo(size: number): Promise<void> {
    await lengthen(program, ledger, size);
    await sign();
    expect(await sizeShown()).toBe(size);
  }

  beforeEach(async () => {
    program = await startProgram('2026-01-05T15:00:00Z', { queueConcurrency: 0 });
    ledger = await openTestLedger(program);
    const year = new Year(program, ledger);
    await year.confirmAddress();
    await year.people();
    await year.moneyIn('2026-01');
    await year.publish('2026-01');
    await publishedUpTo(300);
    const published = program.app.get(PublishedHeads);
    const entries = published.entries.bind(published);
    begins = [];
    published.entries = (of, from, to, base) => {
      begins.push(from);
      return entries(of, from, to, base);
    };
  });
  afterEach(() => program.stop());

  it('is published on from its last entries: within the month of the last whole check none before them is read again', async () => {
    await publishedUpTo(310);
    expect([...new Set(begins)]).toEqual([256]);
    begins = [];
    await publishedUpTo(600);
    expect([...new Set(begins)].sort()).toEqual([256, 512]);
  });

  it('is reckoned on from the head before it, where the journal holds one that was never signed', async () => {
    const journal = program.app.get<Journal>(JOURNAL);
    const write = journal.write.bind(journal);
    journal.write = async (entry: JournalEntry) => {
      await write(entry);
      throw new Error('ended here');
    };
    await lengthen(program, ledger, 310);
    await expect(sign()).rejects.toThrow('ended here');
    journal.write = write;
    await publishedUpTo(620);
    begins = [];
    await publishedUpTo(900);
    expect([Math.min(...begins), await sizeShown()]).toEqual([256, 900]);
  });

  it('is read from the beginning for such a head only where its files are gone', async () => {
    const folder = logFolder(program.runtime.settings.logDir, ledger, 1);
    await rm(path.join(folder, tilePath({ level: 0, index: 1, width: 300 - 256 })));
    await publishedUpTo(310);
    expect(Math.min(...begins)).toBe(0);
    begins = [];
    await publishedUpTo(320);
    expect([...new Set(begins)]).toEqual([256]);
  });
});
