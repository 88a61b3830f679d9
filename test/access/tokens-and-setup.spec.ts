import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { ApiTokens } from '../../src/access/api-tokens.js';
import { HostSettings } from '../../src/access/host-settings.js';
import { SetupLinks } from '../../src/access/setup-links.js';
import { StewardAccounts } from '../../src/access/steward-accounts.js';
import { InvalidInput, Refusal } from '../../src/domain/refusal.js';
import { freshDatabase } from '../support/database.js';
import { type Host, password, startHost } from './host.js';

const minuteMs = 60_000;
const dayMs = 86_400_000;

let host: Host;
let dataSource: DataSource;
let ownerPool: Pool;
let close: () => Promise<void>;
let links: SetupLinks;
let tokens: ApiTokens;

beforeAll(async () => {
  ({ dataSource, ownerPool, close } = await freshDatabase());
  host = await startHost(dataSource);
  links = host.app.get(SetupLinks);
  tokens = host.app.get(ApiTokens);
});
afterAll(async () => {
  await host.app.close();
  await close();
});

const gone = { status: 410 };
const nothing = async () => undefined;

describe('The link that opens the first ledger', () => {
  it('may be looked at often and is used once', async () => {
    const token = await links.issue();
    await links.check(token);
    await links.check(token);
    expect(await links.claim(token, async () => 'opened')).toBe('opened');
    await expect(links.check(token)).rejects.toMatchObject(gone);
    await expect(links.claim(token, nothing)).rejects.toMatchObject(gone);
  });

  it('is used by one of many who come at once', async () => {
    const token = await links.issue();
    const claims = await Promise.allSettled(Array.from({ length: 6 }, () => links.claim(token, nothing)));
    expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is not used up when making the account fails, and no account is left behind', async () => {
    const token = await links.issue();
    const accounts = host.app.get(StewardAccounts);
    const account = await accounts.prepare({ name: 'half-made', password });
    await expect(
      links.claim(token, async (database) => {
        await accounts.add(account, database);
        throw new Error('the power goes');
      }),
    ).rejects.toThrow('the power goes');
    expect((await ownerPool.query('select from steward_account')).rowCount).toBe(0);
    await links.check(token);
  });

  it('runs out after thirty minutes', async () => {
    const token = await links.issue();
    host.time.now += 30 * minuteMs;
    await expect(links.check(token)).rejects.toMatchObject(gone);
  });

  it('ends the former one when it is made anew', async () => {
    const former = await links.issue();
    const now = await links.issue();
    await expect(links.claim(former, nothing)).rejects.toMatchObject(gone);
    await links.check(now);
    for (const invented of ['', 'x', 'A'.repeat(43)]) await expect(links.check(invented)).rejects.toMatchObject(gone);
  });

  it('opens nothing once a ledger is open, and none is made any more', async () => {
    const token = await links.issue();
    expect(await links.isNeeded()).toBe(true);
    await host.openLedger('river');
    expect(await links.isNeeded()).toBe(false);
    await expect(links.claim(token, nothing)).rejects.toMatchObject(gone);
    await expect(links.issue()).rejects.toBeInstanceOf(Refusal);
  });
});

describe('A token for programs', () => {
  const ledger = '01890000-0000-7000-8000-000000000001';
  const wish = () => ({
    role: 'bookkeeper' as const,
    label: 'sheet',
    expiresAt: new Date(host.time.now + 90 * dayMs).toISOString(),
    by: 'test',
  });

  it('is shown once: the database keeps its hash', async () => {
    const token = await tokens.issue(ledger, wish());
    expect(token).toMatch(/^mal_[\w-]{43}$/);
    const { rows } = await ownerPool.query<{ line: string }>('select api_token::text as line from api_token');
    expect(rows.map(({ line }) => line).join()).not.toContain(token.slice(4));
  });

  it('notes the day of its last use', async () => {
    host.time.now += 1000;
    const token = await tokens.issue(ledger, wish());
    expect((await tokens.ofLedger(ledger))[0]!.lastUsedOn).toBeNull();
    await tokens.find(token);
    expect((await tokens.ofLedger(ledger))[0]!.lastUsedOn).toBe(new Date(host.time.now).toISOString().slice(0, 10));
    expect((await tokens.find(token))!.role).toBe('bookkeeper');
  });

  it('ends on its day', async () => {
    const token = await tokens.issue(ledger, wish());
    expect(await tokens.find(token)).toBeDefined();
    host.time.now += 90 * dayMs;
    expect(await tokens.find(token)).toBeUndefined();
  });

  it('ends when it is revoked: here at once, in other programs within seconds', async () => {
    const token = await tokens.issue(ledger, wish());
    const elsewhere = new ApiTokens(dataSource, () => host.time.now);
    await Promise.all([tokens.find(token), elsewhere.find(token)]);
    const { tokenId } = (await tokens.find(token))!;
    await tokens.revoke('01890000-0000-7000-8000-000000000009', tokenId);
    expect(await tokens.find(token)).toBeDefined();
    await tokens.revoke(ledger, tokenId);
    expect(await tokens.find(token)).toBeUndefined();
    const later = performance.now() + 5001;
    const clock = jest.spyOn(performance, 'now').mockReturnValue(later);
    expect(await elsewhere.find(token)).toBeUndefined();
    clock.mockRestore();
  });

  it('says what it is for and lasts a year at most', async () => {
    const tooLong = new Date(host.time.now + 367 * dayMs).toISOString();
    const over = new Date(host.time.now).toISOString();
    for (const change of [{ label: ' ' }, { label: 'x'.repeat(61) }, { expiresAt: tooLong }, { expiresAt: over }]) {
      await expect(tokens.issue(ledger, { ...wish(), ...change })).rejects.toBeInstanceOf(InvalidInput);
    }
  });
});

describe('A setting of the host', () => {
  it('is kept, and may be changed', async () => {
    const settings = host.app.get(HostSettings);
    expect(await settings.get('backup-folder')).toBeUndefined();
    await settings.set('backup-folder', '/backups');
    await settings.set('backup-folder', '/elsewhere');
    expect(await settings.get('backup-folder')).toBe('/elsewhere');
  });
});
