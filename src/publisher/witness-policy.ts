import { readFileSync } from 'node:fs';
import { LogFault } from '../public-log/log-fault.js';
import { parsePolicy, type Policy } from '../public-log/policy.js';
import type { Settings } from '../settings.js';
import { StartError } from '../start-error.js';
import type { WitnessRole } from './witnessing.js';

/** Whose lines the checkpoints of this host carry, and how many it takes; a policy without the logs themselves. */
export const WITNESS_POLICY = Symbol('witness policy');

const none: Policy = { logs: [], witnesses: [], quorum: undefined };

/** Read once, at the start. @throws StartError for a file that is not there, or is no policy */
export function witnessPolicy({ witnessPolicyFile: file }: Pick<Settings, 'witnessPolicyFile'>): Policy {
  if (!file) return none;
  const policy = policyIn('LEDGER_WITNESS_POLICY_FILE', file);
  const silent = policy.witnesses.find(({ url }) => url === undefined);
  if (silent) throw new StartError(`LEDGER_WITNESS_POLICY_FILE: witness ${silent.name} has no address. Write it behind its key.`);
  return policy;
}

/** Whom this host witnesses. @throws StartError for half of it, a file that is not there, or one that is no policy */
export function witnessRole({ witnessedLogsFile: file, witnessName: name }: Pick<Settings, 'witnessedLogsFile' | 'witnessName'>) {
  if (!file && !name) return undefined;
  if (!file || !name)
    throw new StartError('A witness has a name and logs: set LEDGER_WITNESS_NAME and LEDGER_WITNESSED_LOGS_FILE, or neither of them.');
  return { name, logs: policyIn('LEDGER_WITNESSED_LOGS_FILE', file).logs.map(({ key }) => key) } satisfies WitnessRole;
}

function policyIn(setting: string, file: string): Policy {
  try {
    return parsePolicy(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new StartError(`${setting}: ${error instanceof LogFault ? error.message : 'the file cannot be read.'}`);
  }
}
