import { type Stream, newborn } from '../domain/fact.js';
import { money } from '../domain/money.js';
import { type PaymentFact, paymentStream } from '../domain/payment.js';
import { Refusal } from '../domain/refusal.js';
import { UnknownStream, UnwritableFact } from './faults.js';
import { type DecidedGroup, type Outcome, type Waiting, decideGroup } from './group.js';
import { type Answered, type Head, type Loaded, type Situation, unborn } from './situation.js';

/** A stream that counts: what it holds is easy to say. */
interface Counted {
  readonly received: number;
}
const counting = (name: string): Stream<Counted, PaymentFact> => ({
  name,
  unborn: { received: 0 },
  evolve: ({ received }) => ({ received: received + 1 }),
});
const [fund, other] = [counting('fund'), counting('other')];

const from: Head = { position: 41n, hash: Buffer.alloc(32, 9), fence: 3 };
const now = '2026-11-02T15:00:00.000Z';
const received = (note?: string): PaymentFact =>
  ({ type: 'PaymentReceived', happenedAt: now, data: { payment: 'p', amount: money(100n, 'CAD'), ...(note && { note }) } }) as never;
const row = (subject: string) => ({ subject });

/** A command `a`, asked by its letter: what it asks is its input. */
function command(
  letter: string,
  decision: Waiting['decision'],
  over: { input?: string; beside?: object[]; streams?: Waiting['streams'] } = {},
): Waiting {
  const mac = Buffer.alloc(32, over.input ?? letter);
  const asker = { ledger: 'river', by: 'account:test', route: 'RecordPayment', request: letter, sent: letter, mac };
  return { asker, decision, streams: over.streams ?? { fund, other }, beside: over.beside ?? [] };
}
const adds =
  (count = 1) =>
  () => ({ fund: Array.from({ length: count }, () => received()) });
const says = (error: Error) => () => {
  throw error;
};
const no = new Refusal('test/no', 'No.');

function decided(group: readonly Waiting[], answered: [string, Answered][] = [], head = from): DecidedGroup {
  const streams = new Map<string, Loaded>([fund, other].map((stream) => [stream.name, { ...unborn(stream), version: 7 }]));
  const situation: Situation = { head, streams, answered: new Map(answered) };
  let ids = 0;
  const newId = (): string => {
    ids += 1;
    return `id-${ids}`;
  };
  return decideGroup(situation, group, now, newId);
}
const told = (outcome: Outcome): string => {
  if (outcome.is === 'answered') return `answered with ${outcome.answered.first}`;
  if (outcome.is === 'no') return `no: ${(outcome.error as Error).name}`;
  return `${outcome.is}: ${outcome.events.map(({ position }) => position).join(' ')}`.trim();
};
const earlier = (letter: string, mac: string | null): [string, Answered] => [
  `account:test\nRecordPayment\n${letter}`,
  { mac, first: 12n, count: 1 },
];
const macOf = (letter: string): string => Buffer.alloc(32, letter).toString('hex');

describe('commands of one group are decided one after another', () => {
  it.each<[string, readonly Waiting[], [string, Answered][], readonly string[]]>([
    ['each follows on the one before', [command('a', adds(2)), command('b', adds())], [], ['yes: 42 43', 'yes: 44']],
    [
      'a no in the middle takes no place',
      [command('a', adds()), command('b', says(no)), command('c', adds())],
      [],
      ['yes: 42', 'no: Refusal', 'yes: 43'],
    ],
    [
      'a bug in the middle hits its own caller',
      [command('a', says(new TypeError('x'))), command('b', adds())],
      [],
      ['no: TypeError', 'yes: 42'],
    ],
    ['a yes may change nothing', [command('a', () => ({})), command('b', adds())], [], ['yes:', 'yes: 42']],
    [
      'asked twice in it, it counts once',
      [command('a', adds()), command('b', adds()), command('a', adds())],
      [],
      ['yes: 42', 'yes: 43', 'repeated: 42'],
    ],
    [
      'asked again with other contents, it is refused',
      [command('a', adds()), command('a', adds(), { input: 'b' })],
      [],
      ['yes: 42', 'no: Refusal'],
    ],
    ['asked again after a no, it is decided anew', [command('a', says(no)), command('a', adds())], [], ['no: Refusal', 'yes: 42']],
    [
      'answered before, it is not decided',
      [command('a', says(no)), command('b', adds())],
      [earlier('a', macOf('a'))],
      ['answered with 12', 'yes: 42'],
    ],
    ['answered before to other contents, it is refused', [command('a', adds())], [earlier('a', macOf('b'))], ['no: Refusal']],
    ['answered before, its contents forgotten since, the id tells', [command('a', adds())], [earlier('a', null)], ['answered with 12']],
    [
      'a fact for a stream that was not named hits its own caller',
      [command('a', () => ({ payout: [received()] })), command('b', adds())],
      [],
      ['no: UnknownStream', 'yes: 42'],
    ],
    [
      'a fact that cannot be written hits its own caller',
      [command('a', () => ({ fund: [received('x'.repeat(1_000_001))] })), command('b', adds())],
      [],
      ['no: UnwritableFact', 'yes: 42'],
    ],
    [
      'a promise of facts is no answer',
      [command('a', () => Promise.resolve({}) as never), command('b', adds())],
      [],
      ['no: TypeError', 'yes: 42'],
    ],
  ])('%s', (_rule, group, answered, outcomes) => {
    expect(decided(group, answered).outcomes.map(told)).toEqual(outcomes);
  });

  it('each on the states that those before it left, and a no leaves none', () => {
    const seen: number[] = [];
    const looks =
      (then: Waiting['decision']) =>
      (...given: Parameters<Waiting['decision']>) => {
        seen.push((given[0].fund as Counted).received);
        return then(...given);
      };
    decided([command('a', looks(adds(2))), command('b', looks(says(no))), command('c', looks(adds())), command('d', looks(adds()))]);
    expect(seen).toEqual([0, 2, 2, 3]);
  });

  it('each knows where the chain ends before its own events, those of its groupmates before it included', () => {
    const ends: { position: bigint; hash: Uint8Array }[] = [];
    const looks =
      (then: Waiting['decision']) =>
      (...given: Parameters<Waiting['decision']>) => {
        ends.push(given[2]);
        return then(...given);
      };
    const { stored } = decided([command('a', looks(adds(2))), command('b', looks(says(no))), command('c', looks(adds()))]);
    expect(ends.map(({ position }) => position)).toEqual([41n, 43n, 43n]);
    expect([ends[0]!.hash, ends[2]!.hash]).toEqual([from.hash, stored[1]!.hash]);
  });

  it('who throws half-way leaves nothing: no event, no row beside, no request, no state', () => {
    const halfWay = () => ({ fund: [received()], other: [received(), { ...received(), happenedAt: 'yesterday' } as PaymentFact] });
    const group = decided([
      command('a', halfWay, { beside: [row('a')] }),
      command('b', () => ({ other: [received()] }), { beside: [row('b')] }),
    ]);
    expect(group.outcomes.map(told)).toEqual(['no: UnwritableFact', 'yes: 42']);
    expect(group.events.map(({ stream, version }) => [stream, version])).toEqual([['other', 8]]);
    expect([group.stored.length, group.asked.length, group.beside, [...group.grown]]).toEqual([1, 1, [row('b')], ['other']]);
    expect(group.streams.get('fund')).toMatchObject({ version: 7, state: { received: 0 } });
    expect(group.to.position).toBe(42n);
  });

  it('whose evolve throws leaves nothing either', () => {
    const broken: Stream<Counted, PaymentFact> = { ...counting('other'), evolve: says(new RangeError('x')) };
    const group = decided([
      command('a', () => ({ fund: [received()], broken: [received()] }), { streams: { fund, broken } }),
      command('b', adds()),
    ]);
    expect(group.outcomes.map(told)).toEqual(['no: RangeError', 'yes: 42']);
    expect(group.streams.get('fund')).toMatchObject({ version: 8 });
  });

  it('rows beside go with events alone', () => {
    const group = decided([command('a', () => ({}), { beside: [row('a')] }), command('b', adds(), { beside: [row('b')] })]);
    expect(group.beside).toEqual([row('b')]);
    expect(group.asked.map(({ first, count }) => [first, count])).toEqual([
      [42n, 0],
      [42n, 1],
    ]);
  });

  it('once a megabyte is gathered, the rest make the next group', () => {
    const large = () => ({ fund: [received('x'.repeat(400_000))] });
    const group = decided(['a', 'b', 'c', 'd', 'e'].map((letter) => command(letter, large)));
    expect(group.outcomes.map(told)).toEqual(['yes: 42', 'yes: 43', 'yes: 44']);
  });

  it('one command is taken whole, however much it comes to', () => {
    const group = decided([
      command('a', () => ({ fund: Array.from({ length: 3 }, () => received('x'.repeat(900_000))) })),
      command('b', adds()),
    ]);
    expect(group.outcomes.map(told)).toEqual(['yes: 42 43 44']);
  });

  it('a ledger begins with its opening, and with nothing else', () => {
    const empty: Head = { position: 0n, hash: Buffer.alloc(32), fence: 0 };
    const group = decided([command('a', adds()), command('b', adds())], [], empty);
    expect(group.outcomes.map((outcome) => outcome.is === 'no' && (outcome.error as Refusal).code)).toEqual([
      'ledger/not-open',
      'ledger/not-open',
    ]);
    expect(group.to).toEqual(empty);
  });

  it('two commands that make the same new stream follow one another in it', () => {
    const fresh = { payment: newborn(paymentStream('p')) };
    const group = decided([
      command('a', () => ({ payment: [received()] }), { streams: fresh }),
      command('b', () => ({ payment: [received()] }), { streams: fresh }),
    ]);
    expect(group.events.map(({ version }) => version)).toEqual([1, 2]);
  });

  it('decided again, it comes to the same; and the chain depends on every byte before', () => {
    const group = () => [command('a', adds()), command('b', adds(2))];
    const [once, again] = [decided(group()), decided(group())];
    expect(again.to).toEqual(once.to);
    expect(once.to.fence).toBe(from.fence);
    expect(decided([command('a', adds(2)), command('b', adds())]).to.hash).not.toEqual(once.to.hash);
    expect(decided(group(), [], { ...from, hash: Buffer.alloc(32, 8) }).to.hash).not.toEqual(once.to.hash);
  });

  it('an id in a sender’s own words stays out of the events', () => {
    const [event] = decided([command('robin', adds())]).events;
    expect(event!.meta).toEqual({ by: 'account:test', request: 'id-1' });
  });

  it('what is refused, is refused as itself', () => {
    const group = decided([command('a', () => ({ constructor: [received()] })), command('b', () => ({ fund: [received('a\ud83d')] }))]);
    expect(group.outcomes.map((outcome) => outcome.is === 'no' && outcome.error)).toEqual([
      expect.any(UnknownStream),
      expect.any(UnwritableFact),
    ]);
  });
});
