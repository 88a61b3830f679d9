import { createHash } from 'node:crypto';
import { StewardAccounts } from '../../src/access/steward-accounts.js';
import type { Role } from '../../src/domain/ledger.js';
import { ChangeSteward } from '../../src/domain/ledger.js';
import { CloseMonth } from '../../src/domain/month.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { chainHash, genesis } from '../../src/event-store/frame.js';
import { bookFormats } from '../../src/exports/book-text.js';
import { Exports } from '../../src/exports/exports.queries.js';
import { canary, Year } from '../public/year.js';
import { newRequest, openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';

interface TakenEvent {
  readonly position: string;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schema: number;
  readonly data: string;
  readonly meta: string;
  readonly happenedMicros: string;
  readonly recordedMicros: string;
  readonly hash: string;
}

const password = 'four words make a password';

describe('A ledger that is taken away', () => {
  let program: TestProgram;
  let ledger: string;
  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
  const whole = async (text: AsyncIterable<string>): Promise<string> => {
    const parts: string[] = [];
    for await (const part of text) parts.push(part);
    return parts.join('');
  };
  const named = () => ({ ledger, slug: 'river' });

  beforeAll(async () => {
    program = await startProgram('2026-01-05T15:00:00Z');
    ledger = await openTestLedger(program);
    const year = new Year(program, ledger);
    await year.stateOpening(11000n);
    await year.people();
    const paid = await year.moneyIn('2026-01');
    await year.moneyOut('2026-01', 3000n);
    program.setTime('2026-02-03T15:00:00Z');
    await program.send(new CloseMonth({ ...asked(), month: '2026-01' }));
    await year.refund(paid[1]!, 5000n, '2026-02-02T15:00:00.000Z');
  });
  afterAll(() => program.stop());

  async function cookieOf(name: string, role: Role): Promise<string> {
    const accounts = program.app.get(StewardAccounts);
    const steward = await accounts.add(await accounts.prepare({ name, password }));
    await program.send(new ChangeSteward({ ...asked(), steward, role }));
    const signedIn = await program.app.inject({ method: 'POST', url: '/console/sign-in', payload: { name, password } });
    return String(signedIn.headers['set-cookie']).split(';')[0]!;
  }

  it('has every event in it with its very bytes: the chain can be computed from the file alone', async () => {
    const { events, through, format } = JSON.parse(await whole(program.app.get(Exports).events(named()))) as {
      format: string;
      through: string;
      events: TakenEvent[];
    };
    expect(format).toBe('mutual-aid-ledger/events/v1');
    expect([String(events.length), through]).toEqual([through, String(await program.app.get(EventReader).head(ledger))]);
    let hash = genesis;
    for (const { position, stream, version, type, schema, data, meta, happenedMicros, recordedMicros, hash: stored } of events) {
      hash = chainHash(hash, {
        ...{ ledger, position: BigInt(position), stream, version, type, schema, data, meta },
        ...{ happenedMicros: BigInt(happenedMicros), recordedMicros: BigInt(recordedMicros) },
      });
      expect([position, hash.toString('hex')]).toEqual([position, stored]);
    }
  });

  it('says nothing of people or clients in any format, and no id of anything', async () => {
    const { events } = JSON.parse(await whole(program.app.get(Exports).events(named()))) as { events: TakenEvent[] };
    const ids = new Set(events.flatMap(({ stream, data }) => `${stream} ${data}`.match(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/g) ?? []));
    expect(ids.size).toBeGreaterThan(20);
    for (const format of bookFormats) {
      const text = await whole(program.app.get(Exports).books(named(), format));
      expect(text).toContain('payment received');
      for (const secret of [...Object.values(canary), ...ids, ledger]) expect([format, text.includes(secret)]).toEqual([format, false]);
    }
  });

  it('has the refund on the account of the method by which the payment came, in the month that is open', async () => {
    const journal = await whole(program.app.get(Exports).books(named(), 'hledger'));
    const [refunded] = journal.split('\n\n').filter((entry) => entry.includes('payment refunded'));
    expect(refunded!.replace(/ +/g, ' ').split('\n')).toEqual([
      expect.stringMatching(/^2026-02-02 \(\d+\)/),
      ' income:refunded 50.00 CAD',
      ' assets:clearing:paypal -50.00 CAD',
    ]);
  });

  it('is a file for those who may see amounts; every event is for a steward in person', async () => {
    const [steward, bookkeeper] = [await cookieOf('mai', 'steward'), await cookieOf('ines', 'bookkeeper')];
    const get = (file: string, cookie: string) => program.app.inject({ url: `/console/river/exports/${file}`, headers: { cookie } });
    const journal = await get('books.journal', bookkeeper);
    expect([journal.statusCode, journal.headers['content-disposition']]).toEqual([200, 'attachment; filename="river.journal"']);
    expect(journal.headers['cache-control']).toBe('no-store');
    expect(journal.body).toBe(await whole(program.app.get(Exports).books(named(), 'hledger')));
    expect((await get('events.json', bookkeeper)).statusCode).toBe(403);
    expect(JSON.parse((await get('events.json', steward)).body)).toMatchObject({ slug: 'river' });
    expect((await get('books.pdf', steward)).statusCode).toBe(404);
    expect((await program.app.inject('/console/river/exports/books.csv')).statusCode).toBe(303);
    const page = async (cookie: string) => (await program.app.inject({ url: '/console/river/months', headers: { cookie } })).body;
    expect(await page(steward)).toContain('/console/river/exports/events.json');
    expect(await page(bookkeeper)).not.toContain('/console/river/exports/events.json');
  });

  it('is the same text each time, as long as nothing happens', async () => {
    const digest = async () =>
      createHash('sha256')
        .update(await whole(program.app.get(Exports).books(named(), 'beancount')))
        .digest('hex');
    expect(await digest()).toBe(await digest());
  });
});
