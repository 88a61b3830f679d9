import { Recent, recentMs } from './recent.js';

let now: number;
let asked: number;
let answer: string | undefined;
let recent: Recent<string>;
const find = async () => {
  asked += 1;
  return answer;
};

beforeEach(() => {
  [now, asked, answer] = [0, 0, 'steward'];
  recent = new Recent(() => now);
});

describe('An answer about access', () => {
  it('is asked for once in five seconds, and no older than that', async () => {
    await recent.of('ava', find);
    answer = undefined;
    now = recentMs - 1;
    expect(await recent.of('ava', find)).toBe('steward');
    now = recentMs;
    expect(await recent.of('ava', find)).toBeUndefined();
    expect(asked).toBe(2);
  });

  it('is not kept when it is no', async () => {
    answer = undefined;
    await recent.of('ava', find);
    answer = 'auditor';
    expect(await recent.of('ava', find)).toBe('auditor');
  });

  it('is forgotten at once where the change was made', async () => {
    await recent.of('ava', find);
    answer = 'auditor';
    recent.forget('ava');
    expect(await recent.of('ava', find)).toBe('auditor');
  });
});
