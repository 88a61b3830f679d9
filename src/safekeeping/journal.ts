import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../database/state-directory.js';
import { instant } from '../domain/calendar.js';
import type { Journal, JournalEntry, JournaledAttempt } from '../domain/journal.js';
import { syncFolder } from '../secret-file.js';
import { StartError, codeOf } from '../start-error.js';
import { JournalAttempts } from './journal-attempts.js';
import { type JournalBegan, type JournalRead, type Written, firstBefore, lineBytes, readJournal } from './journal-lines.js';

/** What was to be written first could not be, so the act itself was not done. HTTP 503. */
export class JournalUnwritable extends StartError {
  override readonly name = 'JournalUnwritable';

  constructor(why: string, options?: ErrorOptions) {
    super(
      `Nothing was sent, shown, signed or forgotten: the journal of what must never roll back cannot be written (${why}). ` +
        'Whoever keeps the program running mends the folder that LEDGER_JOURNAL_DIR names; then try again.',
      options,
    );
  }
}

/** Which journals a database has written to: so that an empty folder in the place of a lost one is not taken for the first. */
export interface JournalRegister {
  known(): Promise<readonly string[]>;
  note(began: JournalBegan): Promise<void>;
}

export const journalFileName = 'journal.v1';

const appending = constants.O_APPEND | constants.O_WRONLY;

/**
 * The journal as a file that only grows, outside the database, outside the data folder and so outside their backups. Several
 * programs, also of several machines, may share it: each line is one write of at most 4 KiB at the end of the file. It is on
 * the disk, with its folder, before `write` answers.
 */
export class JournalFile implements Journal {
  private readonly writer = randomUUID();
  private count = 0;
  private before = firstBefore;
  private isKnown = false;
  private last: Promise<unknown> = Promise.resolve();
  private readonly tried: JournalAttempts;

  /**
   * @param folder is made when it is the program's own choice; one that the operator named must be there, since an empty place
   * where a disk is not mounted would begin another journal
   * @param gate throws where the act is not to be done, whatever could be written
   */
  constructor(
    private readonly folder: { readonly path: string; readonly isOurs: boolean },
    private readonly register: JournalRegister,
    private readonly clock: () => number = Date.now,
    private readonly gate: (entry: JournalEntry) => Promise<void> = async () => undefined,
  ) {
    this.tried = new JournalAttempts(this.file);
  }

  get file(): string {
    return path.join(this.folder.path, journalFileName);
  }

  /** @throws JournalUnwritable when it is not surely on disk; then what it announces must not be done */
  async write(entry: JournalEntry): Promise<void> {
    await this.gate(entry);
    const written = this.last.then(() => this.inTurn(entry));
    this.last = written.catch(() => undefined);
    return written;
  }

  /** Whether it is the one that this database has written to; also where it never wrote to any. */
  async isThere(): Promise<boolean> {
    const known = await this.register.known();
    if (known.length === 0) return true;
    const { began } = await this.read().catch((): JournalRead => ({ entries: [], torn: 0, faults: [] }));
    return began !== undefined && known.includes(began.journal);
  }

  /** All that stands in it; empty where none was begun. */
  async read(): Promise<JournalRead> {
    const text = await readFile(this.file, 'utf8').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return '';
      throw unwritable(error);
    });
    return readJournal(text);
  }

  async attempts(ledger: string, payout: string): Promise<readonly JournaledAttempt[]> {
    return this.tried.of(ledger, payout).catch((error: unknown) => {
      throw unwritable(error);
    });
  }

  private async inTurn(entry: JournalEntry): Promise<void> {
    try {
      await this.opened();
      await this.append(entry, appending);
    } catch (error) {
      throw unwritable(error);
    }
  }

  /** Once in the life of the program: finds the journal, or begins it where this database never knew one. */
  private async opened(): Promise<void> {
    if (this.isKnown) return;
    if (this.folder.isOurs) await makeFolder(this.folder.path, 0o700);
    const began = (await this.read()).began ?? (await this.begin());
    await this.refuseAnother(began);
    await this.register.note(began);
    this.isKnown = true;
  }

  /** Several may begin at once, or one have been killed in its first line: the first whole line of this kind is the beginning. */
  private async begin(): Promise<JournalBegan> {
    if ((await this.register.known()).length > 0) throw new JournalUnwritable('the one that this database has written to is not there');
    const began: JournalBegan = { kind: 'began', journal: randomUUID(), at: instant(this.clock()) };
    await this.append(began, appending | constants.O_CREAT);
    return (await this.read()).began ?? began;
  }

  private async refuseAnother({ journal }: JournalBegan): Promise<void> {
    const known = await this.register.known();
    if (known.length > 0 && !known.includes(journal))
      throw new JournalUnwritable('another one lies in the place of the one that this database has written to');
  }

  private async append(entry: Written, flags: number): Promise<void> {
    const { bytes, checksum } = lineBytes({ writer: this.writer, count: this.count + 1, before: this.before, entry });
    const handle = await open(this.file, flags, 0o600);
    try {
      await writeWhole(handle, bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await syncFolder(this.folder.path);
    this.count += 1;
    this.before = checksum;
  }
}

/** In one write: a second one could land behind another program's line. */
async function writeWhole(handle: FileHandle, bytes: Buffer): Promise<void> {
  const { bytesWritten } = await handle.write(bytes);
  if (bytesWritten !== bytes.length) throw new JournalUnwritable('its disk is full');
}

const unwritable = (error: unknown): JournalUnwritable =>
  error instanceof JournalUnwritable ? error : new JournalUnwritable(reasons[codeOf(error)] ?? codeOf(error), { cause: error });

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder is not there',
  ENOTDIR: 'a file is in the way of its folder',
  EEXIST: 'a file is in the way of its folder',
  EISDIR: 'a folder is in its place',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk is full',
  EIO: 'its disk is broken',
};
