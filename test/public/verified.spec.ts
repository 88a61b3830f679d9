import type { AddressInfo } from 'node:net';
import { verifyAsked } from '../../src/verifying/asked-log.js';
import { logOverHttp, usualPatience } from '../../src/verifying/log-over-http.js';
import { openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { Year } from './year.js';

describe('a log that this program publishes', () => {
  let program: TestProgram;
  let year: Year;
  let address: string;
  const months = ['2026-01', '2026-02', '2026-03'];
  const verified = () => {
    const now = '2026-05-12T18:00:00.000Z';
    return verifyAsked({ reader: logOverHttp(address, usualPatience), logs: [], given: undefined, now, mostEntries: 1000 });
  };

  beforeAll(async () => {
    program = await startProgram('2026-01-05T15:00:00Z', { queueConcurrency: 0 });
    year = new Year(program, await openTestLedger(program));
    await year.confirmAddress();
    await year.stateOpening(1500n);
    await year.people();
    for (const month of months) {
      const paid = await year.moneyIn(month);
      if (month === '2026-02') await year.refund(paid[0]!, 10000n, '2026-02-25T15:00:00.000Z');
      await year.moneyOut(month, 3000n);
    }
    for (const month of months) await year.publish(month);
    await program.app.listen(0, '127.0.0.1');
    address = `http://127.0.0.1:${(program.app.getHttpServer().address() as AddressInfo).port}/river/log`;
  });
  afterAll(() => program.stop());

  it('is found good by a verifier that has only its address: head, tiles, entries and money', async () => {
    const { found, seen } = await verified();
    expect([found.findings, found.warnings]).toEqual([[], []]);
    expect(seen.origin).toBe('ledger.example/river/log');
    expect(found.pools.map(({ currency, closing }) => [currency, closing])).toEqual([['CAD', 1500n + 3n * 24000n - 2000n - 3n * 18000n]]);
  });

  it('has a page that checks it, which may run its own script and nothing else', async () => {
    const { statusCode, headers, body } = await program.app.inject({ method: 'GET', url: '/river/verify' });
    expect([statusCode, headers['content-type'], headers['set-cookie']]).toEqual([200, 'text/html; charset=utf-8', undefined]);
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; connect-src https: http:;/);
    expect(policy).not.toContain('unsafe');
    expect(body).toContain('<title>Check a public log</title>');
    expect((await program.app.inject({ method: 'GET', url: '/nobody/verify' })).statusCode).toBe(404);
  });
});
