import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { Refusal } from '../../src/domain/refusal.js';
import { BrokenSeal } from '../../src/vault/seal.js';
import type { SubjectKeyRow } from '../../src/vault/subject-key.row.js';
import { Vault } from '../../src/vault/vault.js';
import { WrappingKeyCheck } from '../../src/vault/wrapping-key-check.js';
import { wrappingKeysOf } from '../../src/vault/wrapping-key.js';
import { freshDatabase } from '../support/database.js';

const now = '2026-10-04T16:00:00.000Z';
const wrappingKey = randomBytes(32);

let dataSource: DataSource;
let ownerPool: Pool;
let servicePool: Pool;
let close: () => Promise<void>;
let vault: Vault;
let ledger: string;

beforeAll(async () => {
  ({ dataSource, ownerPool, servicePool, close } = await freshDatabase());
  vault = new Vault(dataSource, wrappingKeysOf(wrappingKey));
});
afterAll(() => close());
beforeEach(() => {
  ledger = v7();
});

/** What the event store does with the keys of a command. */
const keep = (rows: readonly SubjectKeyRow[]) =>
  dataSource
    .createQueryBuilder()
    .insert()
    .into('subject_key')
    .values([...rows])
    .execute();
const erase = (subject: string) => servicePool.query('delete from subject_key where subject_id = $1', [subject]);

describe('A person whose details are sealed', () => {
  it('is readable as long as the key stands, and never again after it is destroyed', async () => {
    const sealing = vault.sealing(ledger);
    const person = sealing.newSubject('recipient', { now });
    const name = sealing.seal(person, 'recipient.name', 'Ngozi');
    await keep(sealing.newKeys);
    expect(await vault.open(ledger, 'recipient.name', name)).toBe('Ngozi');
    await erase(person);
    expect(await vault.open(ledger, 'recipient.name', name)).toBeUndefined();
  });

  it('has an id that grows with the time of the command', () => {
    const sealing = vault.sealing(ledger);
    const before = sealing.newSubject('call', { now });
    const after = sealing.newSubject('call', { now: '2026-10-04T16:00:00.001Z' });
    expect(before < after).toBe(true);
    expect(parseInt(before.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse(now));
  });

  it('takes more sealed fields later, until the key is destroyed', async () => {
    const first = vault.sealing(ledger);
    const person = first.newSubject('recipient', { now, expiresAt: '2027-10-04T16:00:00.000Z' });
    await keep(first.newKeys);
    const later = vault.sealing(ledger);
    await later.use(person);
    const address = later.seal(person, 'recipient.address', 'ngozi@example.org');
    expect(later.newKeys).toEqual([]);
    expect(await vault.open(ledger, 'recipient.address', address)).toBe('ngozi@example.org');
    await erase(person);
    await expect(vault.sealing(ledger).use(person)).rejects.toMatchObject({ code: 'vault/key-destroyed' });
    await expect(vault.sealing(ledger).use(person)).rejects.toBeInstanceOf(Refusal);
  });

  it('cannot be read in another ledger, nor as another field', async () => {
    const sealing = vault.sealing(ledger);
    const person = sealing.newSubject('payer', { now });
    const name = sealing.seal(person, 'payer.name', 'Kim');
    await keep(sealing.newKeys);
    expect(await vault.open(v7(), 'payer.name', name)).toBeUndefined();
    await expect(vault.open(ledger, 'payer.address', name)).rejects.toBeInstanceOf(BrokenSeal);
  });

  it('is found among many in one go, in the order asked, with gaps where someone was erased', async () => {
    const sealing = vault.sealing(ledger);
    const people = ['Ana', 'Bo', 'Cy'].map((name) => {
      const subject = sealing.newSubject('observation', { now });
      return { subject, sealed: sealing.seal(subject, 'observation.text', name), fieldName: 'observation.text' };
    });
    await keep(sealing.newKeys);
    await erase(people[1]!.subject);
    expect(await vault.openMany(ledger, people)).toEqual(['Ana', undefined, 'Cy']);
    expect(await vault.openMany(ledger, [])).toEqual([]);
  });

  it('has a key that cannot be used for someone else by copying its row', async () => {
    const sealing = vault.sealing(ledger);
    const one = sealing.newSubject('recipient', { now });
    const other = sealing.newSubject('recipient', { now });
    const name = sealing.seal(other, 'recipient.name', 'Ngozi');
    await keep(sealing.newKeys);
    await servicePool.query(
      'update subject_key set wrapped_key = (select wrapped_key from subject_key where subject_id = $1) where subject_id = $2',
      [one, other],
    );
    await expect(vault.open(ledger, 'recipient.name', name)).rejects.toThrow('does not unwrap');
  });

  it('leaves no word of theirs in the tables of the vault', async () => {
    const sealing = vault.sealing(ledger);
    const person = sealing.newSubject('recipient', { now });
    sealing.seal(person, 'recipient.name', 'Canary-Ngozi');
    await keep(sealing.newKeys);
    const { rows } = await ownerPool.query<{ line: string }>('select subject_key::text as line from subject_key');
    expect(rows.map(({ line }) => line).join('\n')).not.toContain('Canary');
  });
});

describe('The database', () => {
  it('lets the service neither re-date a key nor give it to someone else', async () => {
    await expect(servicePool.query('update subject_key set expires_at = null')).rejects.toMatchObject({ code: '42501' });
    await expect(servicePool.query('update subject_key set subject_id = ledger_id')).rejects.toMatchObject({ code: '42501' });
    await expect(servicePool.query('truncate subject_key')).rejects.toMatchObject({ code: '42501' });
  });
});

describe('A fingerprint', () => {
  it('is equal for equal texts, and different for another text, purpose or ledger', async () => {
    const first = await vault.fingerprint(ledger, 'request', 'ava@example.org');
    expect(first).toHaveLength(32);
    expect(await new Vault(dataSource, wrappingKeysOf(wrappingKey)).fingerprint(ledger, 'request', 'ava@example.org')).toEqual(first);
    expect(await vault.fingerprint(ledger, 'request', 'ava@example.com')).not.toEqual(first);
    expect(await vault.fingerprint(ledger, 'reference', 'ava@example.org')).not.toEqual(first);
    expect(await vault.fingerprint(v7(), 'request', 'ava@example.org')).not.toEqual(first);
  });

  it("is the same from several programs that make the ledger's key at once", async () => {
    const vaults = Array.from({ length: 8 }, () => new Vault(dataSource, wrappingKeysOf(wrappingKey)));
    const made = await Promise.all(vaults.map((each) => each.fingerprint(ledger, 'request', 'x')));
    expect(new Set(made.map((each) => each.toString('hex'))).size).toBe(1);
  });

  it('costs no further question to the database while it is in use', async () => {
    await vault.fingerprint(ledger, 'request', 'x');
    const query = jest.spyOn(dataSource, 'query');
    await vault.fingerprint(ledger, 'request', 'y');
    expect(query).not.toHaveBeenCalled();
    query.mockRestore();
  });
});

describe('A start', () => {
  const start = (key: Buffer, former: Buffer[] = []) => new WrappingKeyCheck(dataSource, wrappingKeysOf(key, former)).onModuleInit();
  const sealOne = async () => {
    const sealing = vault.sealing(ledger);
    sealing.newSubject('recipient', { now });
    await keep(sealing.newKeys);
  };

  beforeEach(() => servicePool.query('delete from subject_key'));

  it('takes any wrapping key as long as nothing is sealed', async () => {
    await start(randomBytes(32));
    await start(wrappingKey);
  });

  it('is refused with another wrapping key once something is sealed, in one sentence that names both', async () => {
    await start(wrappingKey);
    await sealOne();
    await start(wrappingKey);
    const other = randomBytes(32);
    const [right, wrong] = [wrappingKey, other].map((key) => wrappingKeysOf(key).current.id);
    await expect(start(other)).rejects.toMatchObject({ name: 'StartError' });
    await expect(start(other)).rejects.toThrow(new RegExp(`${right}.*${wrong}.*put the key ${right} back`));
  });

  it('succeeds when the former wrapping key stands beside the new one', async () => {
    await start(wrappingKey);
    await sealOne();
    await start(randomBytes(32), [wrappingKey]);
  });
});
