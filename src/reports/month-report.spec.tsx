import { money } from '../domain/money.js';
import { renderPage } from '../web/page.js';
import { monthFigures } from './month-figures.js';
import { MonthReportPage } from './month-report.js';

const sold = { method: 'interac', offering: 'ces-50', insidePledge: true } as const;
const figures = monthFigures('2026-10', 'CAD', {
  received: [
    { ...sold, currency: 'CAD', payments: 2, received: 40000n, tax: 1904n, fees: 0n },
    { ...sold, offering: 'counselling-reduced', insidePledge: false, currency: 'CAD', payments: 1, received: 6000n, tax: 0n, fees: 0n },
  ],
  setAside: [{ ...sold, currency: 'CAD', policyVersion: 2, baseKind: 'gross', shareBp: 2000, payments: 2, base: 40000n, owed: 8000n }],
  sources: [{ currency: 'CAD', before: 11000n, setAside: 8000n, adjusted: -2000n, adjustments: 1, advanced: 0n }],
  sent: [{ currency: 'CAD', before: 3000n, sent: 5000n, backBefore: 500n, cameBack: 0n }],
  payouts: [{ rail: 'interac', status: 'paid', currency: 'CAD', givenCurrency: 'CAD', payouts: 1, amount: 5000n, given: 5000n }],
  paymentsBack: [{ ...sold, month: '2026-10', amount: money(10000n, 'CAD'), tax: money(476n, 'CAD'), fee: money(0n, 'CAD') }],
});
const ledger = { slug: 'river', name: 'River <b>Practice</b>', currency: 'CAD' };
const html = (hideAmounts = false) =>
  renderPage(<MonthReportPage ledger={ledger} report={{ ...figures, state: 'closed' }} readOn="2026-11-22" hideAmounts={hideAmounts} />);
const heard = (text: string): string =>
  text
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ');

describe('a month on paper', () => {
  it('is a sum from what was held to what is carried on', () => {
    expect(heard(html())).toContain(
      'Held at the start $85.00 Set aside $80.00 Refunds and corrections −$20.00 Sent −$50.00 Held at the end, carried on $95.00',
    );
  });

  it('shows what stands outside the promise apart', () => {
    const says = heard(html());
    expect(says).toContain('counselling-reduced, outside the promise 1 $60.00');
    expect(says).toContain('Inside the promise 2 $400.00 $100.00 $300.00 $14.28 $0.00 $80.00');
    expect(says).toContain('Together 3 $460.00 $100.00 $360.00 $14.28 $0.00 $80.00');
  });

  it('says under which version of the promise, and of what', () => {
    expect(heard(html())).toContain('Version 2: 20 % of everything paid 2 $400.00 $80.00');
  });

  it('covers amounts where the steward asked for that, and shows names as text', () => {
    expect(html(true)).not.toMatch(/\$\d/);
    expect(html()).toContain('River &lt;b>Practice');
  });

  it('speaks of people and money, never of charity', () => {
    expect(heard(html())).not.toMatch(/\b(donat\w*|benefici\w*|recipients?|clients?|gift|award\w*|overdue|disburs\w*)\b/i);
  });
});
