import { monthCsv } from '../../src/reports/month-csv.js';
import { MonthReports } from '../../src/reports/month-reports.js';
import { Payouts } from '../../src/payouts/payouts.queries.js';
import { PersonCodes } from '../../src/yours/person-codes.queries.js';
import { Browser } from '../console/browser.js';
import { memberOf } from '../console/people.js';
import type { Status } from '../paypal/simulator/life.js';
import { type House, openHouse } from './house.js';

let house: House;
let ava: Browser;
beforeAll(async () => {
  house = await openHouse();
  house.stub.status = 'PENDING';
  ava = await memberOf(house.program, house.ledger, 'ava', 'steward');
});
afterAll(() => house.stop());

const heard = (html: string): string =>
  html
    .replace(/<(?:br|\/p|\/dd|\/td|\/th|\/dt|\/h\d)[^>]*>/g, ' ')
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
const page = async (path = '') => (await ava.get(`/console/river${path}`)).text;

/** The parts of a page, made by one element, that lead to the payout. */
const about = (payout: string, html: string, element: string): string[] =>
  [...html.matchAll(new RegExp(`<${element}[ >].*?</${element}>`, 'gs'))]
    .map(([part]) => part)
    .filter((part) => part.includes(payout))
    .map(heard);

async function became(life: readonly Status[]): Promise<string> {
  const payout = await house.approved();
  await house.step(payout);
  for (const status of life) {
    house.stub.memory.becomes(house.stub.batches.find(({ senderBatch }) => senderBatch.startsWith(payout))!, status);
    await house.pass(24 * 60, payout);
  }
  return payout;
}

/** Their own page, with a code of the person behind the payout. */
async function yours(payout: string): Promise<string> {
  const payouts = house.program.app.get(Payouts);
  const [recipient] = await payouts.peopleTags(house.ledger, [(await payouts.one(house.ledger, payout))!]);
  const code = await house.program.app.get(PersonCodes).issue(house.ledger, recipient!);
  const { text } = await new Browser(house.program.app).post('/river/yours', { code, does: 'look' });
  return heard(/<ul class="rows">.*?<\/ul>/s.exec(text)![0]);
}

interface Said {
  /** On the list of payouts, over it. */
  readonly list: string;
  /** On its own page, after "Now". */
  readonly now: string;
  /** Why, on its own page. */
  readonly because: string;
  readonly today: string;
  /** On the page of what is not certain; empty where it is certain. */
  readonly inDoubt: string;
  readonly yours: string;
}

const back = { list: 'Came back', now: 'Came back', today: 'Sent to answer a call, and came back', inDoubt: '' };
const backToUs = 'came back to us; it was sent on';

describe('What did not arrive is called so on every page', () => {
  it.each<[Status, readonly Status[], Said]>([
    [
      'UNCLAIMED',
      ['UNCLAIMED'],
      {
        list: 'Sent, not yet claimed',
        now: 'Sent, not yet claimed',
        because: 'If nobody does, it comes back by itself after 30 days, on 2 December 2026, and its money is ready to send again.',
        today: 'Sent to answer a call, not yet claimed',
        inDoubt: '',
        yours: 'waits at PayPal until you claim it; it was sent on 2 November 2026 Claim it by 2 December 2026:',
      },
    ],
    [
      'ONHOLD',
      ['ONHOLD'],
      {
        list: 'Sent, held by PayPal',
        now: 'Sent, held by PayPal',
        because: 'PayPal holds it for a review. It goes on by itself, or comes back.',
        today: 'Sent to answer a call, held by PayPal',
        inDoubt: '',
        yours: 'is held by PayPal for a review; it was sent on',
      },
    ],
    ['RETURNED', ['UNCLAIMED', 'RETURNED'], { ...back, because: 'Came back: nobody picked it up in time', yours: backToUs }],
    ['REFUNDED', ['SUCCESS', 'REFUNDED'], { ...back, because: 'Came back: they sent it back', yours: backToUs }],
    ['BLOCKED', ['BLOCKED'], { ...back, because: 'Came back: PayPal stopped it', yours: backToUs }],
    [
      'REVERSED',
      ['SUCCESS', 'REVERSED'],
      {
        list: 'Taken back by PayPal',
        now: 'Taken back by PayPal',
        because: 'PayPal says that it was paid, and then taken back.',
        today: 'Sent to answer a call, and taken back by PayPal',
        inDoubt: 'Whether the money is back in your account: PayPal took it back after it was paid.',
        yours: 'was taken back by PayPal; it was sent on',
      },
    ],
  ])('%s', async (_, life, said) => {
    const payout = await became(life);
    const own = heard(await page(`/payouts/${payout}`));
    const [list] = about(payout, await page('/payouts'), 'section');
    const today = about(payout, await page(), 'li').join(' ');
    const [inDoubt = ''] = about(payout, await page('/payouts/in-doubt'), 'section');
    const [theirs = ''] = (await yours(payout)).split('To keep a receipt'); // what they may agree to speaks of no payout
    expect(list).toMatch(new RegExp(`^${said.list} \\d payout`));
    expect(own).toContain(`Now ${said.now}, since`);
    expect(own).toContain(said.because);
    expect(today).toContain(said.today);
    expect([inDoubt.length > 0, inDoubt.includes(said.inDoubt)]).toEqual([said.inDoubt.length > 0, true]);
    expect(theirs).toContain(said.yours);
    for (const text of [list, today, inDoubt, theirs]) expect(text).not.toMatch(/arrived|\bSent,? answering|\bSent \d/);
  });

  it('also in the month’s report and its file, each state in a line of its own', async () => {
    const report = await house.program.app.get(MonthReports).of(house.ledger, '2026-11');
    const stands = report.payouts.map(({ status, payouts }) => `${status} ${payouts}`);
    expect(stands).toEqual(['on-hold 1', 'returned 3', 'reversed 1', 'unclaimed 1']);
    const [, table = ''] = (await page('/months/2026-11/report')).split('What was sent');
    const rows = [...table.matchAll(/<td>([^<]+)<\/td>/g)].map(([, now]) => now);
    expect(rows).toEqual(['sent, held by PayPal', 'came back', 'taken back by PayPal', 'sent, not yet claimed']);
    const csv = monthCsv(report)
      .split('\n')
      .flatMap((line) => /payouts,paypal,.*?(\w[^"]*): people receive/.exec(line)?.[1] ?? []);
    expect(csv).toEqual(['', 'sent, held by PayPal', 'came back', 'taken back by PayPal', 'sent, not yet claimed'].slice(1));
  });
});
