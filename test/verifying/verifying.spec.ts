import { encodeEntry } from '../../src/public-log/entry.js';
import { checkpointText, parseCheckpoint } from '../../src/public-log/checkpoint.js';
import { signNote } from '../../src/public-log/note.js';
import { signingKey, vkeyOf } from '../../src/public-log/note-key.js';
import { openUnderPolicy, parsePolicy, type Policy } from '../../src/public-log/policy.js';
import { type Patience, logOverHttp } from '../../src/verifying/log-over-http.js';
import { policyOfKey, servedTrust } from '../../src/verifying/trust.js';
import { refusedBy } from '../../src/verifying/verdict.js';
import { readHead, type Verification, verifyLog } from '../../src/verifying/verification.js';
import { arithmeticMutants, sound } from './arithmetic-mutants.js';
import { entryMutants } from './entry-mutants.js';
import { alsoSound, singleRules } from './single-rules.js';
import { everyKind, fieldMutants } from './field-mutants.js';
import {
  bomb,
  broken,
  dripping,
  elsewhere,
  endless,
  endlessHeaders,
  hangingUp,
  type LogServer,
  logServer,
  type Misbehaviour,
  silent,
} from './log-server.js';
import { type LogFiles, logKey, madeLog, origin, textIn, utf8, witnessPolicy } from './made-log.js';

const ofLog = parsePolicy(policyOfKey(vkeyOf(logKey)));
const written = sound.map(encodeEntry);
const short: Patience = { answerMs: 300, allMs: 5000 };
const now = '2027-03-10T00:00:00.000Z';

let server: LogServer;
beforeAll(async () => {
  server = await logServer();
});
afterAll(() => server.close());

interface Given {
  readonly policy?: Policy;
  /** The head that was checked before. */
  readonly rememberedNote?: string;
  readonly now?: string;
  readonly mostEntries?: number;
  readonly mostBytes?: number;
  readonly misbehaves?: Readonly<Record<string, Misbehaviour>>;
}

async function verifying(files: LogFiles, given: Given = {}): Promise<Verification> {
  const { policy = ofLog, rememberedNote, mostEntries = 100_000, mostBytes = 1_000_000 } = given;
  server.serve(files, given.misbehaves);
  const reader = logOverHttp(server.address, short);
  const remembered =
    rememberedNote === undefined ? undefined : { note: rememberedNote, checkpoint: openUnderPolicy(rememberedNote, ofLog) };
  return verifyLog(await readHead(reader), {
    reader,
    policy,
    now: given.now ?? now,
    mostEntries,
    mostBytes,
    ...(remembered && { remembered }),
  });
}

const refusal = (files: LogFiles, given?: Given): Promise<{ code: string; exit: number } | 'accepted'> =>
  verifying(files, given).then(
    ({ findings }) => (findings[0] ? { code: findings[0].code, exit: 3 } : 'accepted'),
    (error) => refusedBy(error) ?? Promise.reject(error),
  );

/** Entries of a log that has many of them, in tiles of two levels; none of them has to make sense. */
const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `{"number":${at}}`);
const flippedIn = (files: LogFiles, path: string, at: number): LogFiles => {
  const bytes = Uint8Array.from(files.get(path)!);
  bytes[at % bytes.length]! ^= 1 << (at % 8);
  return new Map(files).set(path, bytes);
};

describe('A log that holds', () => {
  it('is read whole, once each file, and every figure comes out', async () => {
    const found = await verifying(madeLog(written));
    expect(found).toMatchObject({ findings: [], warnings: [], continues: undefined });
    expect(found.pools.map(({ currency, promised, paid, returned, closing }) => [currency, promised, paid, returned, closing])).toEqual([
      ['CAD', 48_300n, 20_000n, 6000n, 20_600n],
      ['USD', 0n, 10_000n, 0n, 0n],
    ]);
    for (const { promised, returned, convertedIn, convertedOut, paid, closing } of found.pools)
      expect(promised + returned + convertedIn - convertedOut - paid).toBe(closing);
    expect([...server.asked].sort()).toEqual(['checkpoint', 'tile/0/000.p/22', 'tile/entries/000.p/22']);
  });

  it.each(alsoSound)('is found good: %s', async (_, entries) => {
    expect(await verifying(madeLog(entries.map(encodeEntry)))).toMatchObject({ findings: [] });
  });

  it('may be empty', async () => {
    expect(await verifying(madeLog([]))).toMatchObject({ findings: [], entries: [] });
  });

  it('continues the head that was checked before', async () => {
    for (const before of [0, 6, 21, 22])
      expect(await verifying(madeLog(written), { rememberedNote: textIn(madeLog(written.slice(0, before)), 'checkpoint') })).toMatchObject({
        continues: before,
      });
  });

  it('is believed on its own word where nobody gave a key, and on its policy before its bare key', async () => {
    const files = madeLog(written, { witnessedAt: 1_800_000_000 });
    server.serve(files);
    expect((await servedTrust(logOverHttp(server.address))).text).toBe(policyOfKey(vkeyOf(logKey)));
    server.serve(files.set('policy', utf8(witnessPolicy)));
    expect((await servedTrust(logOverHttp(server.address))).policy.witnesses).toHaveLength(1);
  });
});

describe('A log whose publisher signs what breaks a rule', () => {
  it.each(arithmeticMutants)('is refused by name: %s', async (_, entries, code) => {
    const { findings } = await verifying(madeLog(entries.map((entry) => encodeEntry(entry))));
    expect(findings.map((finding) => finding.code)).toContain(code);
  });

  it.each(singleRules)('is refused by name at its entry: %s', async (_, entries, at, codes) => {
    const { findings } = await verifying(madeLog(entries.map(encodeEntry)));
    expect(findings.filter(({ index }) => index === at).map(({ code }) => code)).toEqual(codes);
  });

  it.each(entryMutants.filter(([, text]) => text.length <= 65_535))('is refused by name: %s', async (_, text, code) => {
    const { findings } = await verifying(madeLog([...written.slice(0, 6), text]));
    expect(findings).toEqual([{ index: 6, code, says: expect.any(String) }]);
  });

  it.each(everyKind)('is refused by name for every field of %s that is left out or out of its bounds', async (kind) => {
    const mutants = fieldMutants(kind);
    const { findings } = await verifying(madeLog([...written.slice(0, 6), ...mutants.map(({ text }) => text)]));
    expect(findings.map(({ index, code }) => [index, code])).toEqual(mutants.map(({ code }, at) => [6 + at, code]));
  });

  it('is refused under another name than it was opened with', async () => {
    const key = signingKey('ledger.example/b/log', 'log', logKey.seed);
    const files = madeLog(written, { name: key.name, key });
    expect(await refusal(files, { policy: parsePolicy(policyOfKey(vkeyOf(key))) })).toMatchObject({ code: 'checkpoint/other-origin' });
  });
});

describe('One flipped bit', () => {
  const files = madeLog(numbered(700));

  it.each(['tile/0/000', 'tile/0/001', 'tile/0/002.p/188', 'tile/1/000.p/2'])('in %s is found there', async (path) => {
    for (const at of [0, 31, 32 * 17 + 5, 8191]) {
      expect(await refusal(flippedIn(files, path, at))).toMatchObject({ code: 'tile/other-root', exit: 5 });
    }
    await expect(verifying(flippedIn(files, path, 77))).rejects.toThrow(path);
  });

  it.each(['tile/entries/000', 'tile/entries/002.p/188'])('in %s is found, and the entry is named', async (path) => {
    for (const at of [2, 500, 4001]) expect(await refusal(flippedIn(files, path, at))).toMatchObject({ exit: 5 });
    await expect(verifying(flippedIn(files, path, 2))).rejects.toThrow(path.endsWith('000') ? 'Entry 0,' : 'Entry 512,');
  });

  it('anywhere in the head is found', async () => {
    const length = files.get('checkpoint')!.length;
    for (let at = 0; at < length; at += 1) {
      const found = await refusal(flippedIn(files, 'checkpoint', at));
      expect(found).toMatchObject({ exit: 6 });
    }
  });
});

describe('Two histories', () => {
  const other = written.map((text, at) => (at === 3 ? text.replace('48000', '48001') : text));
  const before = textIn(madeLog(written), 'checkpoint');

  it.each([
    ['a shorter log', written.slice(0, 12), 'log/rolled-back'],
    ['another log of the same size', other, 'log/forked'],
    ['another beginning of a longer one', [...other, ...numbered(300)], 'log/forked'],
  ])('%s is told from the head that was checked before, with both heads kept', async (_, entries, code) => {
    const files = madeLog(entries);
    expect(await refusal(files, { rememberedNote: before })).toMatchObject({ code, exit: 4 });
    await expect(verifying(files, { rememberedNote: before })).rejects.toMatchObject({
      rememberedNote: before,
      servedNote: textIn(files, 'checkpoint'),
    });
  });
});

describe('A head that may not be believed', () => {
  const files = madeLog(written);
  const withHead = (note: string) => new Map(files).set('checkpoint', utf8(note));
  const text = checkpointText(parseCheckpoint(textIn(files, 'checkpoint').split('\n\n')[0]! + '\n'));
  const stranger = signingKey(origin, 'log', new Uint8Array(32).fill(9));

  it.each([
    ['of another origin', () => withHead(signNote(text.replace(origin, 'ledger.example/b/log'), logKey)), ofLog, 'policy/unknown-log'],
    ['that a stranger signed', () => madeLog(written, { key: stranger }), ofLog, 'note/not-signed'],
    ['that nobody signed', () => withHead(text), ofLog, 'note/malformed'],
    ['of 2^53 entries', () => withHead(signNote(text.replace('\n22\n', '\n9007199254740992\n'), logKey)), ofLog, 'checkpoint/too-large'],
    ['of -1 entries', () => withHead(signNote(text.replace('\n22\n', '\n-1\n'), logKey)), ofLog, 'checkpoint/malformed'],
    ['without the witness that is asked for', () => files, parsePolicy(witnessPolicy), 'policy/no-quorum'],
  ])('%s is refused by name', async (_, made, policy, code) => {
    expect(await refusal(made(), { policy })).toMatchObject({ code, exit: 6 });
  });

  it('with its witness is believed', async () => {
    const witnessed = madeLog(written, { witnessedAt: Date.parse(now) / 1000 });
    expect(await refusal(witnessed, { policy: parsePolicy(witnessPolicy) })).toBe('accepted');
  });
});

describe('A server that means ill', () => {
  const files = madeLog(numbered(700));

  it.each([
    ['a head without an end', 'checkpoint', endless, 'reading/too-long'],
    ['a head that drips', 'checkpoint', dripping, 'reading/too-slow'],
    ['no word at all', 'checkpoint', silent, 'reading/too-slow'],
    ['a way elsewhere', 'checkpoint', elsewhere, 'reading/refused'],
    ['a fault of its own', 'checkpoint', broken, 'reading/refused'],
    ['a line cut', 'checkpoint', hangingUp, 'reading/no-answer'],
    ['a tile without an end', 'tile/0/001', endless, 'reading/too-long'],
    ['a tile that drips', 'tile/0/001', dripping, 'reading/too-slow'],
    ['entries without an end', 'tile/entries/002.p/188', endless, 'reading/too-long'],
    ['headers without an end', 'checkpoint', endlessHeaders, 'reading/no-answer'],
    ['a head that swells', 'checkpoint', bomb, 'reading/too-long'],
    ['a tile that swells', 'tile/0/001', bomb, 'reading/too-long'],
    ['entries that swell', 'tile/entries/002.p/188', bomb, 'reading/too-long'],
    ['entries that never come', 'tile/entries/002.p/188', silent, 'reading/too-slow'],
  ] as const)('costs neither memory nor time: %s', async (_, path, misbehaviour, code) => {
    const from = performance.now();
    expect(await refusal(files, { misbehaves: { [path]: misbehaviour } })).toMatchObject({ code, exit: 8 });
    expect(performance.now() - from).toBeLessThan(4000);
  });

  it.each(['policy', 'vkey'])('cannot make anyone read its %s for ever', async (name) => {
    for (const [misbehaviour, code] of [
      [endless, 'reading/too-long'],
      [bomb, 'reading/too-long'],
      [dripping, 'reading/too-slow'],
    ] as const) {
      server.serve(files, { [name]: misbehaviour });
      await expect(servedTrust(logOverHttp(server.address, short))).rejects.toMatchObject({ code });
    }
  });

  it('has only so long for all its answers, however patient one is with each', async () => {
    server.serve(files, { checkpoint: silent });
    const from = performance.now();
    await expect(readHead(logOverHttp(server.address, { answerMs: 60_000, allMs: 300 }))).rejects.toMatchObject({
      code: 'reading/too-slow',
    });
    expect(performance.now() - from).toBeLessThan(4000);
  });

  it('may leave a tile out or cut it short, which is said', async () => {
    const without = new Map(files);
    without.delete('tile/0/001');
    expect(await refusal(without)).toMatchObject({ code: 'reading/not-there', exit: 8 });
    const cut = (path: string, by: number) => new Map(files).set(path, files.get(path)!.subarray(0, files.get(path)!.length - by));
    expect(await refusal(cut('tile/0/001', 1))).toMatchObject({ code: 'tile/malformed', exit: 5 });
    expect(await refusal(cut('tile/1/000.p/2', 32))).toMatchObject({ code: 'tile/malformed', exit: 5 });
    expect(await refusal(cut('tile/entries/001', 1))).toMatchObject({ code: 'bundle/malformed', exit: 5 });
    expect(await refusal(new Map(files).set('tile/0/001', new Uint8Array(8193)))).toMatchObject({ code: 'reading/too-long', exit: 8 });
  });

  it('does not make anyone begin with more entries than they want to read', async () => {
    expect(await refusal(files, { mostEntries: 699 })).toMatchObject({ code: 'reading/too-many', exit: 8 });
    expect(server.asked).toEqual(['checkpoint']);
    expect(await refusal(files, { mostBytes: 5000 })).toMatchObject({ code: 'reading/too-many', exit: 8 });
  });
});

describe('What is old', () => {
  const open = written.slice(0, 16);

  it.each([
    ['2027-03-09T16:00:00.000Z', 0],
    ['2027-03-10T23:00:00.000Z', 0],
    ['2027-03-12T00:00:00.000Z', 1],
    ['2028-03-12T00:00:00.000Z', 1],
  ])('on %s a publication that has not come is told of: %i', async (day, count) => {
    expect((await verifying(madeLog(open), { now: day })).warnings).toHaveLength(count);
  });

  it('of a log that was closed nothing more is waited for', async () => {
    expect((await verifying(madeLog(written), { now: '2029-01-01T00:00:00.000Z' })).warnings).toEqual([]);
  });

  it.each([
    [6, 0],
    [8, 1],
    [50, 1],
    [-2, 1],
  ])('a head that its witness signed %i days ago is told of: %i', async (days, count) => {
    const files = madeLog(open, { witnessedAt: Date.parse('2027-02-20T00:00:00Z') / 1000 - days * 86_400 });
    const { warnings } = await verifying(files, { policy: parsePolicy(witnessPolicy), now: '2027-02-20T00:00:00.000Z' });
    expect(warnings).toHaveLength(count);
  });
});
