import { Controller, Get, Post } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { Allow, AllowSignedIn, AskedBy, Public, SignedInAs } from '../../src/web/allow.js';
import { ApiTokens } from '../../src/access/api-tokens.js';
import type { Asker, SignedIn } from '../../src/web/asker.js';
import { Memberships } from '../../src/access/memberships.js';
import { freshDatabase } from '../support/database.js';
import { type Host, startHost } from './host.js';

@Controller()
class Doors {
  @Allow('books.view') @Get('console/:ledger/books') seeBooks(@AskedBy() asker: Asker) {
    return asker;
  }
  @Allow('payments.record') @Post('console/:ledger/payments') record() {
    return 'recorded';
  }
  @AllowSignedIn() @Get('console') ledgers(@SignedInAs() signedIn: SignedIn) {
    return signedIn;
  }
  @Allow('books.view') @Get('api/v1/ledgers/:ledger/books') seeBooksByApi(@AskedBy() asker: Asker) {
    return asker;
  }
  @Allow('payments.record') @Post('api/v1/ledgers/:ledger/payments') recordByApi() {
    return 'recorded';
  }
  @Allow('tokens.manage') @Post('api/v1/ledgers/:ledger/tokens') makeToken() {
    return 'made';
  }
  @Public() @Get('open') open() {
    return 'open';
  }
  @Get('unsaid') unsaid() {
    return 'never';
  }
}

let host: Host;
let dataSource: DataSource;
let close: () => Promise<void>;
let river: { ledger: string; steward: string; name: string };
let cookie: string;
let token: string;

const expiresAt = '2027-01-01T00:00:00.000Z';
const ask = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'POST' = 'GET') =>
  host.app.inject({ method, url, headers });
const bearer = (shown: string) => ({ authorization: `Bearer ${shown}` });
const here = { 'sec-fetch-site': 'same-origin' };

beforeAll(async () => {
  ({ dataSource, close } = await freshDatabase());
  host = await startHost(dataSource, [Doors]);
  river = await host.openLedger('river');
  await host.openLedger('hill');
  await host.member('auditor-of-river', river.ledger, 'auditor');
  cookie = await host.signIn(river.name);
  token = await host.app.get(ApiTokens).issue(river.ledger, { role: 'bookkeeper', label: 'sheet', expiresAt, by: 'test' });
});
afterAll(async () => {
  await host.app.close();
  await close();
});

describe('A route', () => {
  it('that does not say whom it lets in lets in nobody', async () => {
    expect((await ask('/unsaid', { cookie })).statusCode).toBe(403);
  });

  it('that is public lets in the world', async () => {
    expect((await ask('/open')).body).toBe('open');
  });
});

describe('Someone who is signed in', () => {
  it('reaches what their role reaches, under their own code', async () => {
    const answer = await ask('/console/river/books', { cookie });
    expect(answer.json()).toEqual({
      kind: 'account',
      id: river.steward,
      role: 'steward',
      ledgerId: river.ledger,
      actor: `account:${river.steward}`,
      slug: 'river',
      ledgerName: 'The river practice',
    });
    expect((await ask('/console/river/payments', { cookie, ...here }, 'POST')).body).toBe('recorded');
    expect((await ask('/console', { cookie })).json()).toMatchObject({ accountId: river.steward });
  });

  it('is told what their role may not, and whom to ask', async () => {
    const auditor = await host.signIn('auditor-of-river');
    const answer = await ask('/console/river/payments', { cookie: auditor, accept: 'application/json', ...here }, 'POST');
    expect(answer.statusCode).toBe(403);
    expect(answer.json().detail).toBe('Your role here is auditor, which may not record payments. Ask a steward of the ledger.');
  });

  it('cannot tell a foreign ledger from one that does not exist', async () => {
    const [foreign, missing] = await Promise.all([ask('/console/hill/books', { cookie }), ask('/console/nowhere/books', { cookie })]);
    expect(foreign.statusCode).toBe(404);
    expect(foreign.body).toBe(missing.body);
  });

  it('is asked to sign in first, and then comes back to where they were', async () => {
    const answer = await ask('/console/river/books?month=2026-10');
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe('/console/sign-in?next=%2Fconsole%2Friver%2Fbooks%3Fmonth%3D2026-10');
    expect((await ask('/console/river/payments', {}, 'POST')).headers.location).toBe('/console/sign-in');
  });

  it('with an altered or invented cookie is not signed in', async () => {
    const altered = cookie.slice(0, -1) + (cookie.endsWith('A') ? 'B' : 'A');
    for (const wrong of [altered, 'mal_session=', 'mal_session=x', `__Host-${cookie}`, `mal_session=${'A'.repeat(43)}`]) {
      expect((await ask('/console/river/books', { cookie: wrong })).statusCode).toBe(303);
    }
  });

  it('cannot be made to act by a page of another site', async () => {
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://elsewhere.example' }, {}] as Record<string, string>[]) {
      expect((await ask('/console/river/payments', { cookie, ...headers }, 'POST')).statusCode).toBe(403);
    }
  });

  it('is nobody to the API: a cookie opens nothing there', async () => {
    for (const api of ['/api', '/%61pi', '/%61%70%69'])
      expect((await ask(`${api}/v1/ledgers/river/books`, { cookie })).statusCode).toBe(401);
    expect((await ask('/api/v1/ledgers/river/payments', { cookie, ...here }, 'POST')).statusCode).toBe(401);
  });

  it('loses what a changed role no longer reaches, in the middle of a session', async () => {
    const changed = await host.member('changing', river.ledger, 'bookkeeper');
    const session = await host.signIn('changing');
    const record = () => ask('/console/river/payments', { cookie: session, ...here }, 'POST');
    expect((await record()).statusCode).toBe(201);
    const change = { ledger: river.ledger, by: 'test', steward: changed };
    await host.app.get(Memberships).change({ ...change, request: 'to-auditor', role: 'auditor' });
    expect((await record()).statusCode).toBe(403);
    await host.app.get(Memberships).change({ ...change, request: 'away' });
    expect((await record()).statusCode).toBe(404);
  });
});

describe('A program with a token', () => {
  it("acts with the token's role in the token's ledger, without a cookie or an origin", async () => {
    expect((await ask('/api/v1/ledgers/river/books', bearer(token))).json()).toMatchObject({
      kind: 'token',
      role: 'bookkeeper',
      ledgerId: river.ledger,
      actor: expect.stringMatching(/^token:[0-9a-f-]{36}$/),
    });
    expect((await ask('/api/v1/ledgers/river/payments', { ...bearer(token), 'sec-fetch-site': 'cross-site' }, 'POST')).statusCode).toBe(
      201,
    );
  });

  it('cannot tell a foreign ledger from one that does not exist', async () => {
    const answers = await Promise.all(
      ['hill', 'nowhere', "a'; drop table ledger; --"].map((slug) =>
        ask(`/api/v1/ledgers/${encodeURIComponent(slug)}/books`, bearer(token)),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
    expect(answers[0]!.body).toBe(answers[1]!.body);
  });

  it('is told 401 with no token, a wrong one, or one in a form that is none', async () => {
    for (const headers of [
      {},
      bearer('mal_x'),
      bearer(`mal_${'A'.repeat(43)}`),
      bearer('x'.repeat(5000)),
      { authorization: token },
    ] as Record<string, string>[]) {
      const answer = await ask('/api/v1/ledgers/river/books', headers);
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
  });

  it('opens no page of the console', async () => {
    expect((await ask('/console/river/books', bearer(token))).statusCode).toBe(303);
  });

  it('cannot make further tokens, even with the role of a steward', async () => {
    const strong = await host.app.get(ApiTokens).issue(river.ledger, { role: 'steward', label: 'all', expiresAt, by: 'test' });
    const answer = await ask('/api/v1/ledgers/river/tokens', bearer(strong), 'POST');
    expect(answer.statusCode).toBe(403);
    expect(answer.json().detail).toMatch(/^A token may not make and revoke tokens/);
  });

  it('asks the database nothing more about access while it is in use', async () => {
    await ask('/api/v1/ledgers/river/books', bearer(token));
    const queries = jest.spyOn(dataSource, 'createQueryRunner');
    const raw = jest.spyOn(dataSource, 'query');
    await ask('/api/v1/ledgers/river/payments', bearer(token), 'POST');
    expect(queries).not.toHaveBeenCalled();
    expect(raw).not.toHaveBeenCalled();
    queries.mockRestore();
    raw.mockRestore();
  });
});
