import { erasureLeaves, erasureReaches } from '../domain/erasure.js';
import { publicEnglish } from '../languages/english-public.js';

describe('what a person reads before they are forgotten', () => {
  it('is what a steward reads, to the letter', () => {
    const said = Object.entries(publicEnglish).flatMap(([key, message]) => (key.startsWith('erasure.') ? [message] : []));
    expect(said).toEqual([...erasureReaches, ...erasureLeaves]);
  });
});
