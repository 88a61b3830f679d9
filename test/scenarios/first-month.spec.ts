import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CommandBus } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { SetupLinks } from '../../src/access/setup-links.js';
import { Publish } from '../../src/domain/publish.js';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import { Visitor, textOf } from './visitor.js';

const fixture = (name: string): Buffer => fs.readFileSync(path.join(__dirname, '../fixtures/intake', name));
const console_ = '/console/river';

/**
 * One practitioner's first month, over HTTP and without script: she opens her ledger, states what was before, brings in two
 * files, notes calls, sends money by hand, closes the month, and the world reads what may be said. What the pages printed
 * stands in books/first-month.txt; a change to it is a change of the books and is looked at line by line.
 */
describe('the first month', () => {
  let program: TestProgram;
  let she: Visitor;
  const book: string[] = [];
  const chapter = (title: string, text: string): void => void book.push(`## ${title}\n\n${text}\n`);

  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z');
    she = await Visitor.of(program);
  });
  afterAll(() => program.stop());

  it('she opens her ledger behind the one-time link', async () => {
    const link = `/setup/${await program.app.get(SetupLinks).issue()}`;
    await she.open(link);
    await she.submit(link, {
      name: 'ava',
      password: 'four words make a password',
      ledgerName: 'River practice',
      slug: 'river',
      currency: 'CAD',
      zone: 'America/Toronto',
      sharePercent: '20',
      base: 'gross',
      words: 'A fifth of what people pay is redistributed.',
      startsOn: '2026-01-01',
      offerings: 'co-envisioning',
      backupFolder: path.join(tmpdir(), 'mutual-aid-ledger-backup'),
    });
    expect(she.path).toBe('/console/river?done=opened');
    chapter('The ledger is open', textOf(she.page));
  });

  it('she states what she owed and had paid before', async () => {
    await she.open(`${console_}/opening`);
    await she.submit(`${console_}/opening`, { owed: '240.00', paid: '200.00', currency: 'CAD' });
    expect(she.status).toBe(200);
    chapter('What was before', textOf(she.page));
  });

  it('she brings in her bank’s month and PayPal’s, and nothing records itself', async () => {
    for (const [name, source, file] of [
      ['RBC chequing', 'bank', 'rbc-2026-10.csv'],
      ['PayPal', 'paypal', 'paypal-2026-10-us.csv'],
    ] as const) {
      await she.open(`${console_}/accounts`);
      await she.submit(`${console_}/accounts`, { name, source, currency: 'CAD' });
      await she.open(`${console_}/imports`);
      const account = accountOn(she.page, name);
      await she.upload(`${console_}/imports`, { account }, file, fixture(file));
      expect(she.path).toMatch(/\/imports\/[0-9a-f-]{36}$/);
      chapter(`Preview of ${file}`, textOf(she.page));
      await she.submit(she.path);
      expect(she.status).toBe(200);
      chapter(`Recorded from ${file}`, textOf(she.page));
    }
  });

  it('the same file a second time adds nothing', async () => {
    const before = await positionOf(program);
    await she.open(`${console_}/imports`);
    await she.upload(
      `${console_}/imports`,
      { account: accountOn(she.page, 'RBC chequing') },
      'rbc-2026-10.csv',
      fixture('rbc-2026-10.csv'),
    );
    expect(textOf(she.page)).toContain('0 new, 24 already here');
    chapter('The same file a second time', textOf(she.page).split('\n').slice(0, 4).join('\n'));
    expect(await positionOf(program)).toBe(before);
  });

  it('she notes a call, proposes, approves, sends by hand and hears that it arrived', async () => {
    await she.open(`${console_}/calls/new`);
    await she.submit(`${console_}/calls`, {
      link: 'https://social.example/@someone/1',
      asked: '200.00',
      currency: 'CAD',
      rail: 'interac',
      address: 'someone@mail.example',
      fitsThePromise: 'yes',
      name: 'quiet-heron',
    });
    await she.open(`${console_}/payouts/new`);
    await she.submit(`${console_}/payouts`, { amount: '60.00', currency: 'CAD' });
    await she.submit(`${console_}/payouts`, {}, { step: 'propose' });
    await she.open(`${console_}/payouts`);
    const payout = /\/payouts\/([0-9a-f-]{36})/.exec(she.page)![1]!;
    const at = `${console_}/payouts/${payout}`;
    await she.open(at);
    await she.submit(`${at}/approve`);
    for (let tries = 0; tries < 100 && !she.page.includes(`${at}/show-address`); tries += 1) {
      await pause(100);
      await she.open(at);
    }
    await she.submit(`${at}/show-address`);
    expect(she.page).toContain('someone@mail.example');
    chapter('The card', textOf(she.page).replace(/\b[A-Z2-9]{5}\b/g, 'CODE5'));
    await she.submit(`${at}/sent`, { sentOn: '2026-11-02' });
    await she.submit(`${at}/arrived`, {}, { because: 'person-said-so' });
    chapter('It arrived', textOf(she.page).replace(/\b[A-Z2-9]{5}\b/g, 'CODE5'));
  });

  it('she closes October and takes its report along', async () => {
    await she.open(`${console_}/months/2026-10`);
    await she.submit(`${console_}/months/2026-10/close`);
    expect(she.status).toBe(200);
    chapter('October, closed', textOf(she.page));
    await she.open(`${console_}/months/2026-10/report.csv`);
    expect(she.status).toBe(200);
    chapter('October as CSV', she.page.trim());
    await she.open(console_);
    chapter('Today, on 2 November', textOf(she.page));
  });

  it('the world sees the promise first, and figures once they may be said', async () => {
    await she.open('/river');
    chapter('The public page before the first publication', textOf(she.page));
    await she.open(`${console_}/public`);
    await she.submit(`${console_}/public/address`, { address: 'ledger.example' });
    program.setTime('2026-12-08T16:00:01Z');
    const [row] = await program.app.get(Ledgers).all();
    await program.app.get(CommandBus).execute(new Publish({ ledger: row!.ledgerId, by: 'publisher', request: newRequest() }));
    await pause(6000);
    await she.open('/river');
    chapter('The public page after the publication of 8 December', textOf(she.page));
    expect(she.page).not.toMatch(/quiet-heron|@someone|mail.example|rowan|juniper/i);
  });

  it('what the pages printed is what stands beside this test', () => {
    const printed = book
      .join('\n')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}/g, 'ID')
      .replace(/[0-9a-f]{64}/g, 'HASH');
    const file = path.join(__dirname, 'books/first-month.txt');
    if (process.env.WRITE_BOOKS) fs.writeFileSync(file, printed);
    expect(printed).toBe(fs.readFileSync(file, 'utf8'));
  });
});

const accountOn = (page: string, name: string): string =>
  new RegExp(`value="([0-9a-f-]{36})"[^>]*>(?:(?!value=)[\\s\\S])*?${name}`).exec(page)?.[1] ?? '';

async function positionOf({ app }: TestProgram): Promise<string> {
  const [head] = await app.get(DataSource).query<{ position: string }[]>('select max(position) as position from ledger_head');
  return head!.position;
}
