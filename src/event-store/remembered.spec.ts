import { newborn } from '../domain/fact.js';
import { fundStream } from '../domain/fund.js';
import { paymentStream } from '../domain/payment.js';
import type { DecidedGroup, Waiting } from './group.js';
import { Remembered } from './remembered.js';
import type { Head, Loaded, Situation } from './situation.js';
import type { AnyStream } from './streams.js';

const headAt = (position: bigint, over: Partial<Head> = {}): Head => ({
  position,
  hash: Buffer.alloc(32, Number(position % 251n)),
  fence: 0,
  ...over,
});
const loaded = (stream: AnyStream, version: number): Loaded => ({ stream, version, state: `${stream.name} at ${version}` });
const byName = (...streams: Loaded[]): Map<string, Loaded> => new Map(streams.map((each) => [each.stream.name, each]));
const seen = (head: Head, ...streams: Loaded[]): Situation => ({ head, streams: byName(...streams), answered: new Map() });
const grown = (from: Head, to: Head, ...streams: Loaded[]) =>
  ({ from, to, streams: byName(...streams), grown: new Set(streams.map(({ stream }) => stream.name)) }) as unknown as DecidedGroup;
const reading = (...streams: AnyStream[]) => [{ streams: { streams } } as unknown as Waiting];
const [cad, eur] = [fundStream('CAD'), fundStream('EUR')];

describe('what is remembered of a ledger', () => {
  it('nothing, before anything was seen', () => {
    expect(new Remembered().situationOf('river', reading(cad))).toBeUndefined();
  });

  it('is what was looked up, as of that head', () => {
    const remembered = new Remembered();
    remembered.learn('river', seen(headAt(7n), loaded(cad, 3)));
    expect(remembered.situationOf('river', reading(cad))).toEqual(seen(headAt(7n), loaded(cad, 3)));
    expect(remembered.situationOf('lake', reading(cad))).toBeUndefined();
  });

  it('is not enough for a group that reads one stream more', () => {
    const remembered = new Remembered();
    remembered.learn('river', seen(headAt(7n), loaded(cad, 3)));
    expect(remembered.situationOf('river', reading(cad, eur))).toBeUndefined();
  });

  it('needs not have seen a stream that is made by the very command: whoever decides has it unborn', () => {
    const remembered = new Remembered();
    remembered.learn('river', seen(headAt(7n), loaded(cad, 3)));
    const payment = newborn(paymentStream('p'));
    expect([...remembered.situationOf('river', reading(cad, payment))!.streams.keys()]).toEqual([cad.name]);
  });

  it('takes what it has seen of a stream for truer than the word that it is new', () => {
    const remembered = new Remembered();
    remembered.learn('river', seen(headAt(7n), loaded(paymentStream('p'), 2)));
    expect(remembered.situationOf('river', reading(newborn(paymentStream('p'))))?.streams.get('payment/p')?.version).toBe(2);
  });

  it('is added to by what is looked up at the same head, and replaced by what is looked up at another', () => {
    const remembered = new Remembered();
    remembered.learn('river', seen(headAt(7n), loaded(cad, 3)));
    remembered.learn('river', seen(headAt(7n), loaded(eur, 1)));
    expect(remembered.situationOf('river', reading(cad, eur))).toBeDefined();
    remembered.learn('river', seen(headAt(9n), loaded(eur, 2)));
    expect(remembered.situationOf('river', reading(eur))?.head).toEqual(headAt(9n));
    expect(remembered.situationOf('river', reading(cad))).toBeUndefined();
  });

  it.each([
    ['another hash at the same position', headAt(7n, { hash: Buffer.alloc(32, 99) })],
    ['a raised fence', headAt(7n, { fence: 1 })],
  ])('%s is another head', (_what, head) => {
    const remembered = new Remembered();
    remembered.learn('river', seen(headAt(7n), loaded(cad, 3)));
    remembered.learn('river', seen(head, loaded(eur, 1)));
    expect(remembered.situationOf('river', reading(cad))).toBeUndefined();
  });

  it('goes on with a group that was decided on it: what it did not touch stands as it stood', () => {
    const remembered = new Remembered();
    remembered.learn('river', seen(headAt(7n), loaded(cad, 3), loaded(eur, 1)));
    remembered.advance('river', grown(headAt(7n), headAt(9n), loaded(cad, 4)));
    expect(remembered.situationOf('river', reading(cad, eur))).toEqual(seen(headAt(9n), loaded(cad, 4), loaded(eur, 1)));
  });

  it('and with a group that was decided on another head, knows only what that one left', () => {
    const remembered = new Remembered();
    remembered.learn('river', seen(headAt(7n), loaded(cad, 3), loaded(eur, 1)));
    remembered.advance('river', grown(headAt(8n), headAt(9n), loaded(cad, 4)));
    expect(remembered.situationOf('river', reading(cad))?.head).toEqual(headAt(9n));
    expect(remembered.situationOf('river', reading(eur))).toBeUndefined();
  });

  describe('is completed by what was looked up meanwhile', () => {
    const decidedMeanwhile = () => {
      const remembered = new Remembered();
      remembered.learn('river', seen(headAt(7n), loaded(cad, 3)));
      remembered.advance('river', grown(headAt(7n), headAt(9n), loaded(cad, 4), loaded(newborn(paymentStream('p')), 1)));
      return remembered;
    };

    it.each([
      ['at the head that is remembered', headAt(9n)],
      ['at the one before the last group, which touched none of it', headAt(7n)],
    ])('%s', (_when, head) => {
      const known = decidedMeanwhile().situationOf('river', reading(cad, eur), seen(head, loaded(eur, 1)));
      expect(known).toEqual(seen(headAt(9n), loaded(cad, 4), loaded(eur, 1)));
    });

    it.each([
      ['where the last group touched it', headAt(7n), paymentStream('p')],
      ['of an older head', headAt(6n), eur],
      ['of a head that another program left', headAt(9n, { hash: Buffer.alloc(32, 99) }), eur],
      ['under another fence', headAt(7n, { fence: 1 }), eur],
    ])('but not %s', (_when, head, stream) => {
      expect(decidedMeanwhile().situationOf('river', reading(cad, stream), seen(head, loaded(stream, 1)))).toBeUndefined();
    });

    it('and says what is missing: neither what it knows, nor what is made new, nor anything of a ledger that it never saw', () => {
      const group = reading(cad, eur, newborn(paymentStream('q')));
      expect(decidedMeanwhile().missingOf('river', group)).toEqual([eur]);
      expect(new Remembered().missingOf('river', group)).toEqual([]);
    });
  });

  it('is gone once it is forgotten', () => {
    const remembered = new Remembered();
    remembered.learn('river', seen(headAt(7n), loaded(cad, 3)));
    remembered.forget('river');
    expect(remembered.situationOf('river', reading(cad))).toBeUndefined();
  });

  it('keeps no stream that was made new: they are many, and seldom asked for again', () => {
    const remembered = new Remembered();
    remembered.learn('river', seen(headAt(7n), loaded(cad, 3)));
    remembered.advance('river', grown(headAt(7n), headAt(9n), loaded(newborn(paymentStream('p')), 1)));
    expect(remembered.situationOf('river', reading(paymentStream('p')))).toBeUndefined();
    expect(remembered.situationOf('river', reading(cad))).toBeDefined();
  });

  it('keeps a hundred streams of a ledger, and of more those that were asked for last', () => {
    const remembered = new Remembered();
    const payment = (index: number) => paymentStream(`p${index}`);
    for (let index = 0; index < 150; index += 1) {
      remembered.learn('river', seen(headAt(7n), loaded(payment(index), 1), loaded(cad, 3)));
    }
    expect(remembered.situationOf('river', reading(payment(51), cad))).toBeDefined();
    expect(remembered.situationOf('river', reading(payment(50)))).toBeUndefined();
  });

  it('keeps two hundred ledgers, and of more those that were written last', () => {
    const remembered = new Remembered();
    for (let index = 0; index < 200; index += 1) remembered.learn(`ledger ${index}`, seen(headAt(7n), loaded(cad, 3)));
    remembered.advance('ledger 0', grown(headAt(7n), headAt(9n), loaded(cad, 4)));
    remembered.learn('ledger 200', seen(headAt(7n), loaded(cad, 3)));
    expect(remembered.situationOf('ledger 0', reading(cad))).toBeDefined();
    expect(remembered.situationOf('ledger 1', reading(cad))).toBeUndefined();
    expect(remembered.situationOf('ledger 200', reading(cad))).toBeDefined();
  });
});
