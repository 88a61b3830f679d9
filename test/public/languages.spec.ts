import { languagesOf } from '../../src/languages/languages.js';
import { openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { Year } from './year.js';

describe('the public pages in a reader’s language', () => {
  let program: TestProgram;
  const get = (url: string, headers: Record<string, string> = {}) => program.app.inject({ method: 'GET', url, headers });
  const inLanguage = (accepts: string) => ({ 'accept-language': accepts, accept: 'text/html' });
  beforeAll(async () => {
    program = await startProgram('2026-01-05T15:00:00Z');
    const year = new Year(program, await openTestLedger(program));
    await year.confirmAddress();
    await year.people();
    await year.moneyIn('2026-01');
    await year.moneyOut('2026-01', 3000n);
    await year.publish('2026-01');
  });
  afterAll(() => program.stop());

  it.each([
    ['fr-CA,fr;q=0.9,en;q=0.5', 'fr', '20\u00a0% de ce que les gens paient est redistribué'],
    ['de, ko;q=0.8, en;q=0.3', 'ko', '사람들이 내는 금액의 20%만큼 재분배합니다'],
    ['de-CH', 'en', '20\u00a0% of what people pay is redistributed'],
    ['fr;q=0, en', 'en', '20\u00a0% of what people pay is redistributed'],
  ])('accepting %s, they read %s', async (accepts, lang, sentence) => {
    const { body, headers } = await get('/river', inLanguage(accepts));
    expect(body).toContain(`<html lang="${lang}">`);
    expect(body).toContain(sentence);
    expect(headers).toMatchObject({ 'content-language': lang, vary: 'Accept-Encoding, Accept-Language' });
  });

  it('a language chosen by a link wins, is kept by every link and by no cookie, and is the same for all', async () => {
    const { body, headers } = await get('/river?lang=fr', inLanguage('en'));
    expect(body).toContain('<html lang="fr">');
    expect(headers).toMatchObject({ 'content-language': 'fr', vary: 'Accept-Encoding' });
    expect(headers['set-cookie']).toBeUndefined();
    expect(body).toContain('href="/river/promise?lang=fr"');
    expect((await get('/river', inLanguage('fr'))).body).toContain('href="/river/promise"');
  });

  it('amounts, days and counts are written as in that language', async () => {
    const french = (await get('/river?lang=fr')).body;
    expect(french).toContain('240,00\u00a0$');
    expect(french).toContain('10 mars 2026');
    expect((await get('/river/promise?lang=fr')).body).toContain('1er janvier 2026');
    expect((await get('/river?lang=ko')).body).toContain('2026년 3월 10일');
  });

  it('each language has bytes and a tag of its own, whether it was made first or from what is at hand', async () => {
    for (const round of ['first', 'again']) {
      const answers = await Promise.all(['en', 'fr', 'ko'].map((lang) => get('/river', { 'accept-language': lang })));
      expect([round, new Set(answers.map(({ headers }) => headers.etag)).size]).toEqual([round, 3]);
      for (const [at, lang] of ['en', 'fr', 'ko'].entries()) {
        const known = { 'accept-language': lang, 'if-none-match': String(answers[at]!.headers.etag) };
        expect((await get('/river', known)).statusCode).toBe(304);
        expect((await get('/river', { ...known, 'accept-language': lang === 'fr' ? 'ko' : 'fr' })).statusCode).toBe(200);
      }
    }
  });

  it('say where the same page is in each language', async () => {
    for (const path of ['/river', '/river/promise', '/river/months/2026-01', '/river/feedback', '/river/yours']) {
      const { body } = await get(path, inLanguage('ko'));
      for (const { code } of languagesOf('public'))
        expect(body).toContain(`<link rel="alternate" hreflang="${code}" href="${path}?lang=${code}"/>`);
      expect(body).toContain(`<link rel="alternate" hreflang="x-default" href="${path}"/>`);
    }
  });

  it('an unknown language, one said twice or one that is no language is none', async () => {
    for (const query of ['lang=xx', 'lang=', 'lang=fr&lang=ko', 'lang[]=fr', 'lang=%3Cscript%3E', 'lang=__proto__']) {
      const { body, statusCode } = await get(`/river?${query}`);
      expect([query, statusCode, body.includes('<html lang="en">'), body.includes('script>')]).toEqual([query, 200, true, false]);
    }
  });

  it('what goes wrong is said in it too', async () => {
    const missing = await get('/nobody', inLanguage('fr'));
    expect([missing.statusCode, missing.body]).toEqual([404, expect.stringContaining('Il n’y a rien à cette adresse')]);
    expect((await get('/river/yours/nothing/here', inLanguage('ko'))).body).toContain('찾을 수 없음');
    const faulty = await program.app.inject({
      method: 'POST',
      url: '/river/feedback?lang=fr',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      payload: 'words=&about=month&month=hier',
    });
    expect(faulty.body).toContain('Écrivez ce que vous voulez dire.');
    expect(faulty.body).toContain('Indiquez le mois, comme 2026-10.');
    expect(faulty.body).toContain('action="/river/feedback?lang=fr"');
  });

  it('a feed speaks English, or what its address says, whatever the browser of whoever fetches it speaks', async () => {
    const [plain, guessed, french] = [
      (await get('/river/feed.json')).json(),
      (await get('/river/feed.json', { 'accept-language': 'fr' })).json(),
      (await get('/river/feed.json?lang=fr')).json(),
    ];
    expect(guessed).toEqual(plain);
    expect([plain.language, french.language]).toEqual(['en', 'fr']);
    expect(french.feed_url).toBe('https://ledger.example/river/feed.json?lang=fr');
    expect(french.items[0].content_text).toContain('janvier 2026');
    expect(french.items.map(({ id }: { id: string }) => id)).toEqual(plain.items.map(({ id }: { id: string }) => id));
    expect((await get('/river/feed.atom?lang=ko')).body).toContain('xml:lang="ko"');
  });

  it('the word of whoever made the promise stays as it was written', async () => {
    for (const lang of ['en', 'fr', 'ko'])
      expect((await get(`/river?lang=${lang}`)).body).toContain('A fifth of what people pay is redistributed.');
  });
});
