import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { LogFiles } from './made-log.js';

/** Answers in its own way instead of with the file. */
export type Misbehaviour = (answer: ServerResponse) => void;

export interface LogServer {
  /** The prefix of the log, as one gives it to `verify`. */
  readonly address: string;
  readonly asked: string[];
  serve(files: LogFiles, misbehaves?: Readonly<Record<string, Misbehaviour>>): void;
  close(): Promise<void>;
}

/** Serves the files of a log under `/a/log`, as any static server would. */
export async function logServer(): Promise<LogServer> {
  let served: LogFiles = new Map();
  let misbehaving: Readonly<Record<string, Misbehaviour>> = {};
  const asked: string[] = [];
  const server: Server = createServer(({ url = '' }, answer) => {
    const path = url.replace('/a/log/', '');
    asked.push(path);
    const misbehaves = misbehaving[path];
    const file = served.get(path);
    answer.setHeader('access-control-allow-origin', '*');
    if (misbehaves) misbehaves(answer);
    else answer.writeHead(file ? 200 : 404).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a/log`,
    asked,
    serve(files, misbehaves = {}) {
      [served, misbehaving] = [files, misbehaves];
      asked.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Sends without an end, as fast as it is taken. */
export const endless: Misbehaviour = (answer) => {
  const chunk = Buffer.alloc(65_536, 97);
  const more = () => {
    while (!answer.destroyed && answer.write(chunk));
  };
  answer.writeHead(200).on('drain', more);
  more();
};

/** Sends a byte now and then, and never ends. */
export const dripping: Misbehaviour = (answer) => {
  answer.writeHead(200);
  const drop = setInterval(() => answer.write('a'), 50);
  answer.on('close', () => clearInterval(drop));
};

export const silent: Misbehaviour = () => undefined;
export const elsewhere: Misbehaviour = (answer) => answer.writeHead(302, { location: '/elsewhere' }).end();
export const broken: Misbehaviour = (answer) => answer.writeHead(500).end();
export const hangingUp: Misbehaviour = (answer) => answer.destroy();

/** Headers without an end. */
export const endlessHeaders: Misbehaviour = ({ socket }) => {
  const lines = Buffer.from('x-more: more\r\n'.repeat(4096));
  const more = () => {
    while (socket && !socket.destroyed && socket.write(lines));
  };
  socket?.on('error', () => undefined).on('drain', more);
  socket?.write('HTTP/1.1 200 OK\r\n');
  more();
};

const packed = gzipSync(Buffer.alloc(20_000_000));
/** Twenty megabytes in twenty kilobytes: more than any file of a log can have. */
export const bomb: Misbehaviour = (answer) => answer.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);

/** The file, but only after a while. */
export const late =
  (bytes: Uint8Array, milliseconds: number): Misbehaviour =>
  (answer) => {
    setTimeout(() => answer.writeHead(200).end(bytes), milliseconds);
  };
