import { readFileSync } from 'node:fs';
import { fastify } from 'fastify';

/** Serves one answer, the same bytes and headers for everyone: as much as Fastify can do with them. */
const answer = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as { body: string; headers: Record<string, string> };
const bytes = Buffer.from(answer.body, 'base64');

const app = fastify();
app.get('/', (_request, reply) => reply.headers(answer.headers).send(bytes));
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
process.once('SIGTERM', () => process.exit(0));
