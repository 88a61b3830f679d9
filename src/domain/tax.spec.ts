import fc from 'fast-check';
import { cash, gst, refusalOf } from '../../test/support/given.js';
import { formatAmount } from './money.js';
import { type TaxTreatment, taxIn, taxOfPayment } from './tax.js';
import { type TaxPlace, rateAt, taxPlaces, taxRates } from './tax-rates.js';

const provinces = taxPlaces.filter((place) => place !== 'abroad');

describe('The rate follows where whoever paid lives, and the day', () => {
  it.each<[TaxPlace, string, number, string]>([
    ['ON', '2025-03-31', 1300, '17.26'],
    ['ON', '2026-10-04', 1300, '17.26'],
    ['NB', '2025-04-01', 1500, '19.57'],
    ['NL', '2025-04-01', 1500, '19.57'],
    ['PE', '2025-04-01', 1500, '19.57'],
    ['NS', '2025-03-31', 1500, '19.57'],
    ['NS', '2025-04-01', 1400, '18.42'],
    ['NS', '2026-10-04', 1400, '18.42'],
    ['AB', '2025-04-01', 500, '7.14'],
    ['BC', '2025-04-01', 500, '7.14'],
    ['MB', '2025-04-01', 500, '7.14'],
    ['NT', '2025-04-01', 500, '7.14'],
    ['NU', '2025-04-01', 500, '7.14'],
    ['QC', '2025-04-01', 500, '7.14'],
    ['SK', '2025-04-01', 500, '7.14'],
    ['YT', '2025-04-01', 500, '7.14'],
  ])('%s on %s: %i basis points, so that 150.00 holds %#', (place, day, rateBp, inside) => {
    const tax = taxOfPayment(gst, { place }, day);
    expect(tax).toMatchObject({ treatment: 'taxable', rateBp, because: { by: 'place', place } });
    expect(formatAmount(taxIn(cash('150.00 CAD'), tax))).toBe(inside);
  });

  it('and which line of the table it was is kept with it', () => {
    expect(taxOfPayment(gst, { place: 'NS' }, '2025-04-01').because).toEqual({ by: 'place', place: 'NS', since: '2025-04-01' });
    expect(taxOfPayment(gst, { place: 'NS' }, '2025-03-31').because).toEqual({ by: 'place', place: 'NS', since: '2010-07-01' });
  });

  it('abroad there is none in it', () => {
    expect(taxOfPayment(gst, { place: 'abroad' }, '2025-04-01')).toEqual({
      treatment: 'zero-rated',
      because: { by: 'place', place: 'abroad' },
    });
  });

  it('before the table begins no rate is made up', () => {
    expect(refusalOf(() => taxOfPayment(gst, { place: 'ON' }, '2007-12-31'))).toBe('place');
  });

  it('in every place the lines stand in order of their days, and each day has one rate', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...provinces),
        fc.date({ min: new Date('2008-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (place, date) => {
          const days = taxRates[place].map(({ from }) => from);
          expect(days).toEqual([...new Set(days)].sort());
          expect(rateAt(place, date.toISOString().slice(0, 10)).rateBp).toBeGreaterThanOrEqual(500);
        },
      ),
    );
  });
});

describe('What is said of a payment goes before its offering, and nothing else does', () => {
  const exempt: TaxTreatment = { treatment: 'exempt' };
  it.each<[string, TaxTreatment, Parameters<typeof taxOfPayment>[1], object]>([
    ['nothing said', gst, {}, { ...gst, because: { by: 'offering' } }],
    ['nothing said of what is exempt', exempt, {}, { ...exempt, because: { by: 'offering' } }],
    ['a treatment', gst, { tax: exempt }, { ...exempt, because: { by: 'payment' } }],
    ['a rate', gst, { tax: { treatment: 'taxable', rateBp: 1498 } }, { treatment: 'taxable', rateBp: 1498, because: { by: 'payment' } }],
    ['a place, where the offering is exempt', exempt, { place: 'ON' }, { ...exempt, because: { by: 'offering' } }],
    [
      'a place abroad, where she is not registered',
      { treatment: 'not-registered' },
      { place: 'abroad' },
      { treatment: 'not-registered', because: { by: 'offering' } },
    ],
  ])('%s', (_, ofOffering, said, applied) => {
    expect(taxOfPayment(ofOffering, said, '2026-10-04')).toEqual(applied);
  });

  it('a place and a treatment at once are asked about', () => {
    expect(refusalOf(() => taxOfPayment(gst, { place: 'ON', tax: exempt }, '2026-10-04'))).toBe('place');
  });
});
