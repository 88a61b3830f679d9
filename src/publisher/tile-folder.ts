import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../secret-file.js';
import { codeOf } from '../start-error.js';

/** A file of the log that stands there with other bytes than it must have. Never written over: somebody has to look. */
export class TileDiffers extends Error {
  override readonly name = 'TileDiffers';
  constructor(
    readonly file: string,
    isMissing = false,
  ) {
    super(
      isMissing
        ? `${file} is missing. The publisher makes it again when it next looks at this log.`
        : `${file} holds other bytes than the log's entries come to. Nothing was written. Keep a copy of it, then run doctor.`,
    );
  }
}

/** Where a ledger's log lies: its first under the ledger's own id, a successor with its number behind it. */
export const logFolder = (logs: string, ledger: string, number: number): string =>
  path.join(logs, number === 1 ? ledger : `${ledger}-${number}`);

/**
 * A log as the static files of C2SP tlog-tiles, in a folder of its own. A file is written aside, brought to the disk and then
 * renamed, so that it is there whole or not at all; once there it never changes. Writing a log again comes to the same files.
 */
export class TileFolder {
  /** Folders with a name in them that may not be on the disk yet. */
  private readonly unsettled = new Set<string>();

  constructor(readonly folder: string) {}

  fileOf(name: string): string {
    return path.join(this.folder, name);
  }

  /** Undefined where there is no such file. */
  async read(name: string): Promise<Buffer | undefined> {
    try {
      return await readFile(this.fileOf(name));
    } catch (error) {
      if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error))) return undefined;
      throw error;
    }
  }

  /**
   * Whole or not at all, also after a crash; certain to stay only once all are settled.
   *
   * @param name like `tile/0/x001/234`
   * @throws TileDiffers when it is there with other bytes
   */
  async keep(name: string, bytes: Uint8Array): Promise<void> {
    const there = await this.read(name);
    if (!there) return this.write(name, bytes);
    if (!there.equals(bytes)) throw new TileDiffers(this.fileOf(name));
    this.unsettled.add(path.dirname(this.fileOf(name))); // a run that was ended may have left it so
  }

  /** Puts a file in the place of the one before it: the checkpoint, the only one that changes. */
  async replace(name: string, bytes: Uint8Array): Promise<void> {
    if ((await this.read(name))?.equals(bytes)) return;
    await this.write(name, bytes);
    await this.settle();
  }

  /** Brings the names of all that was kept to the disk: each folder once, however many files it got. */
  async settle(): Promise<void> {
    for (const folder of [...this.unsettled]) {
      await syncFolder(folder);
      this.unsettled.delete(folder);
    }
  }

  private async write(name: string, bytes: Uint8Array): Promise<void> {
    const file = this.fileOf(name);
    const folder = path.dirname(file);
    const made = await mkdir(folder, { recursive: true });
    for (let at = folder; made !== undefined && at.length >= made.length; at = path.dirname(at)) this.unsettled.add(path.dirname(at));
    const aside = `${file}.${randomUUID()}.part`;
    try {
      const handle = await open(aside, 'wx', 0o644);
      await handle
        .writeFile(bytes)
        .then(() => handle.sync())
        .finally(() => handle.close());
      await rename(aside, file);
    } finally {
      await rm(aside, { force: true });
    }
    this.unsettled.add(folder);
  }
}
