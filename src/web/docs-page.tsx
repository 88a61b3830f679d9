import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { renderToString } from 'preact-render-to-string';

/** Swagger UI's own files, as they lie in its package; the description loads nothing else. */
const assets: Readonly<Record<string, string>> = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** Starts the page. `validatorUrl: null` keeps it from asking a checker elsewhere. */
const start = `SwaggerUIBundle({
  url: '/docs-json', dom_id: '#api', deepLinking: true, validatorUrl: null, docExpansion: 'list', defaultModelsExpandDepth: 0,
  presets: [SwaggerUIBundle.presets.apis],
});
`;

const page = `<!doctype html>${renderToString(
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>API of mutual-aid-ledger</title>
      <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" />
      <link rel="stylesheet" href="/docs/swagger-ui.css" />
      <script src="/docs/swagger-ui-bundle.js" defer />
      <script src="/docs/start.js" defer />
    </head>
    <body>
      <div id="api" />
      <noscript>
        This page needs script. The same description, for programs: <a href="/docs-json">/docs-json</a>.
      </noscript>
    </body>
  </html>,
)}`;

/** The page at `/docs`, from this host alone and under a policy without inline script. @param describe answers the document's JSON */
export function docsPage(server: FastifyInstance, describe: () => string): void {
  server.get('/docs', (_request, reply) => send(reply, 'text/html; charset=utf-8', page));
  server.get('/docs-json', (_request, reply) => send(reply, 'application/json; charset=utf-8', describe()));
  server.get('/docs/start.js', (_request, reply) => send(reply, 'text/javascript; charset=utf-8', start));
  for (const [name, type] of Object.entries(assets)) {
    server.get(`/docs/${name}`, (_request, reply) => send(reply.header('Cache-Control', 'public, max-age=86400'), type, fileOf(name)));
  }
}

const send = (reply: FastifyReply, type: string, body: string | Buffer) => reply.type(type).send(body);

/** Found beside the library that describes the API, whose dependency it is. */
function folder(): string {
  const nearby = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger'));
  return path.dirname(nearby.resolve('swagger-ui-dist/package.json'));
}

const fileOf = (name: string): Buffer => readFileSync(path.join(folder(), name));
