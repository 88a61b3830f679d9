import { createHash } from 'node:crypto';
import { money } from './money.js';
import { isWholeUnits, ownRules, presetRules, type RulesChoice, rulesHash, unitOf } from './publication-rules.js';
import { Refusal } from './refusal.js';

const { preset: _preset, text: _text, ...guarded } = presetRules('guarded');
const choose = (change: Partial<RulesChoice>) => ownRules({ ...guarded, ...change });

describe('The rules of publication', () => {
  it('are guarded from the start, open where chosen, and keep five payments either way', () => {
    expect(presetRules('guarded')).toMatchObject({
      k: 5,
      dominancePercent: 50,
      delayDays: 35,
      minPayments: 5,
      pledgeEvery: 'monthly',
    });
    expect(presetRules('open', 'quarterly')).toMatchObject({
      k: 3,
      dominancePercent: 50,
      delayDays: 7,
      minPayments: 5,
      pledgeEvery: 'quarterly',
    });
  });

  it.each([
    ['two people', { k: 2 }, 'publication/k-out-of-bounds'],
    ['half a person', { k: 5.5 }, 'publication/k-out-of-bounds'],
    ['more than half to one person', { dominancePercent: 51 }, 'publication/dominance-out-of-bounds'],
    ['a share that five equal people would pass', { dominancePercent: 19 }, 'publication/dominance-out-of-bounds'],
    ['six days of delay', { delayDays: 6 }, 'publication/delay-out-of-bounds'],
    ['years of delay', { delayDays: 367 }, 'publication/delay-out-of-bounds'],
    ['four payments without a word', { minPayments: 4 }, 'publication/clients-recognisable'],
    ['a schedule of its own', { schedule: 'daily' as never }, 'publication/unknown-schedule'],
    ['a pledge by the week', { pledgeEvery: 'weekly' as never }, 'publication/unknown-pledge-rhythm'],
    ['slots of a cent', { units: [money(1n, 'CAD')] }, 'publication/unit-too-small'],
    ['slots of no currency', { units: [money(500n, 'XXQ')] }, 'publication/unit-of-no-currency'],
    [
      'two sizes of one currency',
      {
        units: [money(500n, 'CAD'), money(600n, 'CAD')],
      },
      'publication/two-units',
    ],
  ])('are refused with %s', (_, change, code) => {
    const refusal = (() => {
      try {
        choose(change);
      } catch (refused) {
        return refused as Refusal;
      }
      return undefined;
    })();
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal?.code).toBe(code);
    expect(refusal?.message).toMatch(/[.]$/);
  });

  it('let fewer than five payments stand only with the word that clients may be recognisable, and print that word', () => {
    const rules = choose({ minPayments: 3, clientsMayBeRecognisable: true });
    expect(rules.text).toContain('clients may be recognisable');
    expect(presetRules('open').text).not.toContain('recognisable');
  });

  it('are written out in words, and the log carries the hash of exactly those bytes', () => {
    const { text } = presetRules('guarded');
    expect(text).toContain('at least 5 people of whom nobody has more than 50 percent');
    expect(rulesHash(text)).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('differ in words wherever they differ in value, so that their hash tells them apart', () => {
    const texts = [
      choose({}),
      choose({ k: 6 }),
      choose({ dominancePercent: 40 }),
      choose({ delayDays: 36 }),
      choose({ pledgeEvery: 'quarterly' }),
      choose({ minPayments: 6 }),
      choose({ units: [money(1000n, 'CAD')] }),
    ].map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it.each([
    ['CAD', 500n],
    ['USD', 500n],
    ['JPY', 500n],
    ['KWD', 1000n],
  ])('give %s slots of %s minor units where nothing else was chosen', (currency, minor) => {
    expect(unitOf({ ...presetRules('guarded'), units: [] }, currency)).toEqual(money(minor, currency));
  });

  it('call a sum whole when it is a multiple of the unit that the person receives', () => {
    expect(isWholeUnits(money(7500n, 'CAD'), presetRules('guarded'))).toBe(true);
    expect(isWholeUnits(money(7600n, 'CAD'), presetRules('guarded'))).toBe(false);
  });
});
