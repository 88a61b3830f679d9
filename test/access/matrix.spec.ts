import { readFileSync } from 'node:fs';
import type { LightMyRequestResponse } from 'fastify';
import { v7 } from 'uuid';
import { ApiTokens } from '../../src/access/api-tokens.js';
import { Memberships } from '../../src/access/memberships.js';
import { StewardAccounts } from '../../src/access/steward-accounts.js';
import { Sessions } from '../../src/access/sessions.js';
import { type Role, roles } from '../../src/domain/ledger.js';
import { type Permission, isAllowed } from '../../src/web/permissions.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';
import { type Route, routes } from './routes.js';

/** `docs/routes.md` as a table: the route and whom it lets in. */
const written = new Map(
  [...readFileSync('docs/routes.md', 'utf8').matchAll(/^\| `((?:GET|POST) [^`]+)` \| `?([a-z. ]+?)`? \|$/gm)].map(([, route, whom]) => [
    route!,
    whom!,
  ]),
);

/** Stays open for good, so there is no answer to wait for; it is in test/public. */
const staysOpen = new Set(['GET /:ledger/events']);

interface Caller {
  readonly role: Role | 'nobody' | 'no role';
  readonly kind: 'account' | 'token';
  readonly headers: Readonly<Record<string, string>>;
}

let program: TestProgram;
let callers: readonly Caller[];

beforeAll(async () => {
  program = await startProgram('2026-11-02T15:00:00.000Z', { queueConcurrency: 0 });
  const river = await openTestLedger(program, 'river');
  const hill = await openTestLedger(program, 'hill');
  callers = (
    await Promise.all([
      ...roles.flatMap((role) => [asMember(river, role), withToken(river, role)]),
      signedIn('no role', await account('stranger')),
      withToken(hill, 'steward', 'no role'),
    ])
  ).concat([
    { role: 'nobody', kind: 'account', headers: {} },
    { role: 'nobody', kind: 'token', headers: {} },
  ]);
});
afterAll(() => program.stop());

async function account(name: string): Promise<string> {
  const accounts = program.app.get(StewardAccounts);
  return accounts.add(await accounts.prepare({ name, password: 'four words make a password' }));
}

async function signedIn(role: Caller['role'], accountId: string): Promise<Caller> {
  const headers = { cookie: `mal_session=${await program.app.get(Sessions).begin(accountId)}`, 'sec-fetch-site': 'same-origin' };
  return { role, kind: 'account', headers };
}

async function asMember(ledger: string, role: Role): Promise<Caller> {
  const steward = await account(`the-${role}`);
  await program.app.get(Memberships).change({ ledger, by: 'account:test', request: newRequest(), steward, role });
  return signedIn(role, steward);
}

async function withToken(ledger: string, role: Role, as: Caller['role'] = role): Promise<Caller> {
  const wish = { role, label: 'matrix', expiresAt: '2027-01-01T00:00:00.000Z', by: 'account:test' };
  return { role: as, kind: 'token', headers: { authorization: `Bearer ${await program.app.get(ApiTokens).issue(ledger, wish)}` } };
}

/** Ids of nothing, so that whoever is let in meets an empty place. */
const addressOf = ({ path }: Route, slug: string): string =>
  path
    .replace(':ledger', slug)
    .replace(':month', '2026-10')
    .replace('/*', '/0/000')
    .replace(/:\w+/g, () => v7());

const ask = (route: Route, slug: string, { headers }: Caller): Promise<LightMyRequestResponse> =>
  program.app.inject({
    method: route.verb,
    url: addressOf(route, slug),
    headers: { ...headers, accept: 'application/json', 'idempotency-key': v7() },
    ...(route.verb === 'POST' && { payload: {} }),
  });

const isApi = ({ path }: Route): boolean => path.startsWith('/api/');
const ofLedgers = routes.filter(({ path, whom }) => /\/:ledger/.test(path) && whom !== 'everyone');
/** People are at home in the console, tokens under /api. */
const fits = (route: Route, { kind }: Caller): boolean => isApi(route) === (kind === 'token');

/** What must come of it, from the two pages alone. */
function expected(route: Route, { role, kind }: Caller, isOwn: boolean): string {
  if (role === 'nobody') return kind === 'token' ? 'no token' : 'sign in';
  if (role === 'no role' || !isOwn) return 'not there';
  return isAllowed({ role, kind }, written.get(route.name) as Permission) ? 'let in' : 'refused';
}

function seen(answer: LightMyRequestResponse, nowhere: LightMyRequestResponse): string {
  const { statusCode, headers } = answer;
  if (statusCode === 401) return 'no token';
  if (statusCode === 303 && String(headers.location).startsWith('/console/sign-in')) return 'sign in';
  if (statusCode === 403) return 'refused';
  const isNowhere = statusCode === 404 && JSON.stringify(answer.json()) === JSON.stringify(nowhere.json());
  if (isNowhere) return 'not there';
  return statusCode < 500 ? 'let in' : `broken: ${statusCode}`;
}

async function walk(pairs: readonly { route: Route; caller: Caller }[], slug: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const { route, caller } of pairs) {
    const [answer, nowhere] = [await ask(route, slug, caller), await ask(route, 'nowhere', caller)];
    const [must, is] = [expected(route, caller, slug === 'river'), seen(answer, nowhere)];
    if (must !== is) wrong.push(`${route.name} as ${caller.role} (${caller.kind}) in ${slug}: must be ${must}, is ${is}`);
  }
  return wrong;
}

const pairsOf = (which: (route: Route, caller: Caller) => boolean) =>
  ofLedgers.flatMap((route) => callers.filter((caller) => which(route, caller)).map((caller) => ({ route, caller })));

describe('Every route', () => {
  it('has its line in docs/routes.md, and every line its route', () => {
    const declared = routes.map(({ name, whom }) => `${name}: ${whom === 'signed-in' ? 'signed in' : whom}`);
    expect([...written].map(([name, whom]) => `${name}: ${whom}`).sort()).toEqual(declared.sort());
  });

  it('of a ledger is refused to every role that the table does not name, by session and by token', async () => {
    const refused = pairsOf((route, caller) => fits(route, caller) && expected(route, caller, true) !== 'let in');
    expect(refused.length).toBeGreaterThan(600);
    expect(await walk(refused, 'river')).toEqual([]);
  });

  it('of a foreign ledger is not there for anyone, exactly like one that does not exist', async () => {
    const foreign = pairsOf(fits);
    expect(foreign.length).toBeGreaterThan(1000);
    expect(
      await walk(
        foreign.filter(({ caller }) => caller.headers.authorization === undefined || caller.role !== 'no role'),
        'hill',
      ),
    ).toEqual([]);
  });

  it('of a ledger lets in every role that the table names, and breaks under none', async () => {
    const letIn = pairsOf((route, caller) => fits(route, caller) && expected(route, caller, true) === 'let in');
    expect(letIn.length).toBeGreaterThan(300);
    expect(await walk(letIn, 'river')).toEqual([]);
  });

  it('under /api opens to no session, and none of the console to a token', async () => {
    const crossed = pairsOf((route, caller) => !fits(route, caller) && caller.role === 'steward');
    const answers = await Promise.all(crossed.map(async ({ route, caller }) => [route, await ask(route, 'river', caller)] as const));
    expect(answers.filter(([route, { statusCode }]) => statusCode !== (isApi(route) ? 401 : 303)).map(([{ name }]) => name)).toEqual([]);
  });

  it('that is public asks nobody to sign in, and breaks under nothing', async () => {
    const open = routes.filter(({ name, whom }) => whom === 'everyone' && !staysOpen.has(name));
    const nobody = callers.at(-1)!;
    const wrong: string[] = [];
    for (const route of open) {
      for (const slug of ['river', 'nowhere']) {
        const { statusCode, headers } = await ask(route, slug, nobody);
        const sendsToSignIn = statusCode === 303 && route.path !== '/console/sign-out';
        if (statusCode >= 500 || statusCode === 401 || sendsToSignIn)
          wrong.push(`${route.name} in ${slug}: ${statusCode} ${headers.location}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('for whoever is signed in asks everyone else to sign in', async () => {
    const inside = routes.filter(({ whom }) => whom === 'signed-in');
    const [nobody, stranger] = [callers.at(-2)!, callers.find(({ role, kind }) => role === 'no role' && kind === 'account')!];
    const statuses = async (caller: Caller) =>
      Promise.all(inside.map(async (route) => (await ask(route, 'river', caller)).headers.location));
    expect((await statuses(nobody)).every((location) => String(location).startsWith('/console/sign-in'))).toBe(true);
    expect((await statuses(stranger)).some((location) => String(location).startsWith('/console/sign-in'))).toBe(false);
  });
});
