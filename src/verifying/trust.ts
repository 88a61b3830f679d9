import { textOf } from '../public-log/bytes.js';
import { LogFault } from '../public-log/log-fault.js';
import { type Policy, parsePolicy } from '../public-log/policy.js';
import { type LogReader, ReadingFault } from './reading.js';

/** Whose signatures are believed, and where that was taken from. */
export interface Trust {
  readonly text: string;
  readonly policy: Policy;
  readonly from: 'given' | 'remembered' | 'served' | 'named';
}

export const trustIn = (text: string, from: Trust['from']): Trust => ({ text, policy: parsePolicy(text), from });

/** A policy of one key and no witness. */
export const policyOfKey = (vkey: string): string => `log ${vkey.trim()}\nquorum none\n`;

const longestServed = 100_000;

/**
 * What the log says of itself, under `policy` or, where there is none, its key under `vkey`. Good for a first look: from
 * then on the same keys are asked for, and they can be compared with what was published elsewhere.
 */
export async function servedTrust(reader: LogReader): Promise<Trust> {
  try {
    return trustIn(await served(reader, 'policy'), 'served');
  } catch (fault) {
    if (!(fault instanceof ReadingFault) || fault.code !== 'reading/not-there') throw fault;
    return trustIn(policyOfKey(await served(reader, 'vkey')), 'served');
  }
}

async function served(reader: LogReader, path: string): Promise<string> {
  const text = textOf(await reader.read(path, longestServed));
  if (text === undefined) throw new LogFault('policy/malformed', `${reader.address}/${path} is not UTF-8.`);
  return text;
}
