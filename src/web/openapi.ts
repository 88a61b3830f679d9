import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { docsPage } from './docs-page.js';
import { contents, routeOf } from './openapi-contents.js';
import { sources } from '../domain/observed.js';
import { describeShape, isDto } from './openapi-shapes.js';

type PathObject = NonNullable<OpenAPIObject['paths'][string]>;
type OperationObject = NonNullable<PathObject['post']>;

const description = [
  'JSON for programs that keep a ledger together with its stewards.',
  'Send a token of the ledger, made in the console: `Authorization: Bearer mal_…`.',
  'Amounts are text, like `{"amount":"200.00","currency":"CAD"}`, never numbers. Unknown fields are refused, and a body has at most 1 MB.',
  'Every POST takes an `Idempotency-Key`: sent again with the same key and body, it answers the same and counts once.',
  'Pages name the next one in the `Link` header. Faults are `application/problem+json` (RFC 9457); see `/docs/problems`.',
].join('\n\n');

/** The API's description at `/docs` and `/docs-json`, written when it is first asked for. */
export function openApi(app: NestFastifyApplication): void {
  let written: string | undefined;
  docsPage(app.getHttpAdapter().getInstance(), () => (written ??= JSON.stringify(describeApi(app))));
}

export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const shapes = describeShapes(app);
  const about = new DocumentBuilder()
    .setTitle('mutual-aid-ledger')
    .setDescription(description)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A token of the ledger, made in the console.' })
    .build();
  const whole = SwaggerModule.createDocument(app, about);
  const paths: OpenAPIObject['paths'] = {};
  for (const listed of contents) {
    const { method, path } = routeOf(listed);
    const found = whole.paths[path]?.[method as 'get' | 'post'];
    if (found) paths[path] = { ...paths[path], [method]: told(found, method, path, listed.says) };
  }
  const schemas = Object.fromEntries(Object.entries(whole.components?.schemas ?? {}).filter(([name]) => shapes.has(name)));
  return { ...whole, paths, components: { ...whole.components, schemas: { ...schemas, Problem: problemShape } } };
}

/** Every DTO that a controller of the API takes. @returns their names */
function describeShapes(app: NestFastifyApplication): ReadonlySet<string> {
  const described = new Set<new () => object>();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  for (const { metatype } of controllers) {
    const isApi = String(Reflect.getMetadata(PATH_METADATA, metatype!)).startsWith('api/');
    for (const type of isApi ? takenBy(metatype!) : []) if (isDto(type)) describeShape(type, described);
  }
  return new Set([...described].map(({ name }) => name));
}

function takenBy({ prototype }: { prototype: object }): unknown[] {
  const handlers = Object.getOwnPropertyNames(prototype);
  return handlers.flatMap((name) => (Reflect.getMetadata('design:paramtypes', prototype, name) as unknown[] | undefined) ?? []);
}

function told(found: OperationObject, method: string, path: string, says: string): OperationObject {
  const isApi = path.startsWith('/api/');
  return {
    ...found,
    summary: says,
    tags: [isApi ? path.split('/')[5]! : 'public'],
    parameters: [...pathParameters(path), ...(found.parameters ?? []).filter(isNotOfPath), ...(method === 'post' ? [idempotencyKey] : [])],
    ...(path.endsWith('/imports') && method === 'post' && { requestBody: fileBody }),
    responses: { ...successOf(found), ...(isApi ? faultsOf(method) : {}) },
    ...(isApi && { security: [{ bearer: [] }] }),
  };
}

type Parameter = NonNullable<OperationObject['parameters']>[number];

/** The ledger is read by the guard, not by the handlers, so the framework does not see it. */
const pathParameters = (path: string): Parameter[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name: name!, in: 'path', required: true, schema: { type: 'string' } }));

const isNotOfPath = (parameter: Parameter): boolean => !('in' in parameter && parameter.in === 'path');

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 255 },
  description: '1 to 255 visible characters of yours, the same again for the same request.',
} as const;

const fileBody = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['account', 'file'],
        properties: {
          account: { type: 'string', format: 'uuid' },
          file: { type: 'string', format: 'binary', description: 'At most 20 MB.' },
          format: {
            type: 'string',
            description: `Which file it is, where it does not say so itself: ${sources.filter((source) => source !== 'mapped').join(', ')}; or the id of a mapping of columns that was saved for the account.`,
          },
        },
      },
    },
  },
};

const successOf = ({ responses }: OperationObject): OperationObject['responses'] =>
  Object.fromEntries(
    Object.keys(responses).map((status) => [status, { description: 'What it came to.', content: { 'application/json': {} } }]),
  );

const faults: Readonly<Record<string, string>> = {
  400: 'A field cannot be understood or is out of bounds; `errors` names each.',
  401: 'No token, or one that is not known.',
  403: "The token's role does not reach this.",
  404: 'There is no such thing in this ledger.',
  409: 'The books say no; `code` tells which rule.',
  413: 'The body is larger than is taken.',
  503: 'The database does not answer. Send the same again.',
};

const faultsOf = (method: string): OperationObject['responses'] =>
  Object.fromEntries(
    Object.entries(faults)
      .filter(([status]) => method === 'post' || status !== '413')
      .map(([status, text]) => [
        status,
        { description: text, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
      ]),
  );

const problemShape = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'retryable'],
  properties: {
    type: { type: 'string', description: 'Stable, and readable at this host.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    retryable: { type: 'boolean' },
    reference: { type: 'string' },
    errors: { type: 'array', items: { type: 'object', properties: { field: { type: 'string' }, says: { type: 'string' } } } },
  },
};
