import { defineOffering, oddAmount } from '../domain/offering.js';
import { evolveBooks } from '../domain/ledger.js';
import { money } from '../domain/money.js';
import { offeringPresets } from './offering-presets.queries.js';

const books = evolveBooks(
  { status: 'unopened' },
  {
    type: 'LedgerOpened',
    data: { slug: 'river', name: 'River', kind: 'practice', zone: 'America/Toronto', currency: 'CAD' },
    happenedAt: '2026-01-01T00:00:00.000Z',
  },
);
const asked = { ledger: 'l', by: 'account:a', request: 'r' };

describe('the offerings that a new ledger can begin with', () => {
  it.each(offeringPresets().map((preset) => [preset.title, preset] as const))('can all be defined as they stand: %s', (_title, {
    offerings,
  }) => {
    for (const offering of offerings) {
      expect(defineOffering(books, { ...asked, ...offering }, '2026-01-01T00:00:00.000Z')).toMatchObject([{ data: offering }]);
    }
  });

  it('co-envisioning has two bands for each length, a group, and reduced-rate counselling outside the promise', () => {
    const { offerings } = offeringPresets().find(({ value }) => value === 'co-envisioning')!;
    expect(offerings.map(({ offering, insidePledge }) => [offering, insidePledge])).toEqual([
      ['ces-50', true],
      ['ces-75', true],
      ['group', true],
      ['counselling-reduced', false],
    ]);
    expect(oddAmount(offerings[0]!, money(25_000n, 'CAD'))).toBeUndefined();
    expect(oddAmount(offerings[1]!, money(21_900n, 'CAD'))).toContain('not a usual amount');
  });
});
