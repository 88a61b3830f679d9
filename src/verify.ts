import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { claimedOrigin } from './public-log/checkpoint.js';
import { openUnderPolicy } from './public-log/policy.js';
import { checkReceipt, parseReceipt } from './public-log/receipt.js';
import { UsageError, Verdict } from './program-end.js';
import { StartError, codeOf } from './start-error.js';
import { logsOverHttp, usualPatience } from './verifying/log-over-http.js';
import { TwoHistories } from './verifying/remembered.js';
import { englishWords } from './languages/asked-language.js';
import { receiptInWords } from './verifying/sentences.js';
import { readState, remember } from './verifying/state-file.js';
import { chainOf, verifyFollowing } from './verifying/successor.js';
import { policyOfKey, type Trust, trustIn } from './verifying/trust.js';
import { refusedBy, verdictExit } from './verifying/verdict.js';
import type { Verification } from './verifying/verification.js';
import { inJson, inWords } from './verifying/report.js';

const usage = `Usage: mutual-aid-ledger verify URL [--policy FILE | --key VKEY] [--state FILE] [--json] [--seconds N] [--entries N]
       mutual-aid-ledger verify receipt FILE [--policy FILE | --key VKEY | --state FILE] [--json]`;

const options = {
  policy: { type: 'string' },
  key: { type: 'string' },
  state: { type: 'string' },
  json: { type: 'boolean', default: false },
  seconds: { type: 'string', default: String(usualPatience.answerMs / 1000) },
  entries: { type: 'string', default: '1000000' },
} as const;

type Asked = ReturnType<typeof asked>;

const asked = (args: string[]) => parseArgs({ args, options, allowPositionals: true });

/** Checks a public log, or a receipt of one. Needs no database, no settings and no network but the address given. */
export async function verify(args: string[] = []): Promise<void> {
  const { values, positionals } = asked(args);
  const [first, file, ...more] = positionals;
  if (first === undefined || more.length > 0 || (first === 'receipt') !== (file !== undefined)) throw new UsageError(usage);
  if (values.policy !== undefined && values.key !== undefined) throw new UsageError('Give --policy or --key, not both.');
  await judged(values, () => (file === undefined ? verifyAddress(first, values) : verifyReceipt(file, values)));
}

/** Says what was found, and ends the program with the exit code of its kind. */
async function judged(values: Asked['values'], act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const refused = refusedBy(error);
    if (!refused) throw error;
    const notes = error instanceof TwoHistories ? { remembered: error.rememberedNote, served: error.servedNote } : undefined;
    if (values.json) say(JSON.stringify({ verdict: 'refused', code: refused.code, says: refused.says, ...(notes && { notes }) }, null, 2));
    else if (notes) say(`The head that was checked before:\n\n${notes.remembered}\nThe head that is served now:\n\n${notes.served}`);
    const publish = notes ? '\nBoth heads are signed. Keep them: published side by side, they prove it to everyone.' : '';
    throw new Verdict(`${refused.code}: ${refused.says}${publish}`, refused.exit);
  }
}

async function verifyAddress(address: string, values: Asked['values']): Promise<void> {
  const answerMs = wholeNumber('--seconds', values.seconds, 3600) * 1000;
  const logAt = logsOverHttp({ ...usualPatience, answerMs });
  const readerAt = (at: string) => logAt(logAddress(at));
  const mostEntries = wholeNumber('--entries', values.entries, Number.MAX_SAFE_INTEGER);
  const logs = values.state === undefined ? [] : await readState(values.state);
  const given = await givenTrust(values);
  const followed = await verifyFollowing({ reader: readerAt(address), logs, given, now: new Date().toISOString(), mostEntries }, readerAt);
  const chain = chainOf(followed);
  say(values.json ? inJson(followed) : chain.map(({ found, trust }) => inWords(found, trust)).join('\n\nIt was closed, and goes on as\n'));
  const faulty = chain.find(({ found }) => found.findings.length > 0);
  if (faulty) throw new Verdict(sumUp(faulty.found), verdictExit.entries);
  if (values.state !== undefined) for (const { seen } of chain) await remember(values.state, await readState(values.state), seen);
}

const sumUp = ({ findings }: Verification): string =>
  `${findings[0]!.code}: the log does not hold${findings.length > 1 ? `, in ${findings.length} places` : ''}. Its publisher signed this.`;

async function verifyReceipt(file: string, values: Asked['values']): Promise<void> {
  const receipt = parseReceipt(await readText(file, 'a receipt'));
  const trust = (await givenTrust(values)) ?? (await rememberedTrust(values, claimedOrigin(receipt.proof.checkpoint)));
  const checkpoint = openUnderPolicy(receipt.proof.checkpoint, trust.policy);
  const counted = checkReceipt(receipt, checkpoint);
  const { index, slots, minor, entry } = counted;
  const said = {
    verdict: 'holds',
    origin: checkpoint.origin,
    index,
    slots,
    minor: String(minor),
    currency: entry.currency,
    period: entry.period,
  };
  say(values.json ? JSON.stringify(said, null, 2) : receiptInWords(counted, checkpoint.size, englishWords).join('\n'));
}

async function givenTrust({ policy, key }: Asked['values']): Promise<Trust | undefined> {
  if (policy !== undefined) return trustIn(await readText(policy, 'a policy'), 'given');
  return key === undefined ? undefined : trustIn(policyOfKey(key), 'given');
}

async function rememberedTrust({ state }: Asked['values'], origin: string): Promise<Trust> {
  const known = state === undefined ? undefined : (await readState(state)).find((log) => log.origin === origin);
  if (!known)
    throw new UsageError(`Whose key signs ${origin}? Give --key VKEY, --policy FILE, or the --state FILE of a check of that log.`);
  return trustIn(known.policy, 'remembered');
}

function logAddress(address: string): string {
  if (/^https?:\/\/[^/]/.test(address) && URL.canParse(address)) return address;
  throw new UsageError(`${address} is no address of a log: it begins with https:// and ends in /log.`);
}

function wholeNumber(option: string, text: string, most: number): number {
  if (/^[1-9]\d{0,15}$/.test(text) && Number(text) <= most) return Number(text);
  throw new UsageError(`${option} takes a whole number from 1 to ${most}.`);
}

async function readText(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new StartError(`${file} cannot be read (${codeOf(error)}): name the file that holds ${what}.`);
  }
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
