import { base64Of, hexOf } from './bytes.js';
import { checkpointText, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.js';
import type { LogFaultCode } from './log-fault.js';
import { addSignatures, signatureLine } from './note.js';
import { signingKey, vkeyOf } from './note-key.js';
import { isQuorum, openUnderPolicy, parsePolicy } from './policy.js';

const seedOf = (byte: number) => new Uint8Array(32).fill(byte);
const origin = 'ledger.example/north-street/log';
const log = signingKey(origin, 'log', seedOf(1));
const checkpoint = { origin, size: 1000, root: new Uint8Array(32).fill(9) };
const note = signCheckpoint(checkpoint, log);
const witnesses = ['w1', 'w2', 'w3'].map((name, at) => signingKey(`witness.example/${name}`, 'witness', seedOf(10 + at)));
const witnessed = (...by: readonly number[]) =>
  addSignatures(
    note,
    by.map((at) => signatureLine(checkpointText(checkpoint), witnesses[at]!, 1_800_000_000)),
  );

const codeOf = (open: () => unknown): LogFaultCode | 'accepted' => {
  try {
    open();
  } catch (fault) {
    return (fault as { code: LogFaultCode }).code;
  }
  return 'accepted';
};

describe('A checkpoint', () => {
  it('is three lines: origin, size, root', () => {
    const published = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    const { origin: whose, size, root } = parseCheckpoint(published);
    expect([whose, size]).toEqual(['example.com/behind-the-sofa', 20_852_163]);
    expect(hexOf(root)).toBe('0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62');
    expect(checkpointText({ origin: whose, size, root })).toBe(published);
  });

  it('signed again is the same bytes', () => {
    expect(signCheckpoint(checkpoint, log)).toBe(note);
    expect(openCheckpoint(note, origin, [log])).toMatchObject({ origin, size: 1000, signed: [{ key: log }] });
  });

  const root = base64Of(checkpoint.root);
  it.each([
    ['a leading zero', `${origin}\n01000\n${root}\n`, 'checkpoint/malformed'],
    ['a sign', `${origin}\n+1000\n${root}\n`, 'checkpoint/malformed'],
    ['a size in another base', `${origin}\n0x3e8\n${root}\n`, 'checkpoint/malformed'],
    ['no size', `${origin}\n\n${root}\n`, 'checkpoint/malformed'],
    ['no origin', `\n1000\n${root}\n`, 'checkpoint/malformed'],
    ['a blank in its origin', `a log\n1000\n${root}\n`, 'checkpoint/malformed'],
    ['a root cut short', `${origin}\n1000\n${root.slice(4)}\n`, 'checkpoint/malformed'],
    ['a root without padding', `${origin}\n1000\n${root.slice(0, -1)}\n`, 'checkpoint/malformed'],
    ['a root with a loose bit', `${origin}\n1000\n${root.slice(0, -2)}l=\n`, 'checkpoint/malformed'],
    ['a fourth line', `${origin}\n1000\n${root}\nmore\n`, 'checkpoint/malformed'],
    ['no last newline', `${origin}\n1000\n${root}`, 'checkpoint/malformed'],
    ['2^53 entries', `${origin}\n9007199254740992\n${root}\n`, 'checkpoint/too-large'],
    ['more entries than a machine can count', `${origin}\n${'9'.repeat(900_000)}\n${root}\n`, 'checkpoint/too-large'],
  ] as const)('with %s is refused by name', (_, text, code) => {
    expect(codeOf(() => parseCheckpoint(text))).toBe(code);
  });

  it('may have 2^53 - 1 entries, or none', () => {
    expect(parseCheckpoint(`${origin}\n9007199254740991\n${root}\n`).size).toBe(Number.MAX_SAFE_INTEGER);
    expect(parseCheckpoint(`${origin}\n0\n${root}\n`).size).toBe(0);
  });

  it('of another log is refused, whoever signed it', () => {
    const other = signingKey('ledger.example/other/log', 'log', seedOf(1));
    const otherNote = signCheckpoint({ ...checkpoint, origin: other.name }, other);
    expect(codeOf(() => openCheckpoint(otherNote, origin, [log, other]))).toBe('checkpoint/other-origin');
  });

  it('that only others signed is not signed', () => {
    const text = checkpointText(checkpoint);
    const byWitness = `${text}\n${signatureLine(text, witnesses[0]!, 1)}`;
    expect(codeOf(() => openCheckpoint(byWitness, origin, [log, witnesses[0]!]))).toBe('note/not-signed');
    const stranger = signingKey('ledger.example/other/log', 'log', seedOf(2));
    expect(codeOf(() => openCheckpoint(`${text}\n${signatureLine(text, stranger)}`, origin, [log, stranger]))).toBe('note/not-signed');
  });

  it('is never signed with a size or a root that nobody could read', () => {
    expect(codeOf(() => signCheckpoint({ ...checkpoint, size: 2 ** 53 }, log))).toBe('checkpoint/too-large');
    expect(codeOf(() => signCheckpoint({ ...checkpoint, size: -1 }, log))).toBe('checkpoint/malformed');
    expect(codeOf(() => signCheckpoint({ ...checkpoint, root: new Uint8Array(31) }, log))).toBe('checkpoint/malformed');
  });
});

describe('A policy', () => {
  const named = witnesses.map((key, at) => `witness w${at + 1} ${vkeyOf(key)} https://witness.example/w${at + 1}`);
  const policy = (...lines: readonly string[]) =>
    parsePolicy(['# whom we believe', `log ${vkeyOf(log)}`, '', ...named, ...lines, ''].join('\n'));

  it.each([
    ['none is asked for', policy('quorum none'), [], true],
    ['one witness', policy('quorum w1'), [0], true],
    ['another than the one', policy('quorum w1'), [1, 2], false],
    ['two of three', policy('group g 2 w1 w2 w3', 'quorum g'), [0, 2], true],
    ['one where two are asked for', policy('group g 2 w1 w2 w3', 'quorum g'), [2], false],
    ['any', policy('group g any w1 w2', 'quorum g'), [1], true],
    ['not all', policy('group g all w1 w2 w3', 'quorum g'), [0, 1], false],
    ['a group and a witness', policy('group g any w1 w2', '\tgroup h  all g w3 ', 'quorum h'), [1, 2], true],
    ['a group without the witness', policy('group g any w1 w2', 'group h all g w3', 'quorum h'), [0, 1], false],
  ] as const)('is met or not: %s', (_, read, by, isMet) => {
    expect(codeOf(() => openUnderPolicy(witnessed(...by), read))).toBe(isMet ? 'accepted' : 'policy/no-quorum');
    expect(
      isQuorum(
        read.quorum,
        by.map((at) => witnesses[at]!),
      ),
    ).toBe(isMet);
  });

  it('keeps where a witness is reached', () => {
    expect(policy('quorum none').witnesses.map(({ name, url }) => [name, url])[1]).toEqual(['w2', 'https://witness.example/w2']);
  });

  it('refuses a log that it does not name, and a bad signature of a witness that it does', () => {
    expect(codeOf(() => openUnderPolicy(note, parsePolicy('quorum none')))).toBe('policy/unknown-log');
    const wrong = witnessed(0).replace(/(— witness\S+ \S{40})./, (_, start: string) => `${start}!`.replace('!', 'A'));
    expect(codeOf(() => openUnderPolicy(wrong, policy('quorum none')))).toBe('note/bad-signature');
  });

  it.each([
    ['no quorum', []],
    ['two quorums', ['quorum none', 'quorum w1']],
    ['a quorum of nobody', ['quorum w9']],
    ['a group used before it is named', ['quorum g', 'group g any w1']],
    ['a group of nobody', ['group g any', 'quorum g']],
    ['a group that wants more than it has', ['group g 3 w1 w2', 'quorum g']],
    ['a group that wants nothing', ['group g 0 w1 w2', 'quorum g']],
    ['a count with a leading zero', ['group g 01 w1 w2', 'quorum g']],
    ['a witness in two groups', ['group g any w1 w2', 'group h any w1', 'quorum g']],
    ['a witness twice in a group', ['group g 2 w1 w1', 'quorum g']],
    ['"none" in a group', ['group g any none', 'quorum g']],
    ['a name given twice', [`witness w1 ${vkeyOf(signingKey('w.example', 'witness', seedOf(30)))}`, 'quorum none']],
    ['one key under two names', [`witness w4 ${vkeyOf(witnesses[0]!)}`, 'quorum none']],
    ['a log twice', [`log ${vkeyOf(log)}`, 'quorum none']],
    ['a log with the key of a witness', [`log ${vkeyOf(witnesses[0]!)}`, 'quorum none']],
    ['a line of something else', ['trust everyone', 'quorum none']],
    ['a word too many', ['quorum w1 w2']],
    ['a control character', ['quorum none\r']],
  ])('with %s is refused', (_, lines) => {
    expect(codeOf(() => policy(...lines))).toBe('policy/malformed');
  });
});
