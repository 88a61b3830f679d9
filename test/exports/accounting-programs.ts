import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const runs = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
const missing = ['hledger', 'bean-check'].filter((program) => !runs(program));

/** A suite that needs other people's accounting programs: says by name which is not here, and fails for it where CI=true. */
export function describeWithAccounting(title: string, suite: () => void): void {
  const isMissing = missing.length > 0 && process.env.CI !== 'true';
  (isMissing ? describe.skip : describe)(isMissing ? `${title} (not tried: no ${missing.join(', no ')} here)` : title, suite);
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-accounting-'));
let count = 0;

/** The same for one rule of a suite that needs them for nothing else. */
export function itWithAccounting(title: string, rule: () => Promise<void>): void {
  const isMissing = missing.length > 0 && process.env.CI !== 'true';
  (isMissing ? it.skip : it)(isMissing ? `${title} (not tried: no ${missing.join(', no ')} here)` : title, rule);
}

function kept(text: string, ending: string): string {
  count += 1;
  const file = path.join(folder, `${count}.${ending}`);
  writeFileSync(file, text);
  return file;
}

/** What a program found wrong with a file; empty where it found nothing. */
function faultsOf(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, [...args], { encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`.trim() || `${program} ended with ${status}`;
}

export const hledgerFaults = (text: string): string =>
  faultsOf('hledger', [
    'check',
    '-f',
    kept(text, 'journal'),
    'accounts',
    'commodities',
    'balancednoautoconversion',
    'ordereddates',
    'assertions',
  ]);
export const beancountFaults = (text: string): string => faultsOf('bean-check', [kept(text, 'beancount')]);

/** `account currency amount`, sorted, without what stands at nothing. */
export function hledgerBalances(text: string): string[] {
  const args = ['balance', '-f', kept(text, 'journal'), '--flat', '--no-total', '--layout=bare', '-O', 'csv'];
  const rows = execFileSync('hledger', args, { encoding: 'utf8' }).trim().split('\n').slice(1);
  return rows
    .map((row) => row.replaceAll('"', '').split(','))
    .flatMap(([account, currency, amount]) => standing(account!, currency!, amount!));
}

export function beancountBalances(text: string): string[] {
  const query = 'select account, currency, sum(number) group by account, currency';
  const rows = execFileSync('bean-query', ['-q', '-f', 'csv', kept(text, 'beancount'), query], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .slice(1);
  return rows
    .map((row) => row.split(',').map((cell) => cell.trim()))
    .flatMap(([account, currency, amount]) => standing(account!.toLowerCase(), currency!, amount!))
    .sort();
}

const standing = (account: string, currency: string, amount: string): string[] =>
  /[1-9]/.test(amount) ? [`${account} ${currency} ${amount}`] : [];
