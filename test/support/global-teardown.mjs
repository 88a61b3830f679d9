import fs from 'node:fs';

export default async function tearDown() {
  const { server, root } = globalThis.testServer;
  await server.stop();
  fs.rmSync(root, { recursive: true, force: true });
}
