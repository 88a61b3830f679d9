import { v7 } from 'uuid';
import { ApiTokens } from '../../src/access/api-tokens.js';
import { diceOf } from '../../src/demo/dice.js';
import { LogCall } from '../../src/domain/call.js';
import { money } from '../../src/domain/money.js';
import { RecordPayment } from '../../src/domain/payment.js';
import type { Decided } from '../../src/event-store/event-store.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';
import { type MadeUp, MadeUpRequests, type Manner, type Operation, type Schema, lacks } from './made-up-requests.js';

/** `FUZZ_REQUESTS=100000 FUZZ_SEED=7 npx jest test/access/fuzz` for the long run; the seed of a run that failed finds the same again. */
const requests = Number(process.env.FUZZ_REQUESTS ?? 3000);
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 1e9));
const mannersInTurn: readonly Manner[] = ['valid', 'nearly', 'nearly', 'hostile', 'hostile'];
/** Stands in every text and name of the other ledger. */
const mark = 'HILLSIDE';

let program: TestProgram;
let operations: readonly Operation[];
let schemas: Readonly<Record<string, Schema>>;
let tokens: readonly string[];
let hillIds: readonly string[];
let ids: readonly string[];

beforeAll(async () => {
  program = await startProgram('2026-11-02T15:00:00.000Z', { queueConcurrency: 0 });
  const [river, hill] = [await openTestLedger(program, 'river'), await openTestLedger(program, 'hill')];
  const [riverIds, ofHill] = [await filled(river, 'river'), await filled(hill, mark)];
  hillIds = [hill, ...ofHill];
  ids = [...riverIds, ...hillIds];
  tokens = await Promise.all(
    (['steward', 'steward', 'bookkeeper', 'approver', 'auditor'] as const).map((role) =>
      program.app.get(ApiTokens).issue(river, { role, label: 'fuzz', expiresAt: '2027-01-01T00:00:00.000Z', by: 'account:test' }),
    ),
  );
  const document = (await program.app.inject({ method: 'GET', url: '/docs-json' })).json();
  schemas = document.components.schemas;
  operations = operationsOf(document);
});
afterAll(() => program.stop());

/** Some of everything whose id could be asked for. @returns every id in its events */
async function filled(ledger: string, word: string): Promise<string[]> {
  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
  const events: Decided['events'][number][] = [];
  for (let count = 0; count < 5; count += 1) {
    const paid = { amount: money(20_000n, 'CAD'), method: 'interac', offering: 'ces-50', receivedAt: '2026-10-30T16:00:00.000Z' } as const;
    events.push(
      ...(
        await program.send(new RecordPayment({ ...asked(), ...paid, payerName: `${word} payer ${count}`, reference: `${word}-${count}` }))
      ).events,
    );
    const call = { rail: 'interac', address: `${word}.${count}@mail.example`, payee: word, fitsThePromise: true } as const;
    events.push(...(await program.send(new LogCall({ ...asked(), ...call }))).events);
  }
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
  return [
    ...new Set(
      JSON.stringify(
        events.map(({ data }) => data),
        (_, each) => (typeof each === 'bigint' ? `${each}` : each),
      ).match(uuid),
    ),
  ];
}

interface Described {
  readonly paths: Record<
    string,
    Record<
      string,
      {
        parameters?: Operation['parameters'];
        requestBody?: { content: Record<string, { schema?: Schema }> };
        responses: Record<string, { content?: object }>;
      }
    >
  >;
}
const operationsOf = ({ paths }: Described): Operation[] =>
  Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/'))
    .flatMap(([path, verbs]) =>
      Object.entries(verbs).map(([method, { parameters = [], requestBody, responses }]) => ({
        path,
        method,
        parameters,
        ...(requestBody && { body: requestBody.content['application/json']?.schema ?? {} }),
        answers: Object.fromEntries(Object.entries(responses).map(([status, { content = {} }]) => [status, Object.keys(content)])),
      })),
    );

/** What is wrong with the answer; undefined where nothing is. */
async function faultOf(operation: Operation, request: MadeUp, isOwn: boolean): Promise<string | undefined> {
  const answer = await program.app.inject({ ...request, method: request.method });
  const { statusCode, body, headers } = answer;
  if (statusCode >= 500) return `answers ${statusCode}`;
  if (body.includes(mark) || hillIds.some((id) => body.includes(id) && !request.url.includes(id) && !request.payload?.includes(id)))
    return 'tells of another ledger';
  if (!isOwn && statusCode < 400) return `answers ${statusCode} in a ledger that is not there`;
  if (!(statusCode in operation.answers) && ![415].includes(statusCode)) return `answers ${statusCode}, which the document does not know`;
  if (statusCode < 400)
    return /^(?:application\/json|text\/)/.test(String(headers['content-type'])) || body === ''
      ? undefined
      : `answers as ${headers['content-type']}`;
  if (!String(headers['content-type']).startsWith('application/problem+json')) return `says no as ${headers['content-type']}`;
  return lacks(answer.json(), schemas.Problem!, schemas)[0];
}

describe('A request that nobody meant', () => {
  it(`breaks nothing, is answered as the document says, and learns nothing of another ledger (${requests} of them, seed ${seed})`, async () => {
    const dice = diceOf(seed);
    const made = new MadeUpRequests(dice, schemas, { ids, texts: ['river', 'CAD', '2026-10', v7(), 'a@mail.example', '12.00'] });
    const faults: string[] = [];
    for (let count = 0; count < requests && faults.length < 20; count += 1) {
      const operation = dice.pick(operations);
      const manner = mannersInTurn[count % mannersInTurn.length]!;
      const slug = dice.chance(90) ? 'river' : 'hill';
      const token = dice.pick(tokens);
      const request = made.of(operation, manner, slug);
      const withToken = { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
      const fault = await faultOf(operation, withToken, slug === 'river');
      if (fault)
        faults.push(`seed ${seed}, request ${count}: ${request.method} ${request.url} ${request.payload?.slice(0, 300) ?? ''}: ${fault}`);
    }
    expect(faults).toEqual([]);
  }, 3_600_000);

  it('is found out, where an answer tells of another ledger', async () => {
    const [list] = operations.filter(({ path, method }) => path.endsWith('/payments') && method === 'get');
    const foreign = await program.app
      .get(ApiTokens)
      .issue(hillIds[0]!, { role: 'steward', label: mark, expiresAt: '2027-01-01T00:00:00.000Z', by: 'account:test' });
    const request: MadeUp = { method: 'GET', url: '/api/v1/ledgers/hill/payments', headers: { authorization: `Bearer ${foreign}` } };
    expect(await faultOf(list!, request, true)).toBe('tells of another ledger');
  });
});
