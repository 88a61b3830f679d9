import { isSameKey, type NoteKey, readVkey } from './note-key.js';
import { LogFault } from './log-fault.js';
import { sameBytes } from './bytes.js';
import { claimedOrigin, type OpenedCheckpoint, openCheckpoint } from './checkpoint.js';

/** One key of a policy, and where its holder is reached, where that is said. */
export interface PolicyKey {
  readonly key: NoteKey;
  readonly url?: string;
}

/** Whoever must have witnessed: one witness, or so many members of a group. */
export type Quorum =
  | { readonly witness: PolicyKey & { readonly name: string } }
  | { readonly name: string; readonly atLeast: number; readonly of: readonly Quorum[] };

/** Which logs are believed, and whose cosignatures it takes (C2SP tlog-policy). */
export interface Policy {
  readonly logs: readonly PolicyKey[];
  readonly witnesses: readonly (PolicyKey & { readonly name: string })[];
  /** Undefined for `quorum none`. */
  readonly quorum: Quorum | undefined;
}

const longestPolicy = 100_000;

/**
 * Reads a policy: a line each, words apart by blanks or tabs, `#` for a remark:
 *
 *     log VKEY [URL]
 *     witness NAME VKEY [URL]
 *     group NAME all|any|COUNT NAME…
 *     quorum NAME|none
 *
 * A name is given before it is used, and belongs to one group at most; there is exactly one quorum.
 * @throws LogFault `policy/malformed`, which names the line
 */
export function parsePolicy(text: string): Policy {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  if (text.length > longestPolicy || /[\u0000-\u0008\u000b-\u001f\u007f]/.test(text))
    throw new LogFault(
      'policy/malformed',
      `A policy is text of at most ${longestPolicy} characters; tab and newline are its only controls.`,
    );
  const reading: Reading = { logs: [], witnesses: [], named: new Map(), members: new Set(), quorums: [] };
  text.split('\n').forEach((line, at) => {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    if (words.length > 0 && !words[0]?.startsWith('#')) readLine(reading, words, at + 1);
  });
  const [quorum, ...more] = reading.quorums;
  if (!quorum || more.length > 0)
    throw new LogFault('policy/malformed', `A policy has exactly one line "quorum"; this one has ${reading.quorums.length}.`);
  return { logs: reading.logs, witnesses: reading.witnesses, quorum: quorum === 'none' ? undefined : quorum };
}

interface Reading {
  readonly logs: PolicyKey[];
  readonly witnesses: (PolicyKey & { name: string })[];
  readonly named: Map<string, Quorum>;
  readonly members: Set<string>;
  readonly quorums: (Quorum | 'none')[];
}

function readLine(reading: Reading, words: readonly string[], at: number): void {
  const amiss = (why: string) => new LogFault('policy/malformed', `Line ${at} of the policy: ${why}.`);
  const [what, name = '', ...rest] = words;
  if (what === 'log' && words.length >= 2 && words.length <= 3) reading.logs.push(keyIn(reading.logs, 'log', name, rest[0], amiss));
  else if (what === 'witness' && words.length >= 3 && words.length <= 4) {
    const witness = { name, ...keyIn(reading.witnesses, 'witness', rest[0] ?? '', rest[1], amiss) };
    reading.witnesses.push(witness);
    give(reading, name, { witness }, amiss);
  } else if (what === 'group' && words.length >= 4) give(reading, name, groupIn(reading, name, rest, amiss), amiss);
  else if (what === 'quorum' && words.length === 2) reading.quorums.push(name === 'none' ? 'none' : knownIn(reading, name, amiss));
  else throw amiss('it is one of log, witness, group, quorum, with as many words as each takes');
}

type Amiss = (why: string) => LogFault;

function keyIn(known: readonly PolicyKey[], role: NoteKey['role'], vkey: string, url: string | undefined, amiss: Amiss): PolicyKey {
  const key = readVkey(vkey);
  if (key.role !== role) throw amiss(`${key.name} is the key of a ${key.role}, not of a ${role}`);
  if (known.some((other) => sameBytes(other.key.publicKey, key.publicKey))) throw amiss(`the key of ${key.name} stands there already`);
  return url === undefined ? { key } : { key, url };
}

function give(reading: Reading, name: string, quorum: Quorum, amiss: Amiss): void {
  if (name === 'none' || reading.named.has(name)) throw amiss(`the name ${name.slice(0, 60)} is taken`);
  reading.named.set(name, quorum);
}

function knownIn(reading: Reading, name: string, amiss: Amiss): Quorum {
  const known = reading.named.get(name);
  if (!known) throw amiss(`no line before it names ${name.slice(0, 60)}`);
  return known;
}

function groupIn(reading: Reading, name: string, [count = '', ...members]: readonly string[], amiss: Amiss): Quorum {
  const of = members.map((member) => {
    const known = knownIn(reading, member, amiss);
    if (reading.members.has(member)) throw amiss(`${member.slice(0, 60)} is in a group already`);
    reading.members.add(member);
    return known;
  });
  const atLeast = count === 'all' ? of.length : count === 'any' ? 1 : /^[1-9]\d{0,3}$/.test(count) ? Number(count) : 0;
  if (atLeast < 1 || atLeast > of.length) throw amiss(`it takes all, any, or 1 to ${of.length} of its members`);
  return { name, atLeast, of };
}

/** Whether those who cosigned are enough. */
export function isQuorum(quorum: Quorum | undefined, cosigners: readonly NoteKey[]): boolean {
  if (!quorum) return true;
  if ('witness' in quorum) return cosigners.some((key) => isSameKey(key, quorum.witness.key));
  return quorum.of.filter((member) => isQuorum(member, cosigners)).length >= quorum.atLeast;
}

/**
 * Opens a checkpoint if its log is one of the policy's, and its witnesses are enough.
 * @throws LogFault of the checkpoint, `policy/unknown-log`, `policy/no-quorum`
 */
export function openUnderPolicy(note: Uint8Array | string, { logs, witnesses, quorum }: Policy): OpenedCheckpoint {
  const origin = claimedOrigin(note);
  const keys = logs.map(({ key }) => key).filter(({ name }) => name === origin);
  if (keys.length === 0) throw new LogFault('policy/unknown-log', `${origin} is no log of the policy.`);
  const opened = openCheckpoint(note, origin, [...keys, ...witnesses.map(({ key }) => key)]);
  const cosigners = opened.signed.map(({ key }) => key).filter(({ role }) => role === 'witness');
  if (!isQuorum(quorum, cosigners))
    throw new LogFault(
      'policy/no-quorum',
      `The checkpoint of ${opened.size} entries has ${cosigners.length} known cosignatures, too few for the policy.`,
    );
  return opened;
}
