import net from 'node:net';
import type { Connection } from '../../src/database/connections.js';

/** What becomes of the next commit that is sent over this line: of a transaction, or of the one statement that writes and commits at once. */
export type Fate =
  /** The commit never leaves. */
  | 'cut before'
  /** The commit is sent, and the line is cut at once. */
  | 'cut while under way'
  /** The commit took place, and its answer is lost. */
  | 'cut after'
  /** The commit never leaves, and the server does not hear that the line is gone. */
  | 'cut on one side'
  /** The line is cut, and the commit reaches the server only when it is let go. */
  | 'come late';

/** A line to the database that can be cut. */
export interface Line {
  readonly connection: Connection;
  fate?: Fate;
  /** Done before a commit that never leaves is cut. */
  meanwhile?: () => Promise<unknown>;
  /** Lets go what was to come late. @returns once the server has dealt with it */
  letGo(): Promise<void>;
  /** Cuts what is still open. */
  hangUp(): void;
  close(): Promise<void>;
}

const commit = Buffer.from('commit\0');
/** Prepared statements that append have this name; after a `begin` they are no commit yet. */
const append = Buffer.from('\0write_');
const begin = Buffer.from('begin isolation level');
const rollback = Buffer.from('rollback\0');

export async function openLine(to: Connection): Promise<Line> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(`${to.host}/.s.PGSQL.${to.port}`);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    near.on('close', () => held === far || far.destroy());
    far.on('close', () => near.destroy());
    far.on('data', (bytes) => near.write(bytes));
    let isOpen = false;
    near.on('data', (bytes) => {
      if (bytes.includes(begin)) isOpen = true;
      const commits = bytes.includes(commit) || (!isOpen && bytes.includes(append));
      if (bytes.includes(commit) || bytes.includes(rollback)) isOpen = false;
      if (!line.fate || !commits) {
        far.write(bytes);
        return;
      }
      const { fate } = line;
      line.fate = undefined;
      if (fate === 'cut on one side' || fate === 'come late') held = far;
      late = bytes;
      if (fate === 'cut before' || held === far) void Promise.resolve(line.meanwhile?.()).then(() => near.destroy());
      else if (fate === 'cut while under way') far.write(bytes, () => near.destroy());
      else {
        far.removeAllListeners('data').once('data', () => near.destroy());
        far.write(bytes);
      }
    });
  });
  let held: net.Socket | undefined;
  let late: Buffer = Buffer.alloc(0);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const line: Line = {
    connection: { ...to, host: '127.0.0.1', port: (server.address() as net.AddressInfo).port },
    letGo: async () => {
      const answered = new Promise((resolve) => held!.removeAllListeners('data').once('data', resolve));
      held!.write(late);
      await answered;
    },
    hangUp: () => {
      held = undefined;
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      line.hangUp();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return line;
}
