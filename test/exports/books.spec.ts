import { formatAmount } from '../../src/domain/money.js';
import { Balances, postingsOf } from '../../src/domain/postings.js';
import { type BookFormat, bookText } from '../../src/exports/book-text.js';
import { beancountBalances, beancountFaults, describeWithAccounting, hledgerBalances, hledgerFaults } from './accounting-programs.js';
import { LivedBooks } from './lived.js';

const seeds = Array.from({ length: 8 }, (_, at) => at + 1 + Math.floor(Math.random() * 1_000_000));

async function written(lived: LivedBooks, format: BookFormat): Promise<string> {
  async function* events() {
    yield* lived.events;
  }
  const books = { slug: 'river', zone: 'America/Toronto', currency: 'CAD', changed: lived.changed };
  const texts: string[] = [];
  for await (const text of bookText(books, format, events())) texts.push(text);
  return texts.join('');
}

/** Our own balances, all that was received together: `account currency amount`. */
function ours({ events }: LivedBooks): string[] {
  const balances = new Balances();
  for (const event of events) balances.add(postingsOf(event));
  return balances
    .all()
    .filter(({ amount }) => amount.minor !== 0n)
    .map(({ account, amount }) => `${account} ${amount.currency} ${formatAmount(amount)}`)
    .sort();
}

/** As `ours`: the clearing accounts of all methods and rails together. */
function together(balances: readonly string[]): string[] {
  const received = new Map<string, bigint>();
  const others = balances.filter((balance) => {
    const [account, currency, amount] = balance.split(' ') as [string, string, string];
    if (!account.startsWith('assets:clearing:')) return true;
    received.set(currency, (received.get(currency) ?? 0n) + BigInt(amount.replace('.', '')));
    return false;
  });
  const sums = [...received].filter(([, minor]) => minor !== 0n);
  return [...others, ...sums.map(([currency, minor]) => `assets:received ${currency} ${formatAmount({ currency, minor })}`)].sort();
}

describeWithAccounting("The books of any history, read by other people's programs", () => {
  it.each(seeds)('hledger finds them in order and with our balances to the cent (history %d)', async (seed) => {
    const lived = new LivedBooks(seed).live(250);
    const text = await written(lived, 'hledger');
    expect(hledgerFaults(text)).toBe('');
    expect(together(hledgerBalances(text))).toEqual(ours(lived));
  });

  it.each(seeds)('beancount finds them in order and with our balances to the cent (history %d)', async (seed) => {
    const lived = new LivedBooks(seed).live(250);
    const text = await written(lived, 'beancount');
    expect(beancountFaults(text)).toBe('');
    expect(together(beancountBalances(text))).toEqual(ours(lived));
  });

  it('an amount changed by one cent, in an entry or in what a closed month says, is found by both', async () => {
    const lived = new LivedBooks(7).live(250);
    const spoilt = (text: string, line: RegExp) =>
      text.replace(line, (found) =>
        found.replace(/\.(\d)(\d)(?= (?:~ 0 )?CAD$)/m, (_, tenth, cent) => `.${tenth}${(Number(cent) + 1) % 10}`),
      );
    const journal = await written(lived, 'hledger');
    const beans = await written(lived, 'beancount');
    expect(hledgerFaults(spoilt(journal, /^ {4}income:sessions.* CAD$/m))).toContain('could not balance');
    expect(hledgerFaults(spoilt(journal, /^ {4}.* CAD = .* CAD$/m))).toContain('balance assertion');
    expect(beancountFaults(spoilt(beans, /^ {2}Income:Sessions.* CAD$/m))).toContain('does not balance');
    expect(beancountFaults(spoilt(beans, /^\d{4}-\d\d-\d\d balance .* CAD$/m))).toContain('Balance failed');
  });
});
