import { claimedOrigin } from '../public-log/checkpoint.js';
import { openUnderPolicy } from '../public-log/policy.js';
import { checkReceipt, parseReceipt } from '../public-log/receipt.js';
import { type KnownLog, stateIn, withLog } from './known-log.js';
import { logOverHttp } from './log-over-http.js';
import { fragment, keep, listed, logBeside, made, type Part, part, recalled } from './page-parts.js';
import { TwoHistories } from './remembered.js';
import { poolInWords, receiptInWords, whatNobodyCanCheck, whatWasChecked, whomWeBelieve } from './sentences.js';
import { chainOf, verifyFollowing } from './successor.js';
import { policyOfKey, type Trust, trustIn } from './trust.js';
import { refusedBy } from './verdict.js';
import type { Verification } from './verification.js';

/** The page that checks a log: the same checks as the command, in whatever browser it is opened. */
const mostEntries = 1_000_000;
const logs = (): readonly KnownLog[] => stateIn(recalled())?.logs ?? [];

function show(status: string, ...parts: readonly Part[]): void {
  part('status').textContent = status;
  part('report').replaceChildren(...parts);
}

const givenTrust = (): Trust | undefined => {
  const key = part('key').value.trim();
  return key === '' ? undefined : trustIn(policyOfKey(key), 'given');
};

async function checkLog(): Promise<void> {
  show('Reading the log …');
  const readerAt = (address: string) => logOverHttp(address);
  const reader = readerAt(part('address').value.trim());
  const asked = { reader, logs: logs(), given: givenTrust(), now: new Date().toISOString(), mostEntries };
  const chain = chainOf(await verifyFollowing(asked, readerAt));
  const isGood = chain.every(({ found }) => found.findings.length === 0);
  const isKept = isGood && chain.every(({ seen }) => keep(withLog(logs(), seen)));
  const reports = chain.flatMap(({ found, trust }, at) => [
    ...(at > 0 ? [made('h2', 'It was closed, and goes on')] : []),
    ...reportOf(found, trust, isKept),
  ]);
  show(isGood ? 'Everything that can be checked holds.' : 'This log does not hold.', ...reports);
}

function reportOf(found: Verification, trust: Trust, isKept: boolean): readonly Part[] {
  const { findings, warnings, pools, head } = found;
  const isGood = findings.length === 0;
  const kept = isKept
    ? 'This browser remembers the head, and will see it if the log is ever rewritten.'
    : 'This browser remembers nothing of it.';
  return [
    made('p', head.checkpoint.origin),
    ...listed(
      'Where it does not hold',
      findings.slice(0, 50).map(({ index, code, says }) => `Entry ${index}: ${code}: ${says}`),
    ),
    ...(isGood ? listed('Checked', [...whatWasChecked(found), kept]) : []),
    ...listed('Warnings', warnings),
    ...(isGood ? listed('The money', pools.map(poolInWords)) : []),
    ...listed('What nobody can check from a log', whatNobodyCanCheck),
    ...listed('Whom this believes', whomWeBelieve(trust)),
  ];
}

async function openReceipt(): Promise<void> {
  const file = part('receipt').files?.[0];
  if (!file) return;
  const receipt = parseReceipt(await file.text());
  const origin = claimedOrigin(receipt.proof.checkpoint);
  const known = logs().find((log) => log.origin === origin);
  const trust = givenTrust() ?? (known && trustIn(known.policy, 'remembered'));
  if (!trust) return show(`This receipt is of ${origin}: check that log first, or give its key.`);
  const checkpoint = openUnderPolicy(receipt.proof.checkpoint, trust.policy);
  show(
    'The receipt holds.',
    ...listed('What it shows', receiptInWords(checkReceipt(receipt, checkpoint), checkpoint.size)),
    ...listed('Whom this believes', whomWeBelieve(trust)),
  );
}

/** What is refused is said by its name; whatever else goes wrong is a fault of this page, and said too. */
async function orSay(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const refused = refusedBy(error);
    const notes = error instanceof TwoHistories ? [error.rememberedNote, error.servedNote] : [];
    show(
      refused ? 'Refused.' : 'This page has a fault of its own.',
      made('p', refused ? `${refused.code}: ${refused.says}` : String(error)),
      ...(notes.length > 0 ? [made('p', 'Both heads are signed. Keep them: published side by side, they prove it to everyone.')] : []),
      ...notes.map((note) => made('pre', note)),
    );
  }
}

for (const [form, act] of [
  ['check', checkLog],
  ['open', openReceipt],
] as const) {
  part(form).addEventListener('submit', (event) => {
    event.preventDefault();
    void orSay(act);
  });
}
part('address').value = fragment().startsWith('http') ? fragment() : logBeside();
