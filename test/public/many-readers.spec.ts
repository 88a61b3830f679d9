import { DataSource } from 'typeorm';
import { languagesOf } from '../../src/languages/languages.js';
import { appendedChannel } from '../../src/event-store/hint.js';
import { openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { Year } from './year.js';

/** Questions that this program puts to its database for readers of public pages, counted where all of them pass. */
function countQuestions(program: TestProgram): { asked: () => number } {
  const { master } = program.app.get(DataSource).driver as unknown as { master: { query: (...given: unknown[]) => unknown } };
  let count = 0;
  const pool = master as unknown as NodeJS.EventEmitter;
  pool.on('acquire', () => {
    count += 1;
  });
  return { asked: () => count };
}

describe('ten thousand readers of a public page', () => {
  let program: TestProgram;
  let year: Year;
  const paths = languagesOf('public').flatMap(({ code }) => [
    { url: '/river', headers: { 'accept-language': code } },
    { url: `/river?lang=${code}`, headers: { 'accept-language': 'de' } },
    { url: '/river/promise', headers: { 'accept-language': code } },
    { url: '/river/months/2026-01', headers: { 'accept-language': code } },
  ]);
  const get = (url: string, headers: Record<string, string> = {}) => program.app.inject({ method: 'GET', url, headers });
  async function readers(count: number): Promise<void> {
    for (let done = 0; done < count; done += 100) {
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, at) => paths[(done + at) % paths.length]!).map((each) => get(each.url, each.headers)),
      );
      expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    }
  }
  beforeAll(async () => {
    program = await startProgram('2026-01-05T15:00:00Z', { queueConcurrency: 0 });
    year = new Year(program, await openTestLedger(program));
    await year.confirmAddress();
    await year.people();
    await year.moneyIn('2026-01');
    await year.moneyOut('2026-01', 3000n);
    await year.publish('2026-01');
  });
  afterAll(() => program.stop());

  it('never reach the database, in whatever language, once the page of a publication is made', async () => {
    await readers(paths.length);
    const questions = countQuestions(program);
    const before = Date.now();
    await readers(10_000);
    /** Followers look by themselves every five seconds, with one question each; nothing else may have asked. */
    const ofFollowers = Math.ceil((Date.now() - before) / 5000) + 1;
    expect(questions.asked()).toBeLessThanOrEqual(ofFollowers);
  });

  it('are shown what is new at once, when the same program says it and when another one does', async () => {
    await year.moneyIn('2026-02');
    await year.moneyOut('2026-02', 3500n);
    expect((await get('/river')).body).toContain('240.00');
    await year.publish('2026-02');
    expect((await get('/river')).body).toContain('480.00');
    const { headers } = await get('/river');
    const source = program.app.get(DataSource);
    await source.query(`update host_setting set value = 'Other' where key = 'banner'`);
    await source.query(`insert into host_setting (key, value) values ('banner', 'Said elsewhere') on conflict (key) do nothing`);
    expect((await get('/river')).headers.etag).toBe(headers.etag);
    await source.query('select pg_notify($1, $2)', [appendedChannel, year.ledger]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await get('/river')).body).toContain('Said elsewhere');
  });
});
