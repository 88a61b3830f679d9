import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { HostSettings } from '../../src/access/host-settings.js';
import { StewardAccounts } from '../../src/access/steward-accounts.js';
import { projections } from '../../src/rows.js';
import { createApplication } from '../../src/application.js';
import { type DemoFigures, fillDemo } from '../../src/demo/fill.js';
import { demoPeople } from '../../src/demo/people.js';
import { practiceBanner, signIn } from '../../src/demo/practice.js';
import { millisOf } from '../../src/domain/calendar.js';
import { fundImbalance } from '../../src/domain/fund.js';
import { formatAmount } from '../../src/domain/money.js';
import { Balances, postingsOf } from '../../src/domain/postings.js';
import { walkChain } from '../../src/event-store/chain.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { Rebuilding } from '../../src/event-store/rebuild.js';
import type { BookFormat } from '../../src/exports/book-text.js';
import { Exports } from '../../src/exports/exports.queries.js';
import { Obligations } from '../../src/obligations/obligations.queries.js';
import { Payouts } from '../../src/payouts/payouts.queries.js';
import { verifyEntries } from '../../src/public-log/arithmetic.js';
import { type Entry, decodeEntry } from '../../src/public-log/entry.js';
import { Reconciliation } from '../../src/reconciliation/reconciliation.queries.js';
import type { Runtime } from '../../src/runtime.js';
import { loadSettings } from '../../src/settings.js';
import { beancountBalances, beancountFaults, hledgerBalances, hledgerFaults, itWithAccounting } from '../exports/accounting-programs.js';
import { freshConnections } from '../support/database.js';

const until = '2026-11-22T21:00:00.000Z';

describe('the demo: a practice that does not exist, and a year that ends today', () => {
  let app: INestApplicationContext;
  let pool: pg.Pool;
  let figures: DemoFigures;
  let ledger: string;
  const lines: string[] = [];

  beforeAll(async () => {
    let now = 0;
    const connections = await freshConnections();
    const settings = {
      ...loadSettings({ LEDGER_LOG_LEVEL: 'error' }),
      queueConcurrency: 0,
      databasePool: 8,
      journalDir: mkdtempSync(path.join(os.tmpdir(), 'ledger-journal-')),
    };
    const runtime: Runtime = { settings, connections, wrappingKey: Buffer.alloc(32, 7), clock: () => now };
    app = await createApplication(runtime);
    pool = new pg.Pool({ ...connections.service, max: 2 });
    const setClock = (at: string) => {
      now = millisOf(at);
    };
    figures = await fillDemo(app, { until, setClock, tell: (line) => lines.push(line) });
    ({ ledger } = figures);
  });
  afterAll(async () => {
    await pool.end();
    await app.close();
  });

  const counted = async (sql: string): Promise<number> => Number((await pool.query(sql, [ledger])).rows[0].count);
  const entries = async (): Promise<Entry[]> => {
    const { rows } = await pool.query<{ entry: string }>('select entry from publication where ledger_id = $1 order by entry_index', [
      ledger,
    ]);
    return rows.map(({ entry }) => decodeEntry(entry));
  };

  it('three hundred payments are in the books: from the bank, from PayPal in two currencies, and by hand', async () => {
    expect(figures.payments).toBe(300);
    const { rows } = await pool.query('select distinct method, currency from payment where ledger_id = $1', [ledger]);
    expect(rows).toEqual(
      expect.arrayContaining([
        { method: 'interac', currency: 'CAD' },
        { method: 'paypal', currency: 'CAD' },
        { method: 'paypal', currency: 'USD' },
        { method: 'cheque', currency: 'CAD' },
        { method: 'cash', currency: 'CAD' },
      ]),
    );
    expect(await counted('select count(*) from payment where ledger_id = $1 and not inside_pledge')).toBeGreaterThan(20);
    expect(await counted(`select count(*) from event where ledger_id = $1 and type = 'PaymentRefunded'`)).toBe(3);
    expect(await counted(`select count(*) from payment where ledger_id = $1 and status = 'voided'`)).toBe(1);
    expect(await counted('select count(*) from payment where ledger_id = $1 and belongs_to is not null')).toBe(1);
  });

  it('a hundred and twenty payouts went out by hand, one came back before it was published, most became final by waiting', async () => {
    expect(figures.payouts).toBe(120);
    const { rows: back } = await pool.query(`select published_period from payout where ledger_id = $1 and status = 'returned'`, [ledger]);
    expect(back).toEqual([{ published_period: null }]);
    const { rows } = await pool.query<{ because: string; count: string }>(
      'select because, count(*) from payout where ledger_id = $1 and because is not null group by because order by count(*) desc',
      [ledger],
    );
    expect(rows[0]!.because).toBe('no-return-in-35-days');
    expect(rows.map(({ because }) => because).sort()).toEqual(['cash', 'mail-accepted', 'no-return-in-35-days', 'person-said-so']);
  });

  itWithAccounting('hledger and beancount find its books in order, every closed month as it was, and the same balances', async () => {
    const written = async (format: BookFormat): Promise<string> => {
      const texts: string[] = [];
      for await (const text of app.get(Exports, { strict: false }).books({ ledger, slug: 'demo' }, format)) texts.push(text);
      return texts.join('');
    };
    const [journal, beans] = [await written('hledger'), await written('beancount')];
    expect([hledgerFaults(journal), beancountFaults(beans)]).toEqual(['', '']);
    expect(journal.match(/ closed$/gm)).toHaveLength(12);
    expect(beancountBalances(beans)).toEqual(hledgerBalances(journal).sort());
    const balances = new Balances();
    for await (const event of app.get(EventReader, { strict: false }).all(ledger)) balances.add(postingsOf(event));
    const income = balances.of('income:sessions', 'CAD');
    expect(hledgerBalances(journal)).toContain(`income:sessions CAD ${formatAmount(income)}`);
  });

  it('twelve months are closed in order and twelve publications made, each with a pledge and a batch', async () => {
    const closed = await app.get(Reconciliation, { strict: false }).closedMonths(ledger);
    expect(closed.map(({ month }) => month)).toEqual([
      '2026-09',
      '2026-08',
      '2026-07',
      '2026-06',
      '2026-05',
      '2026-04',
      '2026-03',
      '2026-02',
      '2026-01',
      '2025-12',
      '2025-11',
      '2025-10',
    ]);
    expect(figures.publications).toBe(12);
    const published = await entries();
    expect(published.filter(({ kind }) => kind === 'pledge.accrued')).toHaveLength(12);
    expect(published.filter((entry) => entry.kind === 'batch.paid' && entry.currency === 'CAD')).toHaveLength(12);
    expect(published.filter(({ kind }) => kind === 'pool.converted').length).toBeGreaterThan(1);
  });

  it('every entry of the log can be read again, and anyone who checks its sums and its calendar finds no fault', async () => {
    expect(verifyEntries(await entries())).toEqual([]);
  });

  it('the fund balances: what is ready, reserved, on its way and sent is what was owed', async () => {
    const funds = await app.get(Obligations, { strict: false }).funds(ledger);
    for (const fund of funds.values()) expect(fundImbalance(fund).minor).toBe(0n);
    expect(funds.get('CAD')!.available.minor).toBeGreaterThan(0n);
  });

  it('the chain of events holds from the first to the last', async () => {
    const { events, faults } = await walkChain(pool, ledger);
    expect(faults).toEqual([]);
    expect(events).toBeGreaterThan(2500n);
  });

  it.each(
    projections.map((projection) => [projection.row.name, projection] as const),
  )('%s, made again from the events, differs in no row', async (_name, projection) => {
    const { different } = await app.get(Rebuilding, { strict: false }).rebuild(projection, ledger, false);
    expect(different).toBe(0);
  });

  it('nobody is named: no name, handle, address or link stands in the public log, nor in clear anywhere in the books', async () => {
    const { payers, people, others, housemate } = demoPeople();
    const canaries = [
      ...payers,
      ...payers.map((name) => name.toUpperCase()),
      housemate,
      ...others,
      ...people.flatMap(({ handle, address }) => [handle, address]),
    ];
    const {
      rows: [text],
    } = await pool.query<{ published: string; books: string }>(
      `select (select string_agg(entry, ' ') from publication) as published, (select string_agg(data || meta, ' ') from event) as books`,
    );
    const found = canaries.filter((canary) => text!.published.includes(canary) || text!.books.includes(canary));
    expect(found).toEqual([]);
    expect(text!.published).not.toMatch(/@|https?:/);
  });

  it('something waits for the steward: lines to review, a proposal, an open card, calls with and without a day', async () => {
    expect(await app.get(Reconciliation, { strict: false }).countToReview(ledger)).toEqual({ mail: 0, file: 3 });
    const open = await app.get(Payouts, { strict: false }).notFinal(ledger);
    expect(open.map(({ status }) => status)).toEqual(expect.arrayContaining(['proposed', 'held', 'sent']));
    expect(await counted(`select count(*) from call where ledger_id = $1 and status = 'open' and needed_by is not null`)).toBe(1);
  });

  it('says what it is: a banner for every page, a name to sign in with, a line for each month lived', async () => {
    expect(await app.get(HostSettings, { strict: false }).get('banner')).toBe(practiceBanner);
    expect(await app.get(StewardAccounts, { strict: false }).whose(signIn)).toEqual(expect.any(String));
    expect(lines).toHaveLength(13);
  });
});
