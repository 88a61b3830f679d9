import { DataSource } from 'typeorm';
import { formatAmount, money } from '../../src/domain/money.js';
import { decodeEntry, isKind } from '../../src/public-log/entry.js';
import { openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { canary, Year } from './year.js';

describe('the public pages', () => {
  let program: TestProgram;
  let year: Year;
  const get = (url: string, headers: Record<string, string> = {}) => program.app.inject({ method: 'GET', url, headers });
  const text = async (url: string) =>
    (await get(url)).body
      .replace(/<[^>]+>/g, ' ')
      .replaceAll('\u00a0', ' ')
      .replace(/\s+/g, ' ');
  const addresses = ['/', '/river', '/river/promise', '/river/log/rules'];

  beforeAll(async () => {
    program = await startProgram('2026-01-05T15:00:00Z');
    year = new Year(program, await openTestLedger(program));
  });
  afterAll(() => program.stop());

  describe('before the first publication', () => {
    it('show the promise and wait for the address to be confirmed', async () => {
      expect(await text('/river')).toContain('The first figures stand here once the practice has confirmed this address');
      expect(await text('/river')).toContain('20 % of what people pay is redistributed');
      expect(await text('/river/promise')).toContain('A fifth of what people pay is redistributed.');
    });

    it('say when first figures can come, as soon as the address is confirmed', async () => {
      await year.confirmAddress();
      expect(await text('/river')).toContain('The first figures can stand here on 10 March 2026');
    });

    it('show the one ledger of a host at its front', async () => {
      expect((await get('/')).body).toBe((await get('/river')).body);
    });

    it('have no statement of any month', async () => {
      expect((await get('/river/months/2026-01')).statusCode).toBe(404);
    });

    it('show no amount of what was recorded meanwhile', async () => {
      await year.stateOpening(1500n);
      await year.people();
      await year.moneyIn('2026-01');
      const body = await text('/river');
      expect(body).not.toContain('Still waiting');
      expect(body).not.toContain('$15.00');
    });
  });

  describe('after publications', () => {
    beforeAll(async () => {
      await year.moneyOut('2026-01', 3000n);
      const paid = await year.moneyIn('2026-02');
      await year.refund(paid[0]!, 10000n, '2026-02-25T15:00:00.000Z');
      await year.moneyOut('2026-02', 3500n);
      await year.publish('2026-01');
      await year.publish('2026-02');
      await year.publish('2026-03');
    });

    it('say what was promised, passed on and is still waiting, as the entries say', async () => {
      const rows: { entry: string }[] = await program.app.get(DataSource).query('select entry from publication order by entry_index');
      const pools = rows.map(({ entry }) => decodeEntry(entry)).filter(isKind('pool.stated'));
      const sum = (of: (pool: (typeof pools)[number]) => bigint) => pools.reduce((total, pool) => total + of(pool), 0n);
      const dollars = (minor: bigint) => `$${formatAmount(money(minor, 'CAD'))}`;
      const body = await text('/river');
      expect(pools).toHaveLength(3);
      expect(body).toContain(`Promised ${dollars(pools[0]!.opening + sum(({ accrued }) => accrued))}`);
      expect(body).toContain(`Passed on ${dollars(sum(({ paid }) => paid))}`);
      expect(body).toContain(`Still waiting ${dollars(pools.at(-1)!.closing)}`);
      expect(body).toContain('Promised $475.00 Passed on $390.00 Still waiting $85.00 the oldest of it for one published month');
      expect(body).toContain('As published on 12 May 2026 , for months up to March 2026');
      expect(body).toContain('next on 9 June 2026');
    });

    it('state each month so that anyone can redo the sum', async () => {
      expect(await text('/river/months/2026-02')).toContain(
        'Waiting at the start $75.00 Promised $220.00 Passed on −$210.00 Waiting at the end $85.00',
      );
      expect(await text('/river/months/2026-02')).toContain('42 equal parts of $5.00');
      expect((await get('/river/months/2026-04')).statusCode).toBe(404);
    });

    it('serve the rules whose hash the log carries', async () => {
      const { createHash } = await import('node:crypto');
      const { body } = await get('/river/log/rules');
      const [row] = await program.app.get(DataSource).query<{ entry: string }[]>('select entry from publication where entry_index = 0');
      expect(row!.entry).toContain(`"rules":"${createHash('sha256').update(body).digest('hex')}"`);
    });

    it('set no cookie, name no other host, and hold nothing that anyone wrote of a person', async () => {
      for (const url of [...addresses, '/river', '/river/months/2026-01', '/river/months/2026-02', '/river/months/2026-03', '/nobody']) {
        const { headers, body } = await get(url);
        expect(headers['set-cookie']).toBeUndefined();
        expect(headers['content-security-policy']).toContain("default-src 'none'");
        const own = ['www.w3.org', 'ledger.example'];
        const hosts = [...body.matchAll(/\bhttps?:\/\/([^/"\s<]+)/g)].map(([, host]) => host!).filter((host) => !own.includes(host));
        expect(hosts).toEqual([]);
        for (const planted of [...Object.values(canary), year.ledger, 'account:test']) expect(body).not.toContain(planted);
      }
    });

    it('answer 304 to those who have them, and HEAD like GET without the page', async () => {
      for (const url of addresses) {
        const { headers, body } = await get(url);
        expect(headers.etag).toMatch(/^"[\w-]+"$/);
        expect(headers['cache-control']).toContain('public');
        expect((await get(url, { 'if-none-match': headers.etag as string })).statusCode).toBe(304);
        const head = await program.app.inject({ method: 'HEAD', url });
        expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', headers.etag]);
        expect(Number(head.headers['content-length'])).toBe(Buffer.byteLength(body));
      }
    });

    it('go out compressed to those who can read that, under a tag of their own', async () => {
      const { gunzipSync, brotliDecompressSync } = await import('node:zlib');
      const plain = await get('/river');
      const [gzip, br] = [await get('/river', { 'accept-encoding': 'gzip' }), await get('/river', { 'accept-encoding': 'gzip, br' })];
      expect(gunzipSync(gzip.rawPayload).toString()).toBe(plain.body);
      expect(brotliDecompressSync(br.rawPayload).toString()).toBe(plain.body);
      expect(new Set([plain, gzip, br].map(({ headers }) => headers.etag)).size).toBe(3);
    });
  });

  describe('a name in the address', () => {
    it.each([
      "/river'%20or%201=1--",
      '/%3Cscript%3Ealert(1)%3C%2Fscript%3E',
      '/RIVER',
      '/nobody',
      '/nobody/promise',
      '/docs/promise',
      '/..%2friver',
      '/%00',
      '/river/months/2026-13',
      "/river/months/2026-01'--",
      '/favicon.ico',
    ])('%s is not there, and is not shown again', async (url) => {
      const { statusCode, body } = await get(url);
      expect(statusCode).toBe(404);
      expect(body).not.toMatch(/<script|or 1=1|--'/);
    });

    it('that the host keeps for itself still works', async () => {
      expect((await get('/console/sign-in')).statusCode).toBe(200);
      expect((await get('/console')).headers['set-cookie']).toBeUndefined();
    });
  });

  it('list those ledgers of a host that confirmed their address, and no other', async () => {
    await openTestLedger(program, 'hidden-brook');
    await new Promise((resolve) => setTimeout(resolve, 3100));
    const body = (await get('/')).body;
    expect(body).toContain('href="/river"');
    expect(body).not.toContain('hidden-brook');
  }, 10_000);
});
