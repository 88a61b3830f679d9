import { vkeyOf } from './note-key.js';
import type { Policy, PolicyKey, Quorum } from './policy.js';

/** A policy in the form in which it is read: what is named stands before it is used (C2SP tlog-policy). */
export function policyText({ logs, witnesses, quorum }: Policy): string {
  const lines = [
    ...logs.map((log) => `log ${keyText(log)}`),
    ...witnesses.map((witness) => `witness ${witness.name} ${keyText(witness)}`),
    ...groupLines(quorum),
    `quorum ${quorum ? nameOf(quorum) : 'none'}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const keyText = ({ key, url }: PolicyKey): string => `${vkeyOf(key)}${url ? ` ${url}` : ''}`;

const nameOf = (quorum: Quorum): string => ('witness' in quorum ? quorum.witness.name : quorum.name);

function groupLines(quorum: Quorum | undefined): readonly string[] {
  if (!quorum || 'witness' in quorum) return [];
  const { name, atLeast, of } = quorum;
  return [...of.flatMap(groupLines), `group ${name} ${atLeast} ${of.map(nameOf).join(' ')}`];
}
