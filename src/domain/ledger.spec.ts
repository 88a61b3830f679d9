import { asked, foldBooks, openedAt, practice, refusalOf, unopened } from '../../test/support/given.js';
import {
  type Books,
  adoptPublicationRules,
  changeSteward,
  checkSlug,
  confirmPayers,
  confirmPublicAddress,
  openBooks,
  openLedger,
  reservedSlugs,
} from './ledger.js';
import { presetRules } from './publication-rules.js';

const opening = { ...asked, slug: 'river', name: ' River practice ', zone: 'America/Toronto', currency: 'CAD', steward: 'ava' };
const later = '2026-03-01T12:00:00.000Z';

describe('A ledger is opened once', () => {
  it('with its zone and currency for good, a first steward, and the guarded rules of publication', () => {
    const books = openBooks(foldBooks(openLedger(unopened, opening, openedAt)));
    expect(books).toMatchObject({
      slug: 'river',
      name: 'River practice',
      zone: 'America/Toronto',
      currency: 'CAD',
      stewards: { ava: 'steward' },
      openedAt,
    });
    expect(books.rules.map(({ rules }) => rules)).toEqual([presetRules('guarded')]);
    expect(books.publicAddress).toBeUndefined();
  });

  it.each<[string, object, string]>([
    ['no name', { name: '  ' }, 'name'],
    ['a name past 120 characters', { name: 'x'.repeat(121) }, 'name'],
    ['a town for a zone', { zone: 'Toronto' }, 'zone'],
    ['an offset for a zone', { zone: '-05:00' }, 'zone'],
    ['a currency nobody has', { currency: 'DOL' }, 'currency'],
    ['a slug of the host', { slug: 'console' }, 'slug'],
    ['a slug in capitals', { slug: 'River' }, 'slug'],
  ])('not with %s', (_, more, field) => {
    expect(refusalOf(() => openLedger(unopened, { ...opening, ...more }, openedAt))).toBe(field);
  });

  it('and not again', () => {
    expect(refusalOf(() => openLedger(practice(), opening, later))).toBe('ledger/already-open');
  });
});

describe('A slug names a ledger in addresses', () => {
  it.each(['r', 'river', 'river-practice', '2026', 'a'.repeat(40)])('"%s" is free to take', (slug) => {
    expect(checkSlug(slug)).toBe(slug);
  });

  it.each([...reservedSlugs])('"%s" is kept for the host', (slug) => {
    expect(refusalOf(() => checkSlug(slug))).toBe('slug');
  });

  it('every path of the host that a browser asks for is kept', () => {
    for (const slug of ['console', 'api', 'docs', 'docs-json', 'webhooks', 'healthz', 'readyz', 'metrics', 'assets', 'sign-in', 'setup']) {
      expect(reservedSlugs.has(slug)).toBe(true);
    }
  });

  it.each([
    '',
    '-river',
    'river-',
    'a'.repeat(41),
    'ri ver',
    'río',
    'river/log',
    '..',
    "x'; drop table event; --",
    '%2e%2e',
    '<b>',
    'river\n',
  ])('"%s" is none', (slug) => {
    expect(refusalOf(() => checkSlug(slug))).toBe('slug');
  });
});

describe('Somebody always holds the ledger', () => {
  const change = (books: Books, steward: string, role?: 'steward' | 'auditor') =>
    changeSteward(books, { ...asked, steward, ...(role && { role }) }, later);
  const two = foldBooks(change(practice(), 'min', 'steward'), practice());

  it.each<[string, Books, string, 'steward' | 'auditor' | undefined, string]>([
    ['someone comes', practice(), 'min', 'auditor', 'StewardAdded'],
    ['someone’s role changes', two, 'min', 'auditor', 'StewardRoleChanged'],
    ['someone goes', two, 'min', undefined, 'StewardRemoved'],
    ['a steward steps back while another holds it', two, 'ava', undefined, 'StewardRemoved'],
  ])('%s', (_, books, steward, role, said) => {
    expect(change(books, steward, role).map(({ type }) => type)).toEqual([said]);
  });

  it.each<[string, 'auditor' | undefined]>([
    ['cannot go', undefined],
    ['cannot become an auditor', 'auditor'],
  ])('the last steward %s', (_, role) => {
    expect(refusalOf(() => change(practice(), 'ava', role))).toBe('ledger/last-steward');
  });

  it('what is so already adds nothing', () => {
    expect([...change(practice(), 'ava', 'steward'), ...change(practice(), 'nobody')]).toEqual([]);
  });

  it('whoever is removed holds no role any more', () => {
    expect(openBooks(foldBooks(change(two, 'min'), two)).stewards).toEqual({ ava: 'steward' });
  });
});

describe('The public address is for life', () => {
  const confirm = (address: string, books = practice()) => confirmPublicAddress(books, { ...asked, address }, later);
  const confirmed = foldBooks(confirm('ledger.example'), practice());

  it('confirmed, it stands with the moment it was; confirmed again it adds nothing', () => {
    expect(openBooks(confirmed).publicAddress).toEqual({ host: 'ledger.example', confirmedAt: later });
    expect(confirm('ledger.example', confirmed)).toEqual([]);
  });

  it('another needs a successor log', () => {
    expect(refusalOf(() => confirm('other.example', confirmed))).toBe('ledger/address-for-life');
  });

  it.each([
    'https://ledger.example',
    'ledger.example/river',
    'Ledger.example',
    '',
    'ledger example',
    'ledger.example:port',
    '-.example',
    'ledger.example\n',
  ])('"%s" is not the host alone', (address) => {
    expect(refusalOf(() => confirm(address))).toBe('address');
  });

  it('a port may belong to it', () => {
    expect(confirm('localhost:3000')).toHaveLength(1);
  });
});

describe('The rules of publication', () => {
  const adopt = (preset: 'guarded' | 'open', pledgeEvery: 'monthly' | 'quarterly', books = practice()) =>
    adoptPublicationRules(books, { ...asked, preset, pledgeEvery }, later);

  it('are kept version by version, words included, each with when it was adopted', () => {
    const books = openBooks(foldBooks(adopt('open', 'quarterly'), practice()));
    expect(books.rules.map(({ adoptedAt, rules }) => [adoptedAt, rules.preset, rules.k])).toEqual([
      [openedAt, 'guarded', 5],
      [later, 'open', 3],
    ]);
    expect(books.rules[1]!.rules.text).toContain('3');
  });

  it('adopted again as they are, add nothing', () => {
    expect(adopt('guarded', 'monthly')).toEqual([]);
  });
});

describe('That five people paid is confirmed month by month', () => {
  const confirm = (period: string, currency = 'CAD', books = practice()) => confirmPayers(books, { ...asked, period, currency }, later);

  it('once each', () => {
    expect(confirm('2026-10', 'CAD', foldBooks(confirm('2026-10'), practice()))).toEqual([]);
    expect(confirm('2026-10', 'USD', foldBooks(confirm('2026-10'), practice()))).toHaveLength(1);
  });

  it.each([
    ['2026-13', 'CAD', 'period'],
    ['October', 'CAD', 'period'],
    ['2026-10', 'dollars', 'currency'],
  ])('not for %s %s', (period, currency, field) => {
    expect(refusalOf(() => confirm(period, currency))).toBe(field);
  });
});
