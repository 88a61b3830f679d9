import { JOURNAL, type JournalEntry } from '../../src/domain/journal.js';
import { SignCheckpoint } from '../../src/domain/publish.js';
import { JournalFile } from '../../src/safekeeping/journal.js';
import { newRequest, openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { Year } from './year.js';

const origin = 'ledger.example/river/log';
const root = Buffer.alloc(32, 7).toString('base64');
const at = '2026-03-10T17:00:00.000Z';

describe('the journal holds heads of the log that these books do not lead to', () => {
  let program: TestProgram;
  let year: Year;
  let ledger: string;
  const checkpoint = async () => (await program.app.inject({ method: 'GET', url: '/river/log/checkpoint' })).body;
  const sizeShown = async () => Number((await checkpoint()).split('\n')[1]);
  const sign = () => program.send<void>(new SignCheckpoint({ ledger, by: 'publisher', request: newRequest() }));
  /** What another copy of the same books, with the same journal, writes into it. */
  const elsewhere = (size: number): Promise<void> => {
    const register = { known: async () => [], note: async () => {} };
    const there = new JournalFile({ path: program.runtime.settings.journalDir, isOurs: false }, register);
    return there.write({ kind: 'signed-head', ledger, origin, size, root, at });
  };
  const heads = async () => (await program.app.get<JournalFile>(JOURNAL).read()).entries.filter(({ kind }) => kind === 'signed-head');

  beforeEach(async () => {
    program = await startProgram('2026-01-05T15:00:00Z', { queueConcurrency: 0 });
    ledger = await openTestLedger(program);
    year = new Year(program, ledger);
    await year.confirmAddress();
    await year.people();
    await year.moneyIn('2026-01');
    await year.publish('2026-01');
    await year.moneyIn('2026-02');
  });
  afterEach(() => program.stop());

  it('books put back from before a publication are not signed on, and the older head is not shown anew', async () => {
    const shown = await checkpoint();
    await elsewhere((await sizeShown()) + 1);
    await expect(sign()).rejects.toMatchObject({ code: 'publication/signed-before' });
    await expect(year.publish('2026-02')).rejects.toMatchObject({ code: 'publication/signed-before' });
    expect([await checkpoint(), (await heads()).length]).toEqual([shown, 2]);
  });

  it('two copies that publish at the same moment: the line that was written first stands, the other copy signs nothing', async () => {
    const shown = await checkpoint();
    const journal = program.app.get<JournalFile>(JOURNAL);
    const write = journal.write.bind(journal);
    journal.write = async (entry: JournalEntry) => {
      if (entry.kind === 'signed-head') await elsewhere(entry.size);
      return write(entry);
    };
    await expect(year.publish('2026-02')).rejects.toMatchObject({ code: 'publication/signed-before' });
    expect(await checkpoint()).toBe(shown);
  });

  it('a line that was written, and never signed because the program was ended, keeps nobody from signing it', async () => {
    const journal = program.app.get<JournalFile>(JOURNAL);
    const write = journal.write.bind(journal);
    journal.write = async (entry: JournalEntry) => {
      await write(entry);
      if (entry.kind === 'signed-head') throw new Error('ended here');
    };
    await expect(year.publish('2026-02')).rejects.toThrow('ended here');
    journal.write = write;
    const before = await sizeShown();
    await sign();
    expect(await sizeShown()).toBeGreaterThan(before);
    expect(await heads()).toHaveLength(3);
  });
});
