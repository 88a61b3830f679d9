import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fastify from 'fastify';
import { openTestLedger, startProgram } from '../support/ledger.js';
import { Year } from './year.js';
it('measure', async () => {
  const program = await startProgram('2026-01-05T15:00:00Z');
  const year = new Year(program, await openTestLedger(program));
  await year.confirmAddress();
  await year.people();
  for (const m of ['2026-01', '2026-02', '2026-03', '2026-04']) { await year.moneyIn(m); await year.moneyOut(m, 3000n); }
  for (const m of ['2026-01', '2026-02', '2026-03', '2026-04']) await year.publish(m);
  await program.app.listen(0, '127.0.0.1');
  const ours = `${(await program.app.getUrl())}/river`;
  const { body, headers } = await program.app.inject('/river');
  const bytes = Buffer.from(body);
  const nude = fastify();
  const { securityHeaders } = await import('../../src/web/security-headers.js');
  const { etags } = await import('../../src/web/etag.js');
  const { Printed } = await import('../../src/transparency/printed.js');
  securityHeaders(nude as never); etags(nude as never);
  const printed = new Printed(body);
  nude.get('/:ledger', (request, reply) => { printed.send(request as never, reply as never); });
  const hooked = `${await nude.listen({ port: 0, host: '127.0.0.1' })}/river`;
  const fast = fastify();
  fast.addHook('onRequest', (request, reply, done) => { if (request.routeOptions.url === '/:ledger') { reply.hijack(); reply.raw.writeHead(200, { ...headers, 'content-length': bytes.length } as never); reply.raw.end(bytes); return; } done(); });
  fast.get('/:ledger', (_, reply) => { reply.type('text/html; charset=utf-8').send(bytes); });
  const hijacked = `${await fast.listen({ port: 0, host: '127.0.0.1' })}/river`;
  const bare = fastify();
  bare.get('/river', (_, reply) => { reply.type('text/html; charset=utf-8').send(bytes); });
  const theirs = `${await bare.listen({ port: 0, host: '127.0.0.1' })}/river`;
  const shoot = async (url: string) => {
    const c0 = process.cpuUsage(); const { stdout } = await promisify(execFile)(process.execPath, ['node_modules/autocannon/autocannon.js', '-c', '20', '-d', '3', '-j', url], { maxBuffer: 1e8 });
    const r = JSON.parse(stdout) as { requests: { average: number; total: number }; non2xx: number };
    const c = process.cpuUsage(c0); return [r.requests.average, +((c.user + c.system) / r.requests.total).toFixed(1)];
  };
  const lines: string[] = [JSON.stringify(headers), `bytes ${bytes.length}`];
  for (let i = 0; i < 3; i++) {
    const [o, b, h, j] = [await shoot(ours), await shoot(theirs), await shoot(hooked), await shoot(hijacked)];
    lines.push(`hooked ${h} ${(h[0]! / b[0]!).toFixed(2)} hijacked ${j} ${(j[0]! / b[0]!).toFixed(2)}`);
    lines.push(`ours ${o} bare ${b} ratio ${(o[0]! / b[0]!).toFixed(2)} cpu ${(b[1]! / o[1]!).toFixed(2)}`);
  }
  console.log(lines.join('\n'));
  await bare.close(); await nude.close(); await fast.close();
  await program.stop();
}, 120_000);
