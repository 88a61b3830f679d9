import { DataSource } from 'typeorm';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { erasureLeaves, erasureReaches } from '../../src/domain/erasure.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import type { Browser } from './browser.js';
import { memberOf } from './people.js';
import { firstSteward } from './wizard.js';

const board = '/console/river/calls';
const typed = { currency: 'CAD', rail: 'interac', address: 'sam@mail.example', fitsThePromise: 'yes' };

describe('calls in the console', () => {
  let program: TestProgram;
  let ava: Browser;
  let approver: Browser;
  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 });
    ava = await firstSteward(program);
    const ledger = (await program.app.get(Ledgers).bySlug('river'))!.ledgerId;
    approver = await memberOf(program, ledger, 'min', 'approver');
  });
  afterAll(() => program.stop());

  const rows = <Row>(sql: string, values: unknown[] = []) => program.app.get(DataSource).query<Row[]>(sql, values);
  const callNamed = async (name: string): Promise<string> =>
    (await rows<{ call_id: string }>('select call_id from call where name = $1', [name]))[0]!.call_id;
  const noted = async (name: string, more: Record<string, string> = {}) => {
    const { status, location } = await ava.post(board, { ...typed, name, address: `${name}@mail.example`, ...more }, newRequest());
    expect([status, location]).toEqual([303, `${board}?done=noted`]);
    return `${board}/${await callNamed(name)}`;
  };

  it('from an address that is known, one is asked whether it is the same person, and nothing is merged by itself', async () => {
    await noted('amber-heron', { address: 'sam@mail.example' });
    const again = await ava.post(board, { ...typed, name: 'brook-otter', address: 'Sam@Mail.example' }, newRequest());
    expect(again.status).toBe(400);
    expect(again.text).toContain('amber-heron came from the same address or handle.');
    expect(again.text).toContain('name="someoneElse"');
    const earlier = await callNamed('amber-heron');
    expect((await ava.post(board, { ...typed, name: 'brook-otter', earlier }, newRequest())).status).toBe(303);
    expect((await ava.post(board, { ...typed, name: 'cedar-lark', someoneElse: 'yes' }, newRequest())).status).toBe(303);
    const [people] = await rows<{ count: number }>('select count(*)::int as count from recipient');
    expect(people!.count).toBe(2);
  });

  it('pressed twice, one is noted once, also where the address is known by then', async () => {
    const press = () => ava.post(board, { ...typed, name: 'dawn-finch', address: 'dawn@mail.example' }, 'note-it-twice');
    expect([(await press()).status, (await press()).status]).toEqual([303, 303]);
    expect(await rows(`select 1 from call where name = 'dawn-finch'`)).toHaveLength(1);
  });

  it('one looks whether it is still open, and that day stands on its page', async () => {
    const page = await noted('ember-loon');
    program.setTime('2026-11-05T15:00:00Z');
    expect((await ava.post(`${page}/recheck`, { open: 'yes' }, newRequest())).location).toBe(`${page}?done=noted`);
    expect((await ava.get(page)).text).toMatch(/Last seen open<\/dt>\s*<dd>.*?5 November 2026/s);
    await ava.post(`${page}/recheck`, { open: 'no' }, newRequest());
    expect((await ava.get(page)).text).toContain('Put away');
    const late = await ava.post(`${page}/recheck`, { open: 'yes' }, newRequest());
    expect([late.status, late.text.includes('This call is put away.')]).toEqual([409, true]);
    expect((await ava.get(`${board}/away`)).text).toContain('ember-loon');
  });

  it('what the person agrees to is asked one by one, and is no until they say yes', async () => {
    const page = await noted('fern-gull');
    expect((await ava.get(page)).text.match(/<strong>no<\/strong>/g)).toHaveLength(2);
    await ava.post(`${page}/consent`, { consent: 'receipt', says: 'yes' }, newRequest());
    const after = (await ava.get(page)).text;
    expect([after.match(/<strong>yes<\/strong>/g), after.match(/<strong>no<\/strong>/g)]).toEqual([
      ['<strong>yes</strong>'],
      ['<strong>no</strong>'],
    ]);
    expect(await rows(`select 1 from subject_key where kind = 'slot'`)).toHaveLength(1);
    await ava.post(`${page}/consent`, { consent: 'receipt', says: 'no' }, newRequest());
    expect(await rows(`select 1 from subject_key where kind = 'slot'`)).toEqual([]);
    const wrong = await ava.post(`${page}/consent`, { consent: 'story', says: 'yes' }, newRequest());
    expect(wrong.status).toBe(400);
  });

  it('the person takes it back, and it is not on the board any more', async () => {
    const page = await noted('glad-kite');
    await ava.post(`${page}/take-back`, {}, newRequest());
    expect((await ava.get(board)).text).not.toContain('glad-kite');
    expect((await ava.get(page)).text).toContain('Taken back by the person');
  });

  it('before a person is forgotten, every place it reaches stands there, and that it cannot be undone', async () => {
    const page = await noted('hazel-moth');
    const { text } = await ava.get(`${page}/forget`);
    for (const sentence of [...erasureReaches, ...erasureLeaves]) expect(text).toContain(sentence);
    expect(text).toContain('This cannot be undone.');
    const unsure = await ava.post(`${page}/forget`, {}, newRequest());
    expect([unsure.status, unsure.text.includes('Say that you are certain.')]).toEqual([400, true]);
    expect((await ava.get(board)).text).toContain('hazel-moth');
  });

  it('then it is done, said with what was done, and nobody is left to ask or to pay', async () => {
    const page = await noted('indigo-owl');
    const press = () => ava.post(`${page}/forget`, { certain: 'yes' }, 'forget-them');
    const first = await press();
    expect([first.status, first.text.includes('1 open call was taken back.')]).toEqual([200, true]);
    expect(first.text).toContain('Nothing leads to them any more.');
    expect((await press()).text).toContain('forgotten already');
    const after = (await ava.get(page)).text;
    expect(after).toContain('Whoever made this call is forgotten.');
    expect(after).not.toContain('Forget this person');
    expect((await ava.get(`${page}/forget`)).text).toContain('Nothing is left of them here.');
    expect((await ava.get(board)).text).not.toContain('indigo-owl');
  });

  it('nobody but a steward sees a call or forgets anyone', async () => {
    const page = await noted('juniper-plover');
    for (const path of [page, `${page}/forget`, `${board}/away`]) expect((await approver.get(path)).status).toBe(403);
    expect((await approver.post(`${page}/forget`, { certain: 'yes' }, newRequest())).status).toBe(403);
    expect((await ava.get(`${board}/0199ffff-0000-7000-8000-000000000001`)).status).toBe(404);
  });
});
