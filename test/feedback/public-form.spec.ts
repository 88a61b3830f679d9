import { DataSource } from 'typeorm';
import { mostFromPlace } from '../../src/feedback/sending-pace.js';
import { KeyExpiry } from '../../src/safekeeping/key-expiry.js';
import { AllFeedback } from '../../src/feedback/feedback.queries.js';
import { textOf } from '../scenarios/visitor.js';
import { type TestProgram, openTestLedger, startProgram } from '../support/ledger.js';

const at = '/river/feedback';
const begun = Date.parse('2026-11-02T15:00:00Z');

describe('The public form for feedback, without script', () => {
  let program: TestProgram;
  let ledger: string;
  let elsewhere: string;
  let places = 0;

  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 }, { LEDGER_KEEP_FEEDBACK_DAYS: '90' });
    ledger = await openTestLedger(program);
    elsewhere = await openTestLedger(program, 'elsewhere');
  });
  afterAll(() => program.stop());
  beforeEach(() => program.setTime('2026-11-02T15:00:00Z'));

  const later = (seconds: number) => program.setTime(new Date(begun + seconds * 1000).toISOString());
  const get = (url: string) => program.app.inject({ method: 'GET', url });
  const tokenOn = (page: string): string => /name="requestId" value="([^"]+)"/.exec(page)![1]!;
  const open = async (path = at) => tokenOn((await get(path)).body);
  const send = (fields: Record<string, string>, token: string, remoteAddress = `198.51.100.${places++ % 250}`, path = at) =>
    program.app.inject({
      method: 'POST',
      url: path,
      remoteAddress,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      payload: new URLSearchParams({ requestId: token, ...fields }).toString(),
    });
  const kept = async (of = ledger) => {
    const rows = await program.app.get(AllFeedback).waiting(of);
    return Promise.all(rows.map(async ({ feedbackId }) => (await program.app.get(AllFeedback).one(of, feedbackId))!));
  };
  const count = async () => (await kept()).length;
  const boxOf = (page: string): string | undefined => /<textarea[^>]*name="words"[^>]*>([\s\S]*?)<\/textarea>/.exec(page)?.[1];

  it('is linked from the public pages, sets no cookie, and is kept by nobody between', async () => {
    expect((await get('/river')).body).toContain(`href="${at}"`);
    const page = await get(at);
    expect([page.statusCode, page.headers['cache-control'], page.headers['set-cookie']]).toEqual([200, 'no-store', undefined]);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body).not.toContain('<script');
    expect(textOf(page.body)).toContain('It is forgotten after 90 days.');
    expect((await get('/nobody/feedback')).statusCode).toBe(404);
  });

  it('takes words alone, and says what happens with them', async () => {
    const token = await open();
    later(5);
    const sent = await send({ words: 'Say sooner what you sent.' }, token);
    expect([sent.statusCode, sent.headers.location]).toEqual([303, `${at}/thanks`]);
    expect(textOf((await get(`${at}/thanks`)).body)).toContain('A steward of River practice reads it.');
    const [only] = await kept();
    expect(only).toMatchObject({
      words: 'Say sooner what you sent.',
      isReadable: true,
      row: { about: 'redistributing', mayPublish: false },
    });
    expect(only).not.toHaveProperty('name');
  });

  it('pressed twice, also at once, it is kept once and answered alike', async () => {
    const [before, token] = [await count(), await open()];
    later(5);
    const press = () => send({ words: 'Twice.' }, token);
    const answers = [...(await Promise.all([press(), press()])), await press()];
    expect(answers.map(({ statusCode, headers }) => [statusCode, headers.location])).toEqual(Array(3).fill([303, `${at}/thanks`]));
    expect(await count()).toBe(before + 1);
  });

  it('sent again in other words, it says so, keeps what is typed, and takes it with the next press', async () => {
    const [before, token] = [await count(), await open()];
    later(5);
    await send({ words: 'First.' }, token);
    const other = await send({ words: 'Second.' }, token);
    expect([other.statusCode, boxOf(other.body)]).toEqual([409, 'Second.']);
    expect(textOf(other.body)).toContain('This was sent before, in other words');
    later(10);
    expect((await send({ words: 'Second.' }, tokenOn(other.body))).statusCode).toBe(303);
    expect(await count()).toBe(before + 2);
  });

  it.each([
    ['characters of four bytes, ten thousand of them', '🌻'.repeat(10_000)],
    ['right to left', 'שלום, \u200fزكاة\u200e وعون'],
    ['markup and script, as text', '<script>alert("1")</script> <b>&amp;</b>'],
    ['lines and blanks as typed', '  one\n\ntwo '],
  ])('takes %s', async (_, words) => {
    const token = await open();
    later(5);
    expect((await send({ words: words.replaceAll('\n', '\r\n') }, token)).statusCode).toBe(303);
    expect((await kept()).map((each) => each.words)).toContain(words);
  });

  it('what is wrong stands at the field and in a summary, with all that was typed, and nothing is kept', async () => {
    const [before, token] = [await count(), await open()];
    later(5);
    const wrong = await send({ about: 'month', month: 'October', words: 'x<i>'.repeat(2501), name: 'Ash', mayPublish: 'yes' }, token);
    expect(wrong.statusCode).toBe(400);
    const text = textOf(wrong.body);
    for (const says of ['This is too long: at most 10,000 characters. It has 10,004.', 'Enter the month, like 2026-10.'])
      expect(text.split(says)).toHaveLength(3);
    expect(wrong.body).toContain('<title>Error: Feedback');
    expect(boxOf(wrong.body)).toBe('x&lt;i>'.repeat(2501));
    expect(wrong.body).toContain('value="Ash"');
    expect(await count()).toBe(before);
    expect((await send({ words: 'Short.' }, tokenOn(wrong.body))).statusCode).toBe(303);
  });

  it('a program that posts at once is asked to come again, and a person loses nothing by it', async () => {
    const [before, token] = [await count(), await open()];
    const quick = await send({ words: 'Quick.' }, token);
    expect([quick.statusCode, boxOf(quick.body), tokenOn(quick.body)]).toEqual([400, 'Quick.', token]);
    expect(await count()).toBe(before);
    later(3);
    expect((await send({ words: 'Quick.' }, token)).statusCode).toBe(303);
  });

  it.each([
    ['no key', ''],
    ['a key of another ledger', 'elsewhere'],
    ['a made-up key', '0199aaaa-0000-7000-8000-000000000000'],
    ['a key of last week', 'old'],
  ])('with %s it comes back with what was typed and a good one', async (_, which) => {
    const before = await count();
    const token = which === 'elsewhere' ? await open('/elsewhere/feedback') : which === 'old' ? await open() : which;
    later(which === 'old' ? 7 * 24 * 60 * 60 : 5);
    const again = await send({ words: 'Mine.' }, token);
    expect([again.statusCode, boxOf(again.body)]).toEqual([400, 'Mine.']);
    later(7 * 24 * 60 * 60 + 5);
    expect((await send({ words: 'Mine.' }, tokenOn(again.body))).statusCode).toBe(which === 'old' ? 303 : 400);
    expect(await count()).toBe(before + (which === 'old' ? 1 : 0));
    expect(await kept(elsewhere)).toEqual([]);
  });

  it('the box that nobody sees keeps out whoever fills in every box, and says so', async () => {
    const [before, token] = [await count(), await open()];
    later(5);
    const filled = await send({ words: 'Buy.', website: 'https://spam.example' }, token);
    expect([filled.statusCode, filled.body.includes('spam.example')]).toEqual([400, false]);
    expect(await count()).toBe(before);
  });

  it('from one place so many are taken in an hour; presses that keep nothing do not count, and no address is stored', async () => {
    const place = '203.0.113.77';
    for (let sent = 0; sent < mostFromPlace; sent += 1) {
      program.setTime('2026-11-02T15:00:00Z');
      const token = await open();
      later(5);
      for (const again of [1, 2]) expect([again, (await send({ words: `Number ${sent}` }, token, place)).statusCode]).toEqual([again, 303]);
      await send({ words: '' }, token, place);
    }
    program.setTime('2026-11-02T15:00:00Z');
    const token = await open();
    later(5);
    const refused = await send({ words: 'One more.' }, token, place);
    expect([refused.statusCode, boxOf(refused.body), Number(refused.headers['retry-after']) > 3000]).toEqual([429, 'One more.', true]);
    expect((await send({ words: 'One more.' }, token, '203.0.113.78')).statusCode).toBe(303);
    const stored = await program.app
      .get(DataSource)
      .query(`select feedback::text as text from feedback union all select data::text from event`);
    expect(JSON.stringify(stored)).not.toContain('203.0.113');
  });

  it('what was written is forgotten when its time is over, and what is wrong with no key is told', async () => {
    const [first] = await kept();
    program.setTime('2027-01-31T14:00:00Z');
    await program.app.get(KeyExpiry).destroyExpired();
    expect(await program.app.get(AllFeedback).one(ledger, first!.row.feedbackId)).toMatchObject({ isReadable: true });
    program.setTime('2027-02-08T16:00:00Z');
    await program.app.get(KeyExpiry).destroyExpired();
    const after = await program.app.get(AllFeedback).one(ledger, first!.row.feedbackId);
    expect(after).toEqual({ row: expect.objectContaining({ mayPublish: false }), isReadable: false });
    const keys = await program.app.get(DataSource).query(`select 1 from subject_key where kind = 'feedback'`);
    expect(keys).toEqual([]);
  });
});
