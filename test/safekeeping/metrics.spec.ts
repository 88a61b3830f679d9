import { DataSource } from 'typeorm';
import { getDataSourceToken } from '@nestjs/typeorm';
import { Following } from '../../src/event-store/following.js';
import { Measures } from '../../src/event-store/measures.js';
import { type TestProgram, openTestLedger, startProgram } from '../support/ledger.js';
import { MetricsController } from '../../src/safekeeping/metrics.http.js';

describe('Figures about the program', () => {
  let program: TestProgram;
  let ledger: string;
  beforeAll(async () => {
    program = await startProgram();
    ledger = await openTestLedger(program);
    await program.app.get(Following).catchUp();
  });
  afterAll(() => program.stop());

  const ask = (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    program.app.inject({ method: 'GET', url: '/metrics', headers: { host: '127.0.0.1:8320', ...headers }, remoteAddress });
  const value = (text: string, series: string) => Number(new RegExp(`^${series.replace(/[{}]/g, '\\$&')} (.*)$`, 'm').exec(text)?.[1]);
  const asService = (sql: string) => program.app.get<DataSource>(getDataSourceToken()).query(sql, [ledger]);

  it('say how far followers are behind, in events and in seconds, and in how many ledgers they stand still', async () => {
    const before = (await ask()).body;
    expect(value(before, 'mal_follower_lag_events_max{follower="payouts-to-rails"}')).toBe(0);
    expect(value(before, 'mal_events')).toBe(6);
    await asService(`insert into follower_stop (ledger_id, follower, position, type, error, tries, next_try_at)
      values ($1, 'payouts-to-rails', 4, 'OfferingDefined', 'Error', 3, now() + interval '1 hour')`);
    await asService('update follower_cursor set position = 3 where ledger_id = $1');
    program.setTime('2026-11-02T15:01:30Z');
    const { body, headers } = await ask();
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(value(body, 'mal_follower_lag_events_max{follower="payouts-to-rails"}')).toBe(3);
    expect(value(body, 'mal_follower_lag_events_sum{follower="payouts-to-rails"}')).toBe(3);
    expect(value(body, 'mal_follower_lag_seconds_max{follower="payouts-to-rails"}')).toBe(90);
    expect(value(body, 'mal_followers_stopped{follower="payouts-to-rails"}')).toBe(1);
  });

  it('say what the program was asked and how it answered, by parts of it and never by what was typed', async () => {
    await program.app.inject({ method: 'GET', url: '/river' });
    await program.app.inject({ method: 'GET', url: '/ada-lovelace/secret' });
    await program.app.inject({ method: 'GET', url: '/console' });
    const { body } = await ask();
    expect(value(body, 'mal_requests_total{part="metrics",answer="2xx"}')).toBeGreaterThan(0);
    expect(value(body, 'mal_requests_total{part="public",answer="2xx"}')).toBe(1);
    expect(value(body, 'mal_requests_total{part="console",answer="3xx"}')).toBe(1);
    expect(value(body, 'mal_request_seconds_total{part="public",answer="2xx"}')).toBeGreaterThan(0);
    expect(body).not.toContain('ada');
  });

  it('say which jobs were given up, how old the last backup is, what is held, and how much memory there is', async () => {
    await asService(
      `insert into backup_made (made_at, file, bytes, verified_at) select '2026-11-02T15:00:30Z', 'f', 1, now() where $1::text is not null`,
    );
    const { body } = await ask();
    expect(value(body, 'mal_jobs_given_up{queue="payouts"}')).toBe(0);
    expect(value(body, 'mal_backup_verified_seconds')).toBe(60);
    expect(value(body, 'mal_ledgers_held')).toBe(0);
    expect(value(body, 'mal_memory_bytes')).toBeGreaterThan(10_000_000);
  });

  it('name no ledger and nobody', async () => {
    const { body } = await ask();
    expect(body).not.toContain(ledger);
    expect(body).not.toContain('river');
    for (const line of body.trimEnd().split('\n'))
      expect(line).toMatch(/^(?:# (?:HELP|TYPE) .+|mal_[a-z_]+(?:\{(?:(?:follower|queue|part)="[a-z-]+"|answer="[1-5]xx"|,)+\})? \S+)$/);
  });

  it('are told to this machine, and to nobody whom a proxy or another name brings', async () => {
    expect((await ask()).statusCode).toBe(200);
    expect((await ask({}, '203.0.113.9')).statusCode).toBe(401);
    expect((await ask({ 'x-forwarded-for': '203.0.113.9' })).statusCode).toBe(401);
    expect((await ask({ host: 'ledger.example' })).statusCode).toBe(401);
  });

  it('are told from anywhere to whoever knows the token; where a proxy stands before us, to nobody else', async () => {
    const door = { token: 'a-token-of-some-length', letsInLoopback: false };
    const controller = new MetricsController(program.app.get(Measures), door);
    const request = (authorization?: string) =>
      ({ headers: { host: '127.0.0.1', authorization }, socket: { remoteAddress: '127.0.0.1' } }) as never;
    expect(await controller.text(request(`Bearer ${door.token}`))).toContain('mal_events');
    expect(() => controller.text(request())).toThrow('LEDGER_METRICS_TOKEN');
    expect(() => controller.text(request('Bearer a-token-of-some-lengtH'))).toThrow('LEDGER_METRICS_TOKEN');
  });

  it('count what is told to them, under labels that nobody can break out of', async () => {
    const measures = new Measures();
    const appended = measures.counter('mal_appended_events_total', 'Events appended by this program');
    appended.add(2, { route: 'a"b\n' });
    appended.add(3, { route: 'a"b\n' });
    measures.gauge('mal_away', 'Cannot be read', () => Promise.reject(new Error('away')));
    expect(await measures.text()).toBe(
      '# HELP mal_appended_events_total Events appended by this program\n# TYPE mal_appended_events_total counter\nmal_appended_events_total{route="a\\"b\\n"} 5\n',
    );
    expect(() => measures.gauge('Ada', '', () => [])).toThrow('mal_');
  });
});
