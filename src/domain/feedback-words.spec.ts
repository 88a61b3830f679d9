import { namedAmountOrDay, withoutAmountsAndDays } from './feedback-words.js';

describe('What is published of feedback names no amount and no day', () => {
  it.each([
    ['I was sent $40 for it.', 'I was sent [amount] for it.'],
    ['CA$ 1,200.50 came, thank you', '[amount] came, thank you'],
    ['Vous avez promis 40 $ et 1 200,50 $.', 'Vous avez promis [amount] et [amount].'],
    ['40 dollars, then 40 CAD, then CAD 40.', '[amount], then [amount], then [amount].'],
    ['about $2k in all', 'about [amount] in all'],
    ['5만원을 받았습니다', '[amount]을 받았습니다'],
    ['It came on 4 October 2026, early.', 'It came on [day], early.'],
    ['on the 4th of October', 'on the [day]'],
    ['October 4th, 2026 was late', '[day] was late'],
    ['le 1er octobre', 'le [day]'],
    ['on 2026-10-04 or 4/10/2026 or 10/4 or 4.10.2026', 'on [day] or [day] or [day] or [day]'],
    ['2026년 10월 4일에', '[day]에'],
    ['at 14:30 or 3 pm', 'at [day] or [day]'],
    ['أرسلتم ٤٠ $ لي', 'أرسلتم [amount] لي'],
  ])('%s', (written, shown) => {
    expect(withoutAmountsAndDays(written)).toBe(shown);
    expect(namedAmountOrDay(written)).toBeDefined();
    expect(namedAmountOrDay(shown)).toBeUndefined();
  });

  it.each([
    '20 % of what people pay is a good share.',
    'In October you published late. 2026 was better.',
    'I misread it 3 times; entry 12 says otherwise.',
    'Five people read this page <b>every</b> month. 👩🏾‍🦽 שלום',
    '',
  ])('leaves as it is: %s', (written) => {
    expect(withoutAmountsAndDays(written)).toBe(written);
    expect(namedAmountOrDay(written)).toBeUndefined();
  });

  it('takes out whatever it finds in ten thousand characters without a noticeable wait', () => {
    const long = '1 '.repeat(5000);
    const began = performance.now();
    withoutAmountsAndDays(long);
    withoutAmountsAndDays('$'.repeat(10_000));
    withoutAmountsAndDays('1'.repeat(10_000));
    expect(performance.now() - began).toBeLessThan(3000);
  });
});
