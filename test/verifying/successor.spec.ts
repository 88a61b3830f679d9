import { decodeEntry, encodeEntry, type Entry } from '../../src/public-log/entry.js';
import { base64Of } from '../../src/public-log/bytes.js';
import { signingKey, vkeyOf } from '../../src/public-log/note-key.js';
import { leafHash, treeRoot } from '../../src/public-log/tree.js';
import { logOverHttp, logsOverHttp } from '../../src/verifying/log-over-http.js';
import { besideLog, chainOf, verifyFollowing } from '../../src/verifying/successor.js';
import { sound } from './arithmetic-mutants.js';
import { late, type LogServer, logServer, silent } from './log-server.js';
import { type LogFiles, madeLog, origin, utf8 } from './made-log.js';

const next = `${origin}-2`;
const nextKey = signingKey(next, 'log', new Uint8Array(32).fill(3));
const closed: readonly Entry[] = [
  ...sound.slice(0, -1),
  { ...sound.at(-1)!, kind: 'log.closed', reason: 'key', next_origin: next, next_vkey: vkeyOf(nextKey) } as Entry,
];
const written = closed.map((entry) => encodeEntry(entry));
const root = base64Of(treeRoot(written.map((entry) => leafHash(utf8(entry)))));

/** What comes after `sound`: opened in its name, its two pools opened where they were closed. */
const following = (change: { readonly opened?: object; readonly opening?: bigint; readonly slotsBack?: number } = {}): readonly Entry[] => {
  const at = { v: 1, date: '2027-04-13' } as const;
  const { delay, dominance, k, payments, pledge, rules, schedule } = sound[0] as Extract<Entry, { kind: 'log.opened' }>;
  const inForce = { delay, dominance, k, payments, pledge, rules, schedule };
  const nothing = { accrued: 0n, converted_in: 0n, converted_out: 0n, paid: 0n, returned: 0n, period: '2027-02' };
  const cad = change.opening ?? 20_600n;
  const count = change.slotsBack ?? 0;
  const returned = BigInt(count) * 500n;
  const back = { ...at, kind: 'money.returned', period: '2027-02', currency: 'CAD', unit: 500n, count, total: returned } as const;
  return [
    {
      ...at,
      kind: 'log.opened',
      origin: next,
      prev_origin: origin,
      prev_size: written.length,
      prev_root: root,
      ...inForce,
      ...change.opened,
    },
    { ...at, kind: 'currency.opened', currency: 'CAD', exponent: 2, unit: 500n },
    { ...at, kind: 'currency.opened', currency: 'USD', exponent: 2, unit: 500n },
    ...(count > 0 ? [back] : []),
    { ...at, kind: 'pool.stated', currency: 'CAD', opening: cad, ...nothing, returned, closing: cad + returned },
    { ...at, kind: 'pool.stated', currency: 'USD', opening: 0n, closing: 0n, ...nothing },
  ];
};

describe('A closed log and the one that goes on from it', () => {
  let server: LogServer;
  beforeAll(async () => {
    server = await logServer();
  });
  afterAll(() => server.close());

  function serve(after: readonly Entry[] | undefined, key = nextKey): void {
    const files: LogFiles = new Map(madeLog(written));
    const second = after
      ? madeLog(
          after.map((entry) => encodeEntry(decodeEntry(encodeEntry(entry)))),
          { name: next, key },
        )
      : new Map();
    for (const [name, bytes] of second) files.set(`/a/log-2/${name}`, bytes);
    server.serve(files);
  }
  const check = async () => {
    const asked = { reader: logOverHttp(server.address), logs: [], given: undefined, now: '2027-04-14T12:00:00Z', mostEntries: 1000 };
    return chainOf(await verifyFollowing(asked, (address) => logOverHttp(address)));
  };
  const found = async () => (await check()).map(({ found: { findings } }) => findings.map(({ code, index }) => `${code} ${index}`));

  it('are one, where the second is the one that was named and begins where the first ended', async () => {
    serve(following());
    expect(await found()).toEqual([[], []]);
  });

  it('are told of where nothing has come yet', async () => {
    serve(undefined);
    expect((await check()).map(({ found: { warnings } }) => warnings)).toEqual([[expect.stringContaining('Nothing is there yet')]]);
  });

  it.each([
    ['names another log before it', { opened: { prev_origin: 'ledger.example/b/log' } }, 'log/not-continued 0'],
    ['says another size', { opened: { prev_size: 3 } }, 'log/not-continued 0'],
    ['says another root', { opened: { prev_root: base64Of(new Uint8Array(32)) } }, 'log/not-continued 0'],
    ['names no log before it', { opened: { prev_origin: undefined, prev_size: undefined, prev_root: undefined } }, 'log/not-continued 0'],
    ['opens a pool elsewhere', { opening: 20_500n }, 'log/not-continued 3'],
  ])('are not, where the second %s', async (_, change, code) => {
    serve(following(change));
    expect(await found()).toEqual([[], [code]]);
  });

  it('are one, where what was paid in the first comes back in the second', async () => {
    serve(following({ slotsBack: 28 }));
    expect(await found()).toEqual([[], []]);
  });

  it('are not, where more comes back than both have paid and is left of the first', async () => {
    serve(following({ slotsBack: 29 }));
    expect(await found()).toEqual([[], ['returned/more-than-paid 3']]);
  });

  it('are not, where the second leaves a pool out', async () => {
    serve(following().filter((entry) => !('currency' in entry) || entry.currency === 'CAD'));
    expect(await found()).toEqual([[], ['log/not-continued 0']]);
  });

  it('are refused where another key than the one that was named has signed the second', async () => {
    serve(following(), signingKey(next, 'log', new Uint8Array(32).fill(4)));
    await expect(check()).rejects.toMatchObject({ code: 'note/not-signed' });
  });

  it('have one patience together', async () => {
    const first = madeLog(written);
    server.serve(first, { checkpoint: late(first.get('checkpoint')!, 1000), '/a/log-2/checkpoint': silent });
    const readerAt = logsOverHttp({ answerMs: 60_000, allMs: 1500 });
    const from = performance.now();
    const asked = { reader: readerAt(server.address), logs: [], given: undefined, now: '2027-04-14T12:00:00Z', mostEntries: 1000 };
    await expect(verifyFollowing(asked, readerAt)).rejects.toMatchObject({ code: 'reading/too-slow' });
    expect(performance.now() - from).toBeLessThan(2400);
  });

  it('are followed ten times and no more, however many are named', async () => {
    const names = Array.from({ length: 13 }, (_, at) => (at === 0 ? origin : `${origin}-${at + 1}`));
    const keys = names.map((name, at) => signingKey(name, 'log', new Uint8Array(32).fill(20 + at)));
    const files: LogFiles = new Map();
    let before = {};
    for (const [at, name] of names.entries()) {
      const date = { v: 1, date: '2027-04-13' } as const;
      const [nextName, nextOf] = [names[at + 1], keys[at + 1]];
      const end = nextName && nextOf ? { reason: 'key', next_origin: nextName, next_vkey: vkeyOf(nextOf) } : { reason: 'ended' };
      const entries = [
        { ...sound[0]!, ...date, origin: name, ...before },
        { ...date, kind: 'log.closed', ...end },
      ].map((entry) => encodeEntry(entry as Entry));
      before = { prev_origin: name, prev_size: 2, prev_root: base64Of(treeRoot(entries.map((entry) => leafHash(utf8(entry))))) };
      for (const [file, bytes] of madeLog(entries, { name, key: keys[at]! }))
        files.set(at === 0 ? file : `/${name.slice(name.indexOf('/') + 1)}/${file}`, bytes);
    }
    server.serve(files);
    const chain = await check();
    expect(chain.map(({ seen }) => seen.origin)).toEqual(names.slice(0, 11));
    expect(chain.flatMap(({ found: { findings } }) => findings)).toEqual([]);
  });

  it.each([
    ['https://ledger.example/a/log', next, 'https://ledger.example/a/log-2'],
    ['http://mirror.example:8080/kept/a/log', next, 'http://mirror.example:8080/kept/a/log-2'],
    ['http://mirror.example/other', next, undefined],
    ['https://ledger.example/a/log', 'elsewhere.example/a/log-2', undefined],
  ])('read at %s, %s is looked for at %s, and nowhere that a stranger names', (address, named, at) => {
    expect(besideLog(named, { address, origin })).toBe(at);
  });
});
