export type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const isOfType: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isRecord,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
};

type Check = (value: unknown, limit: unknown, walk: (value: unknown, schema: unknown, at: string) => string[]) => string[];

const unless = (holds: boolean, breach: string): string[] => (holds ? [] : [breach]);
const sized =
  (size: (value: unknown) => number | undefined, sign: 1 | -1, breach: string): Check =>
  (value, limit) =>
    unless((size(value) ?? Number(limit)) * sign >= Number(limit) * sign, `${breach} ${String(limit)}`);

const letters = (value: unknown) => (typeof value === 'string' ? value.length : undefined);
const members = (value: unknown) => (Array.isArray(value) ? value.length : undefined);
const itself = (value: unknown) => (typeof value === 'number' ? value : undefined);

/** Every keyword that PayPal's documents use and that says something about a value. */
const checks: Readonly<Record<string, Check>> = {
  type: (value, type) => unless(isOfType[String(type)]?.(value) ?? false, `is no ${String(type)}`),
  enum: (value, allowed) => unless((allowed as unknown[]).includes(value), 'is none of the words allowed'),
  pattern: (value, pattern) =>
    unless(typeof value !== 'string' || new RegExp(String(pattern)).test(value), `is not like ${String(pattern)}`),
  minLength: sized(letters, 1, 'is shorter than'),
  maxLength: sized(letters, -1, 'is longer than'),
  minItems: sized(members, 1, 'has fewer than'),
  maxItems: sized(members, -1, 'has more than'),
  minimum: sized(itself, 1, 'is below'),
  maximum: sized(itself, -1, 'is above'),
  required: (value, names) =>
    isRecord(value) ? (names as string[]).filter((name) => value[name] === undefined).map((name) => `lacks ${name}`) : [],
  properties: (value, of, walk) =>
    isRecord(value) ? Object.entries(of as Json).flatMap(([name, each]) => (name in value ? walk(value[name], each, `.${name}`) : [])) : [],
  items: (value, each, walk) => (Array.isArray(value) ? value.flatMap((one, at) => walk(one, each, `[${at}]`)) : []),
  allOf: (value, all, walk) => (all as unknown[]).flatMap((each) => walk(value, each, '')),
  oneOf: (value, all, walk) =>
    unless((all as unknown[]).filter((each) => walk(value, each, '').length === 0).length === 1, 'is not exactly one of the forms'),
};

const remarks = ['title', 'description', 'example', 'default', 'format', 'readOnly', 'deprecated', 'additionalProperties'];

/** What is wrong with a value, each as `.batch_header.batch_status is none of the words allowed`; nothing when it conforms. */
export function breachesOf(document: Json, value: unknown, schema: unknown, at = '', isPart = false): string[] {
  if (!isRecord(schema)) throw new Error(`There is no schema at ${at || 'the top'}.`);
  if (typeof schema.$ref === 'string') return breachesOf(document, value, resolved(document, schema.$ref), at, isPart);
  const found = Object.entries(schema).flatMap(([keyword, limit]) => {
    const check = checks[keyword];
    if (!check && !remarks.includes(keyword)) throw new Error(`The schema check does not know ${keyword}.`);
    const walk = (inner: unknown, each: unknown, step: string) => breachesOf(document, inner, each, at + step, step === '');
    return (check?.(value, limit, walk) ?? []).map((breach) => (/^[.[]/.test(breach) ? breach : `${at} ${breach}`.trim()));
  });
  // One part of a whole names some of its members only: the whole is asked.
  return isPart
    ? found
    : [...found, ...strangers(document, value, schema).map((name) => `${at} has ${name}, which is not described`.trim())];
}

/** Members that no part of the schema names. Where it names none at all, or says that others may stand there, none is strange. */
function strangers(document: Json, value: unknown, schema: Json): string[] {
  const known = namedBy(document, schema);
  return isRecord(value) && known.length > 0 && !known.includes(anyName) ? Object.keys(value).filter((name) => !known.includes(name)) : [];
}

const anyName = '*';

function namedBy(document: Json, schema: unknown): string[] {
  if (!isRecord(schema)) return [];
  if (typeof schema.$ref === 'string') return namedBy(document, resolved(document, schema.$ref));
  const parts = [schema.allOf, schema.oneOf].flatMap((all) => (Array.isArray(all) ? all : []));
  const others = schema.additionalProperties ? [anyName] : [];
  return [...others, ...Object.keys((schema.properties ?? {}) as Json), ...parts.flatMap((each) => namedBy(document, each))];
}

const resolved = (document: Json, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((within, step) => (isRecord(within) ? within[step] : undefined), document);

const followed = (document: Json, each: unknown): Json =>
  isRecord(each) && typeof each.$ref === 'string' ? (resolved(document, each.$ref) as Json) : (each as Json);

export interface Operation {
  readonly document: Json;
  readonly request?: unknown;
  readonly answers: Json;
  /** What may stand in the query, and what must. */
  readonly query: readonly Json[];
}

/** The operation that a document describes for a method and a path, ids and all. */
export function operationOf(documents: readonly Json[], method: string, path: string): Operation | undefined {
  for (const document of documents)
    for (const [template, operations] of Object.entries(document.paths as Json)) {
      const operation = (operations as Json)[method.toLowerCase()];
      if (!isRecord(operation) || !new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path)) continue;
      const named = ((operation.parameters ?? []) as Json[]).map((each) =>
        each.$ref ? (resolved(document, String(each.$ref)) as Json) : each,
      );
      const query = named.filter((each) => each.in === 'query');
      const answers = Object.entries(operation.responses as Json).map(([status, each]) => [status, followed(document, each)]);
      return { document, request: schemaIn(operation.requestBody), answers: Object.fromEntries(answers) as Json, query };
    }
  return undefined;
}

/** What is wrong with a query, each as `page_size is above 500`. */
export function queryBreachesOf({ document, query }: Operation, sent: URLSearchParams): string[] {
  const lacking = query.filter(({ name, required }) => required && !sent.has(String(name))).map(({ name }) => `lacks ${String(name)}`);
  const wrong = [...sent].flatMap(([name, text]) => {
    const known = query.find((each) => each.name === name);
    if (!known) return [`${name} is none of PayPal's`];
    const isNumber = (known.schema as Json).type === 'integer';
    return breachesOf(document, isNumber ? Number(text) : text, known.schema, name);
  });
  return [...lacking, ...wrong];
}

export function schemaIn(carrier: unknown): unknown {
  const content = isRecord(carrier) && isRecord(carrier.content) ? carrier.content['application/json'] : undefined;
  return isRecord(content) ? content.schema : undefined;
}
