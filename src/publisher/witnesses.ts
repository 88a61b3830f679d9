import { type AddCheckpoint, writeAddCheckpoint } from '../public-log/add-checkpoint.js';
import { LogFault } from '../public-log/log-fault.js';
import { openNote, parseNote } from '../public-log/note.js';
import type { NoteKey } from '../public-log/note-key.js';
import type { Policy } from '../public-log/policy.js';

/** A witness that does not answer keeps nobody waiting longer. */
const patienceMs = 10_000;
const longestAnswer = 64 * 1024;

/** What came of asking one witness. */
export type Witnessed =
  | { readonly is: 'cosigned'; readonly line: string; readonly at: number }
  /** It holds a history that this one does not continue. Never asked past that: somebody has to look. */
  | { readonly is: 'inconsistent' }
  /** @property holds the size that it says it holds, where it refused because of that */
  | { readonly is: 'silent'; readonly why: string; readonly holds?: number };

export type Witness = Policy['witnesses'][number];

export interface Asking {
  /** As the log alone signed it. */
  readonly note: string;
  readonly size: number;
  /** The size that this witness is thought to hold. */
  readonly old: number;
  /** Since 1970. */
  readonly nowSeconds: number;
}

/** A line of a time that cannot be says nothing to readers of how fresh it is. In seconds. */
const clocksApart = 24 * 3600;

/** The proof from an older size of the log to the one of the checkpoint. */
export type ProofFrom = (old: number) => Promise<readonly Uint8Array[]>;

/**
 * Asks a witness for its line (C2SP tlog-witness). Where it holds another size than was thought it says so once, and is asked again
 * from there; an answer of 422 is never asked past.
 */
export async function askWitness({ key, url }: Witness, { note, size, old, nowSeconds }: Asking, proofFrom: ProofFrom): Promise<Witnessed> {
  if (!url) return { is: 'silent', why: 'the policy does not say where it is' };
  try {
    let answer = await post(url, { old, proof: await proofFrom(old), note });
    const held = heldIn(answer);
    if (held !== undefined && held <= size) answer = await post(url, { old: held, proof: await proofFrom(held), note });
    if (answer.status === 422) return { is: 'inconsistent' };
    if (answer.status !== 200) return refusedWith(answer);
    return lineIn(answer.text, key, note, nowSeconds);
  } catch (error) {
    return { is: 'silent', why: error instanceof LogFault ? error.code : (error as Error).name };
  }
}

/** Whether a witness has seen of a log what a head of this size does not hold: more of it, or another history. */
export const isAheadOf = (answer: Witnessed, size: number): boolean =>
  answer.is === 'inconsistent' || (answer.is === 'silent' && (answer.holds ?? 0) > size);

interface Answer {
  readonly status: number;
  readonly text: string;
}

const heldIn = ({ status, text }: Answer): number | undefined => (status === 409 && /^\d{1,15}\n?$/.test(text) ? Number(text) : undefined);

function refusedWith(answer: Answer): Witnessed {
  const holds = heldIn(answer);
  return { is: 'silent', why: `it answered ${answer.status}`, ...(holds !== undefined && { holds }) };
}

/** Among the lines that it gave, its own over this very text. */
function lineIn(text: string, key: NoteKey, note: string, nowSeconds: number): Witnessed {
  const own = text.split('\n').find((line) => line.startsWith(`— ${key.name} `));
  if (!own) return { is: 'silent', why: 'it gave no line of its own' };
  const at = openNote(`${parseNote(note).text}\n${own}\n`, [key]).signed[0]!.at!;
  if (Math.abs(at - nowSeconds) > clocksApart) return { is: 'silent', why: 'its clock is more than a day from ours' };
  return { is: 'cosigned', line: `${own}\n`, at };
}

async function post(url: string, asked: AddCheckpoint): Promise<Answer> {
  const answer = await fetch(`${url.replace(/\/$/, '')}/add-checkpoint`, {
    method: 'POST',
    body: writeAddCheckpoint(asked),
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  });
  return { status: answer.status, text: await bounded(answer) };
}

async function bounded(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += part.length;
    if (length > longestAnswer) throw new LogFault('note/malformed', 'A witness answers with a few lines.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
