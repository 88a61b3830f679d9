import type { Pool } from 'pg';
import { Invitations } from '../../src/access/invitations.js';
import { Memberships } from '../../src/access/memberships.js';
import { freshDatabase } from '../support/database.js';
import { type Host, password, startHost } from './host.js';

const dayMs = 86_400_000;

let host: Host;
let ownerPool: Pool;
let close: () => Promise<void>;
let river: { ledger: string; steward: string; name: string };
let invitations: Invitations;

beforeAll(async () => {
  const database = await freshDatabase();
  ({ ownerPool, close } = database);
  host = await startHost(database.dataSource);
  river = await host.openLedger('river');
  invitations = host.app.get(Invitations);
});
afterAll(async () => {
  await host.app.close();
  await close();
});

const invite = (role: 'bookkeeper' | 'auditor' | 'approver' = 'bookkeeper') =>
  invitations.invite(river.ledger, role, `account:${river.steward}`);
const look = (token: string, cookie = '') => host.app.inject({ method: 'GET', url: `/console/invitation/${token}`, headers: { cookie } });
const accept = (token: string, payload: Record<string, string>, cookie = '') =>
  host.app.inject({
    method: 'POST',
    url: `/console/invitation/${token}`,
    payload,
    headers: { 'sec-fetch-site': 'same-origin', ...(cookie && { cookie }) },
  });
const memberNames = async () =>
  (await host.app.get(Memberships).ofLedger(river.ledger)).map(({ signInName, role }) => `${signInName} ${role}`);

describe('An invitation', () => {
  it('makes an account with the role it was made for, signs it in, and stands in the books', async () => {
    const token = await invite();
    expect((await look(token)).body).toContain('The river practice');
    const answer = await accept(token, { name: 'Mina', password });
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe('/console/river');
    expect(String(answer.headers['set-cookie'])).toContain('mal_session=');
    expect(await memberNames()).toContain('mina bookkeeper');
    const { rows } = await ownerPool.query(
      `select meta from event where ledger_id = $1 and type = 'StewardAdded' order by position desc limit 1`,
      [river.ledger],
    );
    expect(JSON.parse(rows[0].meta).request).toMatch(/^invitation-/);
  });

  it('can be looked at any number of times, and taken once', async () => {
    const token = await invite();
    await look(token);
    await look(token);
    expect((await accept(token, { name: 'first-comer', password })).statusCode).toBe(303);
    expect((await look(token)).statusCode).toBe(410);
    expect((await accept(token, { name: 'late-comer', password })).statusCode).toBe(410);
    expect(await memberNames()).not.toContain('late-comer bookkeeper');
  });

  it('is taken by one of two who come at once, and the other gets no account', async () => {
    const token = await invite();
    const answers = await Promise.all([accept(token, { name: 'race-a', password }), accept(token, { name: 'race-b', password })]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 410]);
    expect((await ownerPool.query(`select from steward_account where sign_in_name like 'race-%'`)).rowCount).toBe(1);
  });

  it('is not used up by a name that is taken or a password that is too short', async () => {
    const token = await invite();
    for (const typed of [{ name: river.name, password }, { name: 'fresh', password: 'short' }, { name: 'fresh' }] as Record<
      string,
      string
    >[]) {
      const answer = await accept(token, typed);
      expect(answer.statusCode).toBe(400);
      expect(answer.body).toContain('There is a problem');
      expect(answer.body).not.toContain(password);
    }
    expect((await accept(token, { name: 'fresh', password })).statusCode).toBe(303);
  });

  it('can be accepted by someone who is signed in already', async () => {
    await host.member('helper');
    const cookie = await host.signIn('helper');
    const token = await invite('approver');
    expect((await look(token, cookie)).body).toContain('Accept as helper');
    expect((await accept(token, {}, cookie)).headers.location).toBe('/console/river');
    expect(await memberNames()).toContain('helper approver');
    expect((await accept(token, {}, cookie)).statusCode).toBe(303);
  });

  it('does not change the role of someone who is there already', async () => {
    const cookie = await host.signIn(river.name);
    const answer = await accept(await invite('auditor'), {}, cookie);
    expect(answer.statusCode).toBe(409);
    expect(await memberNames()).toContain(`${river.name} steward`);
  });

  it('ends after seven days, or when it is taken back', async () => {
    const [taken, old] = [await invite(), await invite()];
    await invitations.takeBack(river.ledger, (await invitations.find(taken)).invitationId);
    expect((await look(taken)).statusCode).toBe(410);
    expect((await look(old)).statusCode).toBe(200);
    host.time.now += 7 * dayMs;
    expect((await accept(old, { name: 'too-late', password })).statusCode).toBe(410);
    expect(await invitations.open(river.ledger)).toEqual([]);
  });

  it('that was invented opens nothing', async () => {
    for (const token of ['x', 'A'.repeat(43), encodeURIComponent("' or true --")]) expect((await look(token)).statusCode).toBe(410);
  });
});
