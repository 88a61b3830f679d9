import { once } from 'node:events';
import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signCheckpoint } from '../../src/public-log/checkpoint.js';
import { parseNote, signatureLine } from '../../src/public-log/note.js';
import { signingKey } from '../../src/public-log/note-key.js';
import { leafHash, treeRoot } from '../../src/public-log/tree.js';
import { askWitness, isAheadOf } from '../../src/publisher/witnesses.js';

const key = signingKey('ally.example/witness', 'witness', new Uint8Array(32).fill(3));
const log = signingKey('river.example/log', 'log', new Uint8Array(32).fill(4));
const note = signCheckpoint({ origin: log.name, size: 1, root: treeRoot([leafHash(Uint8Array.of(1))]) }, log);
const nowSeconds = 1_770_000_000;
const lineAt = (at: number, by = key) => signatureLine(parseNote(note).text, by, at);
const impostor = signingKey(key.name, 'witness', new Uint8Array(32).fill(5));

describe('A witness that means ill', () => {
  let server: http.Server;
  let answers: (reply: ServerResponse) => void;
  let asked: number;
  beforeAll(async () => {
    server = http.createServer((request, reply) => {
      asked += 1;
      request.resume().on('end', () => answers(reply));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  beforeEach(() => {
    asked = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = () => askWitness({ name: 'ally', key, url: url() }, { note, size: 1, old: 0, nowSeconds }, async () => []);
  const says = (status: number, body: string) => (reply: ServerResponse) => void reply.writeHead(status).end(body);

  it.each<[string, (reply: ServerResponse) => void, number]>([
    [
      'never ends its answer',
      (reply) => {
        reply.writeHead(200);
        const pour = (): void =>
          void (reply.destroyed || (reply.write(Buffer.alloc(64 * 1024, 0x61)) ? setImmediate(pour) : reply.once('drain', pour)));
        pour();
      },
      1,
    ],
    ['sends us elsewhere', (reply) => void reply.writeHead(302, { location: `${url()}/elsewhere` }).end(), 1],
    ['holds a size that no log has', says(409, '999999999999999\n'), 1],
    ['holds a size that is no number', says(409, '1e9\n'), 1],
    ['holds another size whenever it is asked', says(409, '0\n'), 2],
    ['signs with another key', (reply) => says(200, lineAt(nowSeconds, impostor))(reply), 1],
    ['signs at a time that no calendar has', (reply) => says(200, lineAt(Number.MAX_SAFE_INTEGER))(reply), 1],
    ['signs for the year after next, so as to be fresh until then', (reply) => says(200, lineAt(nowSeconds + 7e7))(reply), 1],
    ['adds a line of somebody else', says(200, `— river.example/log AAAA\n`), 1],
    ['hangs up', (reply) => void reply.destroy(), 1],
  ])('that %s is as good as silent', async (_, act, times) => {
    answers = act;
    expect([(await ask()).is, asked]).toEqual(['silent', times]);
  });

  it.each<[string, number, string, boolean]>([
    ['holds a larger size than ours', 409, '2\n', true],
    ['holds a history that ours does not continue', 422, '', true],
    ['holds a size that is no number', 409, '1e9\n', false],
    ['holds a smaller size whenever it is asked', 409, '0\n', false],
    ['holds the same size, and still refuses', 409, '1\n', false],
    ['cannot answer now', 503, '', false],
  ])('is ahead of our books, or is not, where it %s', async (_, status, body, isAhead) => {
    answers = says(status, body);
    expect(isAheadOf(await ask(), 1)).toBe(isAhead);
  });

  it('and an honest one is believed', async () => {
    answers = (reply) => says(200, lineAt(nowSeconds - 2))(reply);
    expect(await ask()).toMatchObject({ is: 'cosigned', at: nowSeconds - 2 });
  });
});
