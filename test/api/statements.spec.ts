import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Rebuilding } from '../../src/event-store/rebuild.js';
import { statements } from '../../src/reconciliation/statements.projection.js';
import { type ApiHost, type Client, multipart, startApi } from './client.js';

const cad = (amount: string) => ({ amount, currency: 'CAD' });
const file = readFileSync(path.join(__dirname, '../fixtures/intake/rbc-2026-10.csv'));

describe('statements of an account, for programs', () => {
  let host: ApiHost;
  let api: Client;
  let account: string;
  beforeAll(async () => {
    host = await startApi();
    api = host.steward;
    account = (await api.post('accounts', { name: 'Chequing', kind: 'bank', currency: 'CAD' })).json().account;
    const form = multipart({ account }, { bytes: file });
    const preview = (await api.post('imports', form.payload, form.headers)).json();
    await api.post(`imports/${preview.import}/confirm`, { verdicts: [] });
  });
  afterAll(() => host.stop());

  /** The lines of October come to 325.40 CAD, rent, groceries and fees included. */
  const october = { from: '2026-10-01', through: '2026-10-31', opening: cad('1000.00'), closing: cad('1325.40') };
  const state = (more: object = {}) => api.post('statements', { account, ...october, ...more });
  const listed = async () => (await api.get(`statements?account=${account}`)).json().items;

  it('add up with every line of the file, the rent included, and are kept once', async () => {
    expect((await state()).json()).toEqual({ account, asserted: 1 });
    expect((await state()).json()).toEqual({ account, asserted: 0 });
    expect(await listed()).toEqual([
      { account, ...october, lines: 23, moved: cad('325.40'), difference: cad('0.00'), suspects: [], seams: [] },
    ]);
  });

  it('stated from two windows at once, the same word is kept once', async () => {
    const september = { from: '2026-09-01', through: '2026-09-30', opening: cad('-50.00'), closing: cad('1000.00') };
    const answers = await Promise.all([state(september), state(september)]);
    expect(answers.map((answer) => answer.json().asserted).sort()).toEqual([0, 1]);
    const [, before] = await listed();
    expect(before).toMatchObject({ lines: 0, difference: cad('1050.00'), suspects: [], seams: [] });
  });

  it('that do not add up list what could make the difference, and change nothing in the books', async () => {
    await state({ from: '2026-10-02', closing: cad('1325.40'), opening: cad('-450.00') });
    const head = await host.head();
    const [whole, cut] = await listed();
    expect(await host.head()).toBe(head);
    expect([whole.seams, cut.seams].flat().map(({ is }: { is: string }) => is)).toEqual(['overlap', 'overlap']);
    const differing = [whole, cut].find(({ from }: { from: string }) => from === '2026-10-02');
    expect(differing).toMatchObject({
      difference: cad('-6.00'),
      suspects: [{ is: 'over-the-edge', day: '2026-10-01', amount: cad('-6.00') }],
    });
  });

  it.each<[object, number, string]>([
    [{ opening: { amount: '1.00', currency: 'USD' }, closing: { amount: '1.00', currency: 'USD' } }, 400, 'kept in CAD'],
    [{ through: '2026-11-30' }, 400, 'still to come'],
    [{ through: '2026-09-01' }, 400, 'begins'],
    [{ account: '01990000-0000-7000-8000-000000000009' }, 409, 'no such account'],
    [{ name: 'Rowan Testperson' }, 400, 'name'],
  ])('are refused with a sentence: %j', async (flaw, status, says) => {
    const head = await host.head();
    const answer = await state(flaw);
    expect([answer.statusCode, answer.body]).toEqual([status, expect.stringContaining(says)]);
    expect(await host.head()).toBe(head);
  });

  it('are read by an auditor and stated by no one who only reads; their rows can be made again from the events', async () => {
    const auditor = await host.as('auditor');
    expect((await auditor.get('statements')).statusCode).toBe(200);
    expect((await auditor.post('statements', { account, ...october })).statusCode).toBe(403);
    expect(await host.program.app.get(Rebuilding).rebuild(statements, host.ledger, false)).toMatchObject({ rows: 3, different: 0 });
  });
});
