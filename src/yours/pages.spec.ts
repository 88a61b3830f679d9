import { erasureLeaves, erasureReaches } from '../domain/erasure.js';
import { answersEnglish } from '../languages/english-answers.js';

describe('what a person reads before they are forgotten', () => {
  it('is what a steward reads, to the letter', () => {
    const said = Object.entries(answersEnglish).flatMap(([key, message]) => (key.startsWith('erasure.') ? [message] : []));
    expect(said).toEqual([...erasureReaches, ...erasureLeaves]);
  });
});
