import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreBusy } from './faults.js';
import { type Bounds, Lanes } from './lanes.js';

/** A group under way: what it holds, and how it ends. */
interface UnderWay {
  readonly ledger: string;
  readonly group: readonly string[];
  goOn(taken?: number): void;
  done(taken?: number): Promise<void>;
}

function lanesWith(over: Partial<Bounds> = {}) {
  const groups: UnderWay[] = [];
  const run = (ledger: string, group: readonly string[], goOn: (taken: number) => void): Promise<number> =>
    new Promise((resolve) => {
      groups.push({
        ledger,
        group,
        goOn: (taken = group.length) => goOn(taken),
        done: async (taken = group.length) => {
          resolve(taken);
          await nextTurn();
          await nextTurn();
        },
      });
    });
  const lanes = new Lanes<string>(run, { groupsAtOnce: 2, mostInGroup: 4, mostWaitingOfLedger: 6, mostWaiting: 10, ...over });
  const enter = (ledger: string, ...commands: string[]) => {
    for (const command of commands) lanes.enter(ledger, command);
  };
  return { lanes, groups, enter, begun: () => groups.map(({ ledger, group }) => `${ledger}: ${group.join(' ')}`) };
}

describe('commands wait for their ledger', () => {
  it('a lone command is done at once, without waiting for others', () => {
    const { enter, begun } = lanesWith();
    enter('river', 'a');
    expect(begun()).toEqual(['river: a']);
  });

  it('what arrives while a group is under way makes the next one, in the order of arrival', async () => {
    const { enter, groups, begun } = lanesWith();
    enter('river', 'a', 'b', 'c', 'd');
    await groups[0]!.done();
    expect(begun()).toEqual(['river: a', 'river: b c d']);
  });

  it('a group is never larger than its bound, and the rest keep their place', async () => {
    const { enter, groups, begun } = lanesWith();
    enter('river', 'a', 'b', 'c', 'd', 'e', 'f', 'g');
    await groups[0]!.done();
    await groups[1]!.done();
    expect(begun()).toEqual(['river: a', 'river: b c d e', 'river: f g']);
  });

  it('whom a group leaves goes before those who came later', async () => {
    const { enter, groups, begun } = lanesWith();
    enter('river', 'a', 'b', 'c', 'd');
    await groups[0]!.done();
    enter('river', 'e');
    await groups[1]!.done(1);
    expect(begun()).toEqual(['river: a', 'river: b c d', 'river: c d e']);
  });

  it('the next group of a ledger begins when the one before has gone on, and not sooner', async () => {
    const { enter, groups, begun } = lanesWith();
    enter('river', 'a', 'b', 'c');
    await nextTurn();
    expect(begun()).toEqual(['river: a']);
    groups[0]!.goOn();
    await nextTurn();
    expect(begun()).toEqual(['river: a', 'river: b c']);
    enter('river', 'd');
    await groups[0]!.done();
    expect(begun()).toEqual(['river: a', 'river: b c']);
  });

  it('who has gone on twice, or goes on and ends, gives nothing back twice', async () => {
    const { enter, groups, begun, lanes } = lanesWith();
    enter('river', 'a');
    groups[0]!.goOn();
    groups[0]!.goOn(0);
    await groups[0]!.done(0);
    expect(begun()).toEqual(['river: a']);
    expect(lanes.length).toBe(0);
  });

  it('those who were answered and ask again at once are together in the next group', async () => {
    const { enter, groups, begun } = lanesWith();
    enter('river', 'a', 'b');
    await groups[0]!.done();
    const answered = groups[1]!.done();
    queueMicrotask(() => enter('river', 'c', 'd'));
    await answered;
    expect(begun()).toEqual(['river: a', 'river: b', 'river: c d']);
  });

  it('ledgers take turns: one with much to do goes to the end of the row', async () => {
    const { enter, groups, begun } = lanesWith({ groupsAtOnce: 1, mostInGroup: 1 });
    enter('river', 'a', 'b', 'c');
    enter('lake', 'x', 'y');
    enter('sea', 'z');
    for (let index = 0; index < 6; index += 1) await groups[index]!.done();
    expect(begun()).toEqual(['river: a', 'lake: x', 'sea: z', 'river: b', 'lake: y', 'river: c']);
  });

  it('only so many groups are under way at once, over all ledgers', async () => {
    const { enter, groups, begun } = lanesWith();
    enter('river', 'a');
    enter('lake', 'b');
    enter('sea', 'c');
    expect(begun()).toEqual(['river: a', 'lake: b']);
    await groups[1]!.done();
    expect(begun()).toEqual(['river: a', 'lake: b', 'sea: c']);
  });

  it('a full lane refuses, and the lanes of others stay open', () => {
    const { enter, lanes } = lanesWith();
    enter('river', 'under way', 'a', 'b', 'c', 'd', 'e', 'f');
    expect(() => lanes.enter('river', 'g')).toThrow(StoreBusy);
    enter('lake', 'x');
    expect(lanes.length).toBe(6);
  });

  it('full over all, a ledger that waits for nothing is refused as well, and nothing of it is kept', async () => {
    const { enter, lanes, groups, begun } = lanesWith({ groupsAtOnce: 1 });
    enter('river', 'under way', 'a', 'b', 'c', 'd', 'e');
    enter('lake', 'f', 'g', 'h', 'i', 'j');
    expect(() => lanes.enter('sea', 'z')).toThrow(StoreBusy);
    for (let index = 0; index < groups.length; index += 1) await groups[index]!.done();
    expect(begun().some((group) => group.startsWith('sea'))).toBe(false);
    enter('sea', 'z');
    expect(begun().at(-1)).toBe('sea: z');
  });

  it('whoever has left makes room again', async () => {
    const { enter, groups, lanes } = lanesWith();
    enter('river', 'under way', 'a', 'b', 'c', 'd', 'e', 'f');
    await groups[0]!.done();
    expect(lanes.length).toBe(2);
    enter('river', 'g', 'h', 'i', 'j');
    expect(() => lanes.enter('river', 'k')).toThrow(StoreBusy);
  });
});
