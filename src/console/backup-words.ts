import { type Instant, dayOf } from '../domain/calendar.js';
import type { BackupsStanding } from '../safekeeping/backups.queries.js';
import { dayInWords } from '../web/days.js';

/** What the first page promises of the folder that she chooses. */
export const backupPromise =
  'Each day everything is written there, sealed, and read back to see that it could be restored. It opens only with the recovery key, which lies with the keys in the data folder: keep a copy of that one line on paper.';

const twoDaysMs = 2 * 24 * 3600 * 1000;

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk of its folder is full',
  EACCES: 'this program may not write to its folder',
  EPERM: 'this program may not write to its folder',
  EROFS: 'the disk of its folder is read-only',
  ENOTDIR: 'a file lies in the place of its folder',
  EEXIST: 'a file lies in the place of its folder',
  UnreadableBackup: 'what was read back was not what was written',
};

/** When the last backup was verified; and where that is not as it should be, why. */
export function backupInWords({ isDaily, verifiedAt, fault }: BackupsStanding, now: Instant, zone: string): string {
  const said = verifiedAt ? `Backed up, and read back whole, on ${dayInWords(dayOf(verifiedAt, zone))}.` : 'No backup was made yet.';
  if (!isDaily) return `${said} None is made by itself: whoever keeps the program running chose it so.`;
  if (fault) return `${said} The last try came to nothing: ${reasons[fault] ?? `it ended with ${fault}`}. It is tried again each hour.`;
  if (!verifiedAt) return `${said} The first one begins within a minute.`;
  const isLate = Date.parse(now) - Date.parse(verifiedAt) > twoDaysMs;
  return isLate ? `${said} The next one has not come about: see that the program runs, and that its jobs are taken.` : said;
}
