import { englishWords } from '../languages/asked-language.js';
import { amountInWords } from './figures.js';
import { poolInWords, whatNobodyCanCheck, whatWasChecked, whomWeBelieve } from './sentences.js';
import type { Followed } from './successor.js';
import type { Trust } from './trust.js';
import type { Verification } from './verification.js';

const mostShown = 20;

/** The verdict for a person: what holds or where it does not, the figures, and what no log can show. */
export function inWords(found: Verification, trust: Trust): string {
  const { head, findings, warnings, pools } = found;
  const verdict = findings.length === 0 ? 'Everything that can be checked holds.' : 'This log does not hold:';
  return [
    `${head.checkpoint.origin}`,
    verdict,
    ...findings.slice(0, mostShown).map(({ index, code, says }) => `  entry ${index}: ${code}: ${says}`),
    ...(findings.length > mostShown ? [`  and ${findings.length - mostShown} more`] : []),
    ...(findings.length === 0 ? section('Checked', whatWasChecked(found, englishWords)) : []),
    ...section('Warnings', warnings),
    ...(findings.length === 0
      ? section(
          'The money',
          pools.map((pool) => poolInWords(pool, englishWords)),
        )
      : []),
    ...section('What nobody can check from a log', whatNobodyCanCheck(englishWords)),
    ...section('Whom this believes', whomWeBelieve(trust, englishWords)),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

/** The same for programs. Amounts are strings of minor units. */
export const inJson = (followed: Followed): string =>
  JSON.stringify(said(followed), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2);

function said({ found, trust, successor }: Followed): object {
  const { head, findings, warnings, pools, continues, bytes } = found;
  const { origin, size, root, signed } = head.checkpoint;
  return {
    verdict: findings.length === 0 ? 'holds' : 'refused',
    origin,
    size,
    root: Buffer.from(root).toString('base64'),
    note: head.note,
    signed: signed.map(({ key, at }) => ({ name: key.name, role: key.role, at })),
    trust: trust.from,
    continues,
    bytes,
    findings,
    warnings,
    pools: pools.map((pool) => ({ ...pool, inWords: amountInWords(pool.closing, pool) })),
    ...(successor && { successor: said(successor) }),
  };
}
