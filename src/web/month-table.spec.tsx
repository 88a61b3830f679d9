import { money } from '../domain/money.js';
import { everyMonth, MonthTable } from './month-table.js';
import { Page, renderPage } from './page.js';

const cad = (minor: bigint) => money(minor, 'CAD');
const months = [
  { month: '2026-10', promised: cad(40000n), passedOn: cad(38000n) },
  { month: '2026-09', promised: cad(29600n), passedOn: cad(31000n) },
];
const render = (hideAmounts = false) =>
  renderPage(
    <Page title="Months" home="CAD" hideAmounts={hideAmounts}>
      <MonthTable caption="Money was passed on in 2 of 2 months" months={months} hrefOf={(month) => `/river/months/${month}`} />
    </Page>,
  );

describe('month by month, the chart is the table', () => {
  it('says both numbers of each month in words, beside a bar that is only for the eye', () => {
    expect(render()).toContain('$380.00</span> of <span class="amount">$400.00');
    expect(render().match(/<svg class="bar"[^>]*aria-hidden="true"/g)).toHaveLength(2);
    expect(render()).toContain('<th scope="row"><a href="/river/months/2026-10">Oct 2026</a></th>');
  });

  it('draws every bar from zero on one scale', () => {
    expect(render()).toContain('<rect class="bar-promised" x="1" y="1" width="99%"');
    expect(render()).toContain('<rect class="bar-passed" x="1" y="1" width="94%"');
  });

  it('says where more was passed on than promised', () => {
    expect(render().match(/some from earlier months/g)).toHaveLength(1);
  });

  it('draws no bar where amounts are hidden: a bar is an amount', () => {
    expect(render(true)).not.toContain('class="bar"');
  });

  it('a month without figures is a row at zero, not a gap', () => {
    const all = everyMonth([months[0]!, { ...months[1]!, month: '2026-07' }], cad(0n));
    expect(all.map(({ month }) => month)).toEqual(['2026-07', '2026-08', '2026-09', '2026-10']);
  });
});
