import { DrawnBytes } from './drawn-bytes.js';

describe('Random bytes drawn many at a time', () => {
  it('are never handed out twice, across the end of what was drawn', () => {
    const drawn = new DrawnBytes();
    const taken = Array.from({ length: 2000 }, () => drawn.take(12).toString('hex'));
    expect(new Set(taken).size).toBe(2000);
    expect(taken.every((hex) => hex.length === 24 && !/^0+$/.test(hex))).toBe(true);
  });

  it('belong to whoever took them: what is drawn next changes none', () => {
    const drawn = new DrawnBytes();
    const key = drawn.take(32);
    const before = key.toString('hex');
    for (let count = 0; count < 300; count += 1) drawn.take(32);
    expect(key.toString('hex')).toBe(before);
  });

  it('all of them at once, and no more', () => {
    expect(new DrawnBytes().take(4096)).toHaveLength(4096);
    expect(() => new DrawnBytes().take(4097)).toThrow(RangeError);
  });
});
