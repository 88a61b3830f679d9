import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import pg from 'pg';
import { publicationStream } from '../../src/domain/publication.js';
import { Publish, SignCheckpoint } from '../../src/domain/publish.js';
import { OpenAccount } from '../../src/domain/observation.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { Examination } from '../../src/safekeeping/examination.js';
import { HeldLedgers } from '../../src/safekeeping/held-ledgers.queries.js';
import { makeBackup } from '../../src/safekeeping/making-backup.js';
import { restoreBackup } from '../../src/safekeeping/restoring.js';
import { Vault } from '../../src/vault/vault.js';
import { wrappingKeysOf } from '../../src/vault/wrapping-key.js';
import { openedWithAllKeys } from '../faults/opened.js';
import { Year } from '../public/year.js';
import { emptyConnections, testConnections } from '../support/database.js';
import { type TestProgram, newRequest, openTestLedger, startProgram, startProgramOn } from '../support/ledger.js';
import { Practice } from './practice.js';

const key = Buffer.alloc(32, 7);

/**
 * The disk died. There is the backup of yesterday, and the journal, which lay elsewhere. Since the backup a person was forgotten, money
 * was sent, and something was published.
 */
describe('A ledger from an older backup', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ledger-held-'));
  const journalDir = path.join(folder, 'journal');
  const [oldLogs, newLogs] = [path.join(folder, 'log-of-the-backup'), path.join(folder, 'log-of-the-last-day')];
  const forgottenAddress = 'kestrel@mail.example';
  let restored: TestProgram;
  let practice: Practice;
  let ledger: string;
  let toForget: { call: string; recipient: string };
  let payout: string;
  let headSize: number;

  const held = () => restored.app.get(HeldLedgers).of(ledger);
  const codes = async () => (await held())?.missing.map(({ act, code }) => `${act} ${code}`) ?? [];
  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });

  beforeAll(async () => {
    const identity = await generateX25519Identity();
    mkdirSync(journalDir);
    const first = await startProgram('2026-01-05T15:00:00Z', { queueConcurrency: 0, journalDir, makesJournalDir: false });
    ledger = await openTestLedger(first);
    const year = new Year(first, ledger);
    await year.confirmAddress();
    await year.people();
    for (const month of ['2026-08', '2026-09'] as const) {
      await year.moneyIn(month);
      await year.moneyOut(month, 3000n);
    }
    await year.publish('2026-08');
    practice = new Practice(first, ledger);
    toForget = await practice.notes({ address: forgottenAddress });
    payout = await practice.proposes((await practice.notes()).call);
    await practice.approves(payout);
    await practice.carries(payout);

    const { logDir } = first.runtime.settings;
    const recipient = await identityToRecipient(identity);
    const places = {
      folder,
      keysFolder: folder,
      recipient,
      wrappingKeyFile: '',
      logKeyDir: first.runtime.settings.logKeyDir,
      wrappingKey: key,
    };
    const original = { owner: first.runtime.connections.owner, logDir, program: '0.1.0' };
    const { file } = await makeBackup(original, places, new Date('2026-11-05T03:00:00Z'));

    await practice.forgets(toForget.recipient);
    await practice.opensCard(payout);
    await practice.saysSent(payout, '2026-10-14T15:00:00.000Z');
    await year.publish('2026-09');
    const log = await first.app.get(EventReader).state(ledger, publicationStream);
    headSize = log.status === 'open' ? log.nextIndex : 0;
    cpSync(logDir, newLogs, { recursive: true });
    await first.stop();

    await emptyConnections();
    await restoreBackup(file, [identity], { connections: testConnections(), logDir: oldLogs, wrappingKeys: wrappingKeysOf(key) });
    const logKeyDir = path.join(folder, 'log-keys');
    restored = await startProgramOn(testConnections(), '2026-11-11T17:00:00Z', {
      queueConcurrency: 0,
      journalDir,
      makesJournalDir: false,
      logDir: oldLogs,
      logKeyDir,
    });
    practice = new Practice(restored, ledger);
  });
  afterAll(async () => {
    await restored.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('starts held, and says what it lacks', async () => {
    expect(await held()).toMatchObject({ acts: ['payouts', 'publication'] });
    expect(await codes()).toEqual([
      'payouts erasures-open',
      'publication erasures-open',
      'payouts attempts-unknown',
      'publication heads-unknown',
    ]);
    expect((await restored.app.get(HeldLedgers).release(ledger, 'account:test', true)).length).toBe(0);
  });

  it('the person stays forgotten: the journal is applied by itself, and nothing of them opens', async () => {
    const pool = new pg.Pool({ ...testConnections().owner, max: 2 });
    expect(await openedWithAllKeys(pool, restored.app.get(Vault), ledger)).toContain(forgottenAddress);
    await restored.app.get(HeldLedgers).applyJournal();
    expect(await openedWithAllKeys(pool, restored.app.get(Vault), ledger)).not.toContain(forgottenAddress);
    await pool.end();
    expect(await practice.statusOf('recipient', toForget.recipient)).toBe('erased');
    expect(await codes()).toEqual(['payouts attempts-unknown', 'publication heads-unknown']);
  });

  it('nobody is paid again: no card is shown', async () => {
    expect(await practice.statusOf('payout', payout)).toBe('approved');
    await expect(practice.opensCard(payout)).rejects.toMatchObject({ code: 'ledger/held' });
    expect(await practice.statusOf('payout', payout)).toBe('approved');
    expect((await held())!.missing[0]!.says).toMatch(
      new RegExp(`^On 2026-10-13 sending payout ${payout} was tried \\(attempt 1\\), and these books do not know of it\\.`),
    );
  });

  it('no fork is signed: nothing is published, and no head is made', async () => {
    const events = async () => (await restored.app.get(Examination).of(ledger)).events;
    const before = await events();
    await expect(restored.send(new Publish(asked()))).rejects.toMatchObject({ code: 'ledger/held' });
    await expect(restored.send(new SignCheckpoint(asked()))).rejects.toMatchObject({ code: 'ledger/held' });
    expect(await events()).toBe(before);
    expect((await held())!.missing.at(-1)!.says).toBe(
      `A public log of ${headSize} entries was signed, and these books have ${await signedInBooks()}. Put a later backup back.`,
    );
  });

  async function signedInBooks(): Promise<number> {
    const log = await restored.app.get(EventReader).state(ledger, publicationStream);
    return log.status === 'open' ? log.head!.size : 0;
  }

  it('what the files of the log say counts too, where the journal was lost for good', async () => {
    cpSync(newLogs, oldLogs, { recursive: true });
    expect(await codes()).toEqual(['payouts attempts-unknown', 'publication heads-unknown', 'publication files-ahead']);
  });

  it('an account that was watched is to be looked at up to the day on which it was put back, and its lines said what they are', async () => {
    const { events } = await restored.send(new OpenAccount({ ...asked(), name: 'Chequing', kind: 'bank', currency: 'CAD' }));
    const account = events.flatMap((event) => (event.type === 'AccountOpened' ? [event.data.account] : []))[0];
    await practice.rows(
      `insert into account_statement (ledger_id, account_id, currency, from_day, through_day, opening_minor, closing_minor, asserted_at)
       values ($1, $2, 'CAD', '2026-01-01', '2026-02-01', 0, 0, now())`,
      [ledger, account],
    );
    expect(await codes()).toContain('payouts account-not-looked-at');
    await practice.rows(`update account_statement set through_day = '2099-01-01' where ledger_id = $1`, [ledger]);
    expect(await codes()).not.toContain('payouts account-not-looked-at');
    await practice.rows('delete from account_statement where ledger_id = $1', [ledger]);
  });

  it('the doctor finds books that hold, and does not take what they lack for a fault', async () => {
    expect((await restored.app.get(Examination).of(ledger)).faults).toEqual([]);
  });

  it('the journal away, nothing is released, whoever vouches', async () => {
    const away = path.join(folder, 'away');
    cpSync(journalDir, away, { recursive: true });
    rmSync(path.join(journalDir, 'journal.v1'));
    expect(await codes()).toContain('payouts journal-missing');
    expect(await restored.app.get(HeldLedgers).release(ledger, 'account:test', true)).toEqual([]);
    cpSync(away, journalDir, { recursive: true });
  });

  it('who looked at each attempt releases the payouts; what the world has seen differently stays unpublished', async () => {
    expect(await restored.app.get(HeldLedgers).release(ledger, 'account:ava', false)).toEqual([]);
    expect(await restored.app.get(HeldLedgers).release(ledger, 'account:ava', true)).toEqual(['payouts']);
    expect(await held()).toMatchObject({ acts: ['publication'] });
    await expect(restored.send(new Publish(asked()))).rejects.toMatchObject({ code: 'ledger/held' });
    const [row] = await practice.rows<{ released_by: string }>(
      `select released_by from ledger_hold where ledger_id = $1 and what = 'payouts'`,
      [ledger],
    );
    expect(row).toEqual({ released_by: 'account:ava' });
    const { call } = await practice.notes();
    await practice.sends(call, '2026-11-10T15:00:00.000Z');
  });
});
