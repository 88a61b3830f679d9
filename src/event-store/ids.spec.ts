import { validate, version } from 'uuid';
import { newId } from './ids.js';

const at = (time: number) => newId(() => time);

describe('an id of our own', () => {
  it('is a UUID of the seventh version, and begins with its moment', () => {
    for (const time of [0, 1_764_000_000_000, 2 ** 48 - 1]) {
      const id = at(time);
      expect([validate(id), version(id)]).toEqual([true, 7]);
      expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(time);
    }
  });

  it('grows with time', () => {
    const ids = Array.from({ length: 100 }, (_, index) => at(1_764_000_000_000 + index * 997));
    expect(ids.toSorted()).toEqual(ids);
  });

  it('is like no other, and random in every place that is', () => {
    const ids = Array.from({ length: 5_000 }, () => at(1_764_000_000_000));
    expect(new Set(ids).size).toBe(ids.length);
    const places = ids[0]!.split('').map((_, place) => new Set(ids.map((id) => id[place])).size);
    expect(places.slice(0, 15)).toEqual(Array.from({ length: 15 }, () => 1));
    expect([...places.slice(15, 18), ...places.slice(20, 23), ...places.slice(24)]).toEqual(Array.from({ length: 18 }, () => 16));
    expect(places[19]).toBe(4);
  });
});
