import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { largestFileMb } from '../../src/web/uploads.js';
import { type ApiHost, type Client, multipart, slug, startApi } from './client.js';

describe('files that cannot be taken', () => {
  let host: ApiHost;
  let api: Client;
  let account: string;
  let before: bigint;
  beforeAll(async () => {
    host = await startApi();
    api = host.steward;
    account = (await api.post('accounts', { name: 'Chequing', kind: 'bank', currency: 'CAD' })).json().account;
    before = await host.head();
  });
  afterEach(async () => {
    expect(await host.head()).toBe(before);
  });
  afterAll(() => host.stop());

  const send = (form: ReturnType<typeof multipart>) => api.post('imports', form.payload, form.headers);

  it.each([
    ['no file', () => multipart({ account }), 'file'],
    ['an empty file', () => multipart({ account }, { bytes: '' }), 'file'],
    ['a file under another name', () => multipart({ account }, { name: 'statement', bytes: 'x' }), 'statement'],
    ['a field that nobody asked for', () => multipart({ account, note: 'x' }, { bytes: 'x' }), 'note'],
    ['no account', () => multipart({}, { bytes: 'x' }), 'account'],
    ['an account of nobody', () => multipart({ account: '01990000-0000-7000-8000-000000000001' }, { bytes: 'x' }), 'account'],
    ['a PDF', () => multipart({ account }, { bytes: '%PDF-1.7\n%âãÏÓ\n1 0 obj\n' }), 'file'],
    ['a format that is none', () => multipart({ account, format: 'abacus' }, { bytes: 'a,b\n1,2\n' }), 'format'],
    ['a file that does not say whose it is', () => multipart({ account }, { bytes: '2026-10-02,X,,2.00\n'.repeat(3) }), 'format'],
    ['a spreadsheet that nobody described', () => multipart({ account }, { bytes: 'PK\x03\x04' }), 'format'],
    ['OFX with a document type', () => multipart({ account }, { bytes: '<?xml?>\n<!DOCTYPE OFX>\n<OFX></OFX>' }), 'file'],
    ['a field that is too long', () => multipart({ account: 'x'.repeat(5000) }, { bytes: 'x' }), 'account'],
  ])('%s is refused with its field', async (_, form, field) => {
    const answer = await send(form());
    expect([answer.statusCode, answer.json().errors[0].field]).toEqual([400, field]);
  });

  it('a form that breaks off is refused', async () => {
    const { payload, headers } = multipart({ account }, { bytes: 'a,b\n'.repeat(100) });
    const answer = await api.post('imports', payload.subarray(0, payload.length - 60), headers);
    expect([answer.statusCode, answer.json().errors[0].field]).toEqual([400, 'file']);
  });

  it('a file sent as JSON is refused with the way to send it', async () => {
    const answer = await api.post('imports', { account, file: 'a,b' });
    expect([answer.statusCode, answer.json().detail]).toEqual([415, 'Send the file as multipart/form-data, in a field called "file".']);
  });

  it('a file over the bound is refused by its length', async () => {
    const answer = await send(multipart({ account }, { bytes: Buffer.alloc((largestFileMb + 1) * 1024 * 1024, 'a') }));
    expect([answer.statusCode, answer.json().type]).toEqual([413, '/docs/problems#too-large']);
    expect(answer.json().detail).toContain(`${largestFileMb} MB`);
  });

  it('a file of 200 MB that does not say its length is cut off early', async () => {
    await host.program.app.listen(0, '127.0.0.1');
    const { port } = host.program.app.getHttpServer().address() as AddressInfo;
    const { authorization } = (await tokenOf(api)) as { authorization: string };
    const { answer, sentMb } = await sendEndlessly(port, authorization, account, 200);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(sentMb).toBeLessThan(60);
  });
});

/** The client keeps its token to itself; a request that echoes nothing back is asked what it carried. */
async function tokenOf(api: Client): Promise<Record<string, unknown>> {
  const answer = await api.get('policies');
  return answer.raw.req.headers;
}

/** Sends a file in chunks until it is done or the line is closed. */
async function sendEndlessly(port: number, authorization: string, account: string, megabytes: number) {
  const socket = connect(port, '127.0.0.1');
  const { payload, headers } = multipart({ account }, { bytes: '' });
  let answer = '';
  let open = true;
  socket.on('data', (bytes) => {
    answer += bytes.toString();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      open = false;
      resolve();
    });
  });
  await once(socket, 'connect');
  const chunk = (bytes: Buffer): boolean =>
    socket.write(Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]));
  socket.write(
    `POST /api/v1/ledgers/${slug}/imports HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization}\r\n` +
      `Content-Type: ${headers['content-type']}\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  chunk(payload.subarray(0, payload.lastIndexOf('\r\n--')));
  let sentMb = 0;
  for (; open && !answer && sentMb < megabytes; sentMb += 1) {
    if (!chunk(Buffer.alloc(1024 * 1024, 'a'))) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (open) await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 3000).unref())]);
  socket.destroy();
  return { answer, sentMb };
}
