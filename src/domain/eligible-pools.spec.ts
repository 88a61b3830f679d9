import { createHmac } from 'node:crypto';
import { judgePool } from './eligible-pools.js';
import { type PoolShare, poolTag } from './pool-share.js';
import { presetRules } from './publication-rules.js';
import { InvalidInput } from './refusal.js';

const month = { origin: 'pool.example/coast/log', period: '2026-10' };
const key = new Uint8Array(32).fill(7);
const tag = (person: string) => poolTag(key, month, person);
const of = { period: '2026-10', currency: 'CAD', unitMinor: 500n };

/** `elm: Ada 4, Bo 2 | Gil, Hal` is the share of elm: four units to Ada, two to Bo; Gil and Hal paid. */
const shares = (...texts: readonly string[]): readonly PoolShare[] =>
  texts.map((text) => {
    const [practice = '', rest = ''] = text.split(': ');
    const [received = '', paid = ''] = rest.split('|').map((side) => side.trim());
    const people = received.split(', ').filter(Boolean);
    return {
      practice,
      period: '2026-10',
      currency: 'CAD',
      unitMinor: 500n,
      people: people.map((one) => ({ tag: tag(one.split(' ')[0]!), units: BigInt(one.split(' ')[1]!) })),
      accruedMinor: 10_000n,
      payers: paid.split(', ').filter(Boolean).map(tag),
    };
  });

const judged = (...texts: readonly string[]) => judgePool(shares(...texts), presetRules('guarded'), of);
const payers = (from: number, count: number) => Array.from({ length: count }, (_, at) => `P${from + at}`).join(', ');

describe('Several practices publish together', () => {
  const three = ['elm: Ada 4, Bo 4, Cy 4 | P1, P2, P3', 'fir: Di 4, Eve 4, Flo 4 | P4, P5, P6', 'oak: Gus 4, Hal 4, Ida 4 | P7, P8, P9'];

  it('what none of them alone could: one batch and one figure of what was promised', () => {
    expect(judged(...three)).toEqual({
      batch: { currency: 'CAD', unitMinor: 500n, count: 36 },
      pledge: { currency: 'CAD', minor: 30_000n },
      waits: [],
    });
  });

  it.each([
    [
      'two practices, of whom each would know the other’s part',
      three.slice(0, 2),
      ['fewer-than-three-practices', 'fewer-than-three-practices'],
    ],
    ['four people', ['elm: Ada 4, Bo 4 |', 'fir: Di 4 |', 'oak: Gus 4 |'], ['fewer-than-k', 'too-few-payers']],
    [
      'five people of whom one practice knows four',
      [`elm: Ada 4, Bo 4, Cy 4, Di 4 | ${payers(1, 5)}`, `fir: Eve 4 | ${payers(6, 5)}`, `oak: | ${payers(11, 5)}`],
      ['fewer-than-k'],
    ],
    [
      'a person whom two practices paid, who is one person',
      [`elm: Ada 4, Bo 4, Cy 4 | ${payers(1, 5)}`, `fir: Ada 4, Di 4 | ${payers(6, 5)}`, `oak: Ada 4, Bo 4, Eve 4 | ${payers(11, 5)}`],
      ['fewer-than-k'],
    ],
    [
      'a person who has more than half once two practices’ money is added up',
      [
        `elm: Ada 9, Bo 2, Cy 2 | ${payers(1, 5)}`,
        `fir: Ada 9, Di 2, Eve 2 | ${payers(6, 5)}`,
        `oak: Flo 2, Gus 2, Hal 2 | ${payers(11, 5)}`,
      ],
      ['dominance'],
    ],
    [
      'a person who has more than half of what is left to a practice that takes its own away',
      [
        `elm: Ada 10, Bo 1, Cy 1 | ${payers(1, 5)}`,
        `fir: Di 1, Eve 1, Flo 1 | ${payers(6, 5)}`,
        `oak: Gus 5, Hal 5, Ida 5 | ${payers(11, 5)}`,
      ],
      ['dominance'],
    ],
    [
      'payers of whom one practice knows all but four',
      [three[0]!, three[1]!.replace('P4, P5, P6', 'P4'), three[2]!.replace('P9', 'P8')],
      ['too-few-payers'],
    ],
    [
      'a payer of two practices, who is one payer',
      [three[0]!, three[1]!.replace('P4, P5, P6', 'P1, P4, P5'), three[2]!.replace('P7, P8, P9', 'P1, P2')],
      ['too-few-payers'],
    ],
  ])('not with %s', (_, texts, whys) => {
    const { waits } = judged(...texts);
    expect(waits.map(({ why }) => why)).toEqual(whys);
  });

  it('and each by itself: what was promised may be said where what was passed on waits', () => {
    const { batch, pledge } = judged(...three.map((text) => text.replace(/: .* \|/, ': |')));
    expect([batch, pledge]).toEqual([undefined, { currency: 'CAD', minor: 30_000n }]);
  });

  it.each<[string, Partial<PoolShare>, string]>([
    ['another month, whose tags are others', { period: '2026-09' }, 'hand it in anew for 2026-10'],
    ['another unit', { unitMinor: 400n }, 'its unit is 400'],
    ['a name in the place of a tag', { payers: ['ada@mail.example'] }, 'stay with the practice'],
    ['a person twice', { people: [1n, 2n].map((units) => ({ tag: tag('Ada'), units })) }, 'twice'],
    ['a person without a unit', { people: [{ tag: tag('Ada'), units: 0n }] }, 'no unit'],
  ])('and refuse a share of %s', (_, change, says) => {
    const [first, ...others] = shares(...three);
    const act = () => judgePool([{ ...first!, ...change }, ...others], presetRules('guarded'), of);
    expect(act).toThrow(InvalidInput);
    expect(act).toThrow(says);
  });
});

describe('A person’s tag in a pool', () => {
  it('is the same from each practice that knows the month’s key, and another in each month and pool', () => {
    expect(tag('Ada')).toBe(createHmac('sha256', key).update('mal/pool-tag/v1\npool.example/coast/log\n2026-10\nAda').digest('hex'));
    const others = [
      poolTag(key, { ...month, period: '2026-11' }, 'Ada'),
      poolTag(key, { ...month, origin: 'pool.example/hills/log' }, 'Ada'),
      poolTag(new Uint8Array(32).fill(8), month, 'Ada'),
    ];
    expect(new Set([tag('Ada'), ...others]).size).toBe(4);
  });

  it('is made under a whole key or not at all', () => {
    expect(() => poolTag(new Uint8Array(16), month, 'Ada')).toThrow('32 bytes');
  });
});
