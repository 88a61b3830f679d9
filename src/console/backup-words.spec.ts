import { backupInWords } from './backup-words.js';

const standing = { isDaily: true, folder: '/backups' };
const now = '2026-11-25T15:00:00.000Z';

describe('Today says when the last backup was verified', () => {
  it.each([
    ['the first is still to come', {}, 'No backup was made yet. The first one begins within a minute.'],
    [
      'it was this night, by her own clock',
      { verifiedAt: '2026-11-25T03:00:00.000Z' },
      'Backed up, and read back whole, on 24 November 2026.',
    ],
    [
      'it was three days ago',
      { verifiedAt: '2026-11-22T12:00:00.000Z' },
      'Backed up, and read back whole, on 22 November 2026. The next one has not come about: see that the program runs, and that its jobs are taken.',
    ],
    [
      'the disk is full',
      { verifiedAt: '2026-11-24T12:00:00.000Z', fault: 'ENOSPC' },
      'Backed up, and read back whole, on 24 November 2026. The last try came to nothing: the disk of its folder is full. It is tried again each hour.',
    ],
    [
      'the first try failed',
      { fault: '57P01' },
      'No backup was made yet. The last try came to nothing: it ended with 57P01. It is tried again each hour.',
    ],
    [
      'none is wanted',
      { isDaily: false },
      'No backup was made yet. None is made by itself: whoever keeps the program running chose it so.',
    ],
  ])('%s', (_says, differs, words) => {
    expect(backupInWords({ ...standing, ...differs }, now, 'America/Toronto')).toBe(words);
  });
});
