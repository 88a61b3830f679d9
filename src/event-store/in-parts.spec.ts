import { setTimeout as sleep } from 'node:timers/promises';
import { inParts, partsOf } from './in-parts.js';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('what is too long for one append', () => {
  it('is brought in part by part, and told in order', async () => {
    const told: number[] = [];
    const wait = [30, 1, 20, 1, 10];
    await inParts(
      numbers(5),
      (part) => sleep(wait[part], part * 10),
      (answer, part) => told.push(part, answer),
    );
    expect(told).toEqual([0, 0, 1, 10, 2, 20, 3, 30, 4, 40]);
  });

  it('has two parts on their way and no more, and makes none before there is room for it', async () => {
    let made = 0;
    let over = 0;
    let most = 0;
    async function* parts() {
      while (made < 20) {
        made += 1;
        most = Math.max(most, made - over);
        yield made;
      }
    }
    await inParts(
      parts(),
      () => sleep(1),
      () => (over += 1),
    );
    expect({ made, over, most }).toEqual({ made: 20, over: 20, most: 2 });
  });

  it('stops at the part that fails, once nothing is under way any more', async () => {
    const told: number[] = [];
    let underWay = 0;
    const bring = async (part: number) => {
      underWay += 1;
      await sleep(part === 3 ? 1 : 10);
      underWay -= 1;
      if (part === 3) throw new Error('the third cannot be written');
      return part;
    };
    await expect(inParts(numbers(10), bring, (answer) => told.push(answer))).rejects.toThrow('the third');
    expect({ told, underWay }).toEqual({ told: [0, 1, 2], underWay: 0 });
  });

  it('is cut into parts of one size, the last shorter, and nothing is left out', () => {
    expect([...partsOf(numbers(7), 3)]).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    expect([...partsOf([], 3)]).toEqual([]);
  });
});
