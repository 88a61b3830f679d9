import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { probeRedis } from '../../src/queue/backend.js';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis of its own that keeps nothing. */
export async function startRedis(): Promise<{ url: string; server: ChildProcess }> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries += 1) {
    const answers = await probeRedis({ redisUrl: url }).then(
      () => true,
      () => false,
    );
    if (answers) break;
    await sleep(50);
  }
  return { url, server };
}
