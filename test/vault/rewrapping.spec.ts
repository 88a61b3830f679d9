import { randomBytes } from 'node:crypto';
import { Authenticators } from '../../src/access/authenticators.js';
import type { Sealed } from '../../src/domain/sealed.js';
import { Rewrapping } from '../../src/vault/rewrapping.js';
import { Vault } from '../../src/vault/vault.js';
import { WrappingKeyCheck } from '../../src/vault/wrapping-key-check.js';
import { wrappingKeysOf } from '../../src/vault/wrapping-key.js';
import { v7 } from 'uuid';
import { type FreshDatabase, freshDatabase } from '../support/database.js';

const now = '2026-10-04T16:00:00.000Z';

describe('The wrapping key is renewed by wrapping anew', () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)];
  const [before, both, after] = [wrappingKeysOf(old), wrappingKeysOf(fresh, [old]), wrappingKeysOf(fresh)];
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.close());
  beforeEach(() => database.servicePool.query('delete from subject_key'));

  const ledger = v7();
  async function sealedNames(count: number): Promise<Sealed[]> {
    const sealing = new Vault(database.dataSource, before).sealing(ledger);
    const names = Array.from({ length: count }, (_, index) =>
      sealing.seal(sealing.newSubject('recipient', { now }), 'recipient.name', `name ${index}`),
    );
    await database.dataSource.createQueryBuilder().insert().into('subject_key').values(sealing.newKeys).execute();
    return names;
  }
  const opened = (keys: typeof after, names: readonly Sealed[]) =>
    new Vault(database.dataSource, keys).openMany(
      ledger,
      names.map((sealed) => ({ fieldName: 'recipient.name', sealed })),
    );
  const rewrapping = (keys: typeof after) => new Rewrapping(database.dataSource, keys);
  const expected = (count: number) => Array.from({ length: count }, (_, index) => `name ${index}`);

  it('after which the new key alone opens everything, and the former one is not asked for', async () => {
    const names = await sealedNames(7);
    const mac = await new Vault(database.dataSource, before).fingerprint(ledger, 'request', 'x');
    expect(await opened(both, names)).toEqual(expected(7));
    expect(await rewrapping(both).run()).toBe(8);
    expect(await opened(after, names)).toEqual(expected(7));
    expect(await new Vault(database.dataSource, after).fingerprint(ledger, 'request', 'x')).toEqual(mac);
    await new WrappingKeyCheck(database.dataSource, after).onModuleInit();
    expect(await rewrapping(after).standing()).toEqual([{ keyId: after.current.id, count: 8, is: 'current' }]);
    await expect(opened(before, names)).rejects.toThrow(`wrapping key ${after.current.id}, which this program was not given`);
  });

  it('and what lies there for an account of the host is wrapped anew with it', async () => {
    const account = v7();
    await database.ownerPool.query(`insert into steward_account values ($1, 'ava', '$argon2id$x', now())`, [account]);
    const phone = (keys: typeof after) => new Authenticators(database.dataSource, () => Date.parse(now), keys);
    const secret = await phone(before).begin(account);
    expect(await rewrapping(both).run()).toBe(1);
    expect(await phone(after).waiting(account)).toEqual(secret);
    await database.ownerPool.query('delete from steward_account');
  });

  it('which alone under the former key still keeps the program from starting without it', async () => {
    const account = v7();
    await new WrappingKeyCheck(database.dataSource, before).onModuleInit();
    await database.ownerPool.query(`insert into steward_account values ($1, 'ava', '$argon2id$x', now())`, [account]);
    await new Authenticators(database.dataSource, () => Date.parse(now), before).begin(account);
    await expect(new WrappingKeyCheck(database.dataSource, after).onModuleInit()).rejects.toThrow(`put the key ${before.current.id} back`);
    await new WrappingKeyCheck(database.dataSource, both).onModuleInit();
    await database.ownerPool.query('delete from steward_account');
  });

  it('cut short in the middle, everything opens with both, and the next run does the rest', async () => {
    const names = await sealedNames(1200);
    const cut = rewrapping(both).run((done) => {
      if (done >= 500) throw new Error('killed');
    });
    await expect(cut).rejects.toThrow('killed');
    expect((await rewrapping(both).standing()).map(({ count, is }) => [is, count]).sort()).toEqual([
      ['current', 500],
      ['former', 700],
    ]);
    expect(await opened(both, names)).toEqual(expected(1200));
    expect(await rewrapping(both).run()).toBe(700);
    expect(await opened(after, names)).toEqual(expected(1200));
  });

  it('by two programs at once, each key once', async () => {
    const names = await sealedNames(1500);
    const done = await Promise.all([1, 2].map(() => rewrapping(both).run()));
    expect(done[0]! + done[1]!).toBe(1500);
    expect(await opened(after, names)).toEqual(expected(1500));
  });

  it('and without the former key nothing starts, and the sentence names it', async () => {
    await new WrappingKeyCheck(database.dataSource, before).onModuleInit();
    await sealedNames(1);
    await expect(new WrappingKeyCheck(database.dataSource, after).onModuleInit()).rejects.toThrow(`put the key ${before.current.id} back`);
    expect(await rewrapping(after).standing()).toEqual([{ keyId: before.current.id, count: 1, is: 'missing' }]);
  });
});
