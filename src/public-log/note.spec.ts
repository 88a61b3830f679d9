import fc from 'fast-check';
import { bytesOfBase64, hexOf } from './bytes.js';
import type { LogFaultCode } from './log-fault.js';
import { addSignatures, openNote, parseNote, signatureLine, signNote } from './note.js';
import { type NoteKey, readVkey, signingKey, vkeyOf } from './note-key.js';

/** The example keys and note of the Go team's package `note`, and a head of Go's checksum database. */
const peter = readVkey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
const enoch = readVkey('EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop');
const peterSigns = signingKey('PeterNeumann', 'log', bytesOfBase64('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz')!.subarray(1));
const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const byPeter = '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const byEnoch = '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';
const checksumDatabase = readVkey('sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8');
const checksumHead =
  'go.sum database tree\n65209736\n5+uGFjx6xBZG8ip1+wi77v+grwbhhukIrxEUS8PXvRo=\n\n' +
  '— sum.golang.org Az3grnbssgK7ubgFX36gVETtNv0U23qxyAhAMai2QUfeGa3nB/akvkMdlUErfcZz7l/R3cVtYspg3dxXABkGZZKdsQ8=\n';

const witness = signingKey('witness.example/w1', 'witness', new Uint8Array(32).fill(7));
const codeOf = (open: () => unknown): LogFaultCode | 'accepted' => {
  try {
    open();
  } catch (fault) {
    return (fault as { code: LogFaultCode }).code;
  }
  return 'accepted';
};
const signers = (note: string, keys: readonly NoteKey[]) => openNote(note, keys).signed.map(({ key }) => key.name);

describe('A signed note', () => {
  it('is signed to the bytes of the published example', () => {
    expect(signNote(text, peterSigns)).toBe(`${text}\n${byPeter}`);
    expect(vkeyOf(peterSigns)).toBe('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  });

  it('opens by whichever of its keys are known, and passes over the others', () => {
    expect(openNote(`${text}\n${byPeter}${byEnoch}`, [peter]).text).toBe(text);
    expect(signers(`${text}\n${byPeter}${byEnoch}`, [peter])).toEqual(['PeterNeumann']);
    expect(signers(`${text}\n${byPeter}${byEnoch}`, [peter, enoch])).toEqual(['PeterNeumann', 'EnochRoot']);
    expect(signers(`${text}\n${byPeter}${byPeter}`, [peter])).toEqual(['PeterNeumann']);
    expect(openNote(checksumHead, [checksumDatabase]).text.split('\n')[1]).toBe('65209736');
  });

  it('is the same as bytes', () => {
    expect(openNote(new TextEncoder().encode(checksumHead), [checksumDatabase]).signed).toHaveLength(1);
  });

  it.each([
    ['no known key', `${text}\n${byEnoch}`, 'note/not-signed'],
    ['a known name under another id', `${text}\n${byPeter.replace('x08go', 'x18go')}`, 'note/not-signed'],
    ['a known id under another name', `${text}\n${byPeter.replace('PeterNeumann', 'CarmenSandiego')}`, 'note/not-signed'],
    ['a bad signature of a known key', `${text}\n${byPeter.replace('ZJku', 'ZJkv')}`, 'note/bad-signature'],
    ['a good and a bad signature of a known key', `${text}\n${byPeter}${byPeter.replace('ZJku', 'ZJkv')}`, 'note/bad-signature'],
    ['a signature too long', `${text}\n${byPeter.replace('ZJku', 'ZJkuABCD')}`, 'note/bad-signature'],
    ['a word changed', `${text.replace('answer', 'Answer')}\n${byPeter}`, 'note/bad-signature'],
    ['no signature', text, 'note/malformed'],
    ['an end after its text', `${text}\n`, 'note/malformed'],
    ['no text', `\n${byPeter}`, 'note/malformed'],
    ['no newline at its end', `${text}\n${byPeter.slice(0, -1)}`, 'note/malformed'],
    ['a control character', `\x01${text}\n${byPeter}`, 'note/malformed'],
    ['a carriage return', `${text}\r\n\n${byPeter}`, 'note/malformed'],
    ['a blank in a name', `${text}\n${byPeter.replace('PeterNeumann', 'Bad Name')}`, 'note/malformed'],
    ['a hyphen for a dash', `${text}\n${byPeter.replace('—', '-')}`, 'note/malformed'],
    ['a line that is no signature', `${text}\n${byPeter}Unexpected line.\n`, 'note/malformed'],
    ['a signature without base64', `${text}\n— PeterNeumann !!!!\n`, 'note/malformed'],
    ['a signature of nothing but its id', `${text}\n— PeterNeumann x08gow==\n`, 'note/malformed'],
    ['101 signatures', `${text}\n${byPeter.repeat(101)}`, 'note/malformed'],
    ['a million letters', `${'a'.repeat(1_000_000)}\n\n${byPeter}`, 'note/malformed'],
  ] as const)('with %s is refused by name', (_, note, code) => {
    expect(codeOf(() => openNote(note, [peter]))).toBe(code);
  });

  it('that is no UTF-8 is refused', () => {
    const bytes = new TextEncoder().encode(`${text}\n${byPeter}`);
    bytes[0] = 0xff;
    expect(codeOf(() => parseNote(bytes))).toBe('note/malformed');
  });

  it('with any one bit flipped never opens to another text', () => {
    const bytes = new TextEncoder().encode(`${text}\n${byPeter}`);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(codeOf(() => openNote(changed, [peter]))).toMatch(/^note\//);
    }
  });

  it('keeps its signatures when witnesses add theirs, each once', () => {
    const note = signNote(text, peterSigns);
    const line = signatureLine(text, witness, 1_679_315_147);
    const added = addSignatures(addSignatures(note, [line]), [line]);
    expect(added).toBe(note + line);
    expect(openNote(added, [peter, witness]).signed).toEqual([{ key: peter }, { key: witness, at: 1_679_315_147 }]);
    expect(codeOf(() => addSignatures(note, ['no signature\n']))).toBe('note/malformed');
  });
});

describe('A witness', () => {
  it('signs the text and the time at which it saw it', () => {
    const note = `${text}\n${signatureLine(text, witness, 1)}`;
    expect(openNote(note, [witness]).signed).toEqual([{ key: witness, at: 1 }]);
    const [signature] = parseNote(note).signatures;
    expect(hexOf(signature!.bytes.subarray(0, 8))).toBe('0000000000000001');
    expect(signature!.bytes).toHaveLength(72);
  });

  it('has signed nothing under another time, another text, or with the key of a log', () => {
    const line = signatureLine(text, witness, 1_679_315_147);
    const later = parseNote(`${text}\n${line}`).signatures[0]!;
    later.bytes[7]! ^= 1;
    const moved = `${text}\n— ${witness.name} ${Buffer.concat([later.id, later.bytes]).toString('base64')}\n`;
    expect(codeOf(() => openNote(moved, [witness]))).toBe('note/bad-signature');
    expect(codeOf(() => openNote(`other\n\n${line}`, [witness]))).toBe('note/bad-signature');
    expect(codeOf(() => openNote(`${text}\n${line}`, [signingKey(witness.name, 'log', witness.seed)]))).toBe('note/not-signed');
    expect(() => signatureLine(text, witness)).toThrow('at a time');
    expect(() => signatureLine(text, peterSigns, 1)).toThrow('at none');
  });
});

describe('A verifier key', () => {
  const vkey = vkeyOf(peter);

  it('is read back whole, of a log and of a witness', () => {
    expect(vkeyOf(readVkey(vkey))).toBe(vkey);
    expect(readVkey(vkeyOf(witness)).role).toBe('witness');
  });

  it('cut anywhere, or with any character changed, is no key', () => {
    for (let from = 0; from <= vkey.length; from += 1) {
      for (let to = from; to <= vkey.length; to += 7) expect(codeOf(() => readVkey(vkey.slice(from, to)))).toBe('key/malformed');
      const next = String.fromCharCode(vkey.charCodeAt(from) + 1);
      if (from < vkey.length) expect(codeOf(() => readVkey(vkey.slice(0, from) + next + vkey.slice(from + 1)))).toBe('key/malformed');
    }
  });

  it.each([
    ['of the wrong length', 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='],
    ['of an unknown type', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
  ])('%s is none, though its id is right', (_, other) => {
    expect(codeOf(() => readVkey(other))).toBe('key/malformed');
  });

  it('never comes out of text that nobody wrote', () => {
    fc.assert(fc.property(fc.string(), (other) => codeOf(() => readVkey(other)) === 'key/malformed'));
  });
});
