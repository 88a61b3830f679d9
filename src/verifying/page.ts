import { claimedOrigin } from '../public-log/checkpoint.js';
import { openUnderPolicy } from '../public-log/policy.js';
import { checkReceipt, parseReceipt } from '../public-log/receipt.js';
import { type KnownLog, stateIn, withLog } from './known-log.js';
import { logsOverHttp } from './log-over-http.js';
import { fragment, keep, linkTo, listed, logBeside, made, type Part, part, recalled, retell } from './page-parts.js';
import { pageLanguages, pageWords } from './page-words.js';
import { TwoHistories } from './remembered.js';
import { poolInWords, receiptInWords, whatNobodyCanCheck, whatWasChecked, whomWeBelieve } from './sentences.js';
import { chainOf, verifyFollowing } from './successor.js';
import { policyOfKey, type Trust, trustIn } from './trust.js';
import { refusedBy } from './verdict.js';
import type { Verification } from './verification.js';

/** The page that checks a log: the same checks as the command, in whatever browser it is opened. */
const words = pageWords();
const mostEntries = 1_000_000;
const logs = (): readonly KnownLog[] => stateIn(recalled())?.logs ?? [];

function show(status: string, ...parts: readonly Part[]): void {
  part('status').textContent = status;
  part('report').replaceChildren(...parts);
}

/** What a check finds is told by the program that found it, in English everywhere, under a name of its own. */
function english(told: Part): Part {
  told.lang = 'en';
  return told;
}

const inEnglish = (title: string, lines: readonly string[]): readonly Part[] =>
  listed(title, lines).map((each, at) => (at === 1 ? english(each) : each));

const givenTrust = (): Trust | undefined => {
  const key = part('key').value.trim();
  return key === '' ? undefined : trustIn(policyOfKey(key), 'given');
};

async function checkLog(): Promise<void> {
  show(words.say('verify.reading'));
  const readerAt = logsOverHttp();
  const reader = readerAt(part('address').value.trim());
  const asked = { reader, logs: logs(), given: givenTrust(), now: new Date().toISOString(), mostEntries };
  const chain = chainOf(await verifyFollowing(asked, readerAt));
  const isGood = chain.every(({ found }) => found.findings.length === 0);
  const isKept = isGood && chain.every(({ seen }) => keep(withLog(logs(), seen)));
  const reports = chain.flatMap(({ found, trust }, at) => [
    ...(at > 0 ? [made('h2', words.say('verify.goes-on'))] : []),
    ...reportOf(found, trust, isKept),
  ]);
  show(words.say(isGood ? 'verify.holds' : 'verify.does-not-hold'), ...reports);
}

function reportOf(found: Verification, trust: Trust, isKept: boolean): readonly Part[] {
  const { findings, warnings, pools, head } = found;
  const isGood = findings.length === 0;
  const kept = words.say(isKept ? 'verify.remembers' : 'verify.remembers-nothing');
  return [
    made('p', head.checkpoint.origin),
    ...inEnglish(
      words.say('verify.where-not'),
      findings.slice(0, 50).map(({ index, code, says }) => `Entry ${index}: ${code}: ${says}`),
    ),
    ...(isGood ? listed(words.say('verify.checked'), [...whatWasChecked(found, words), kept]) : []),
    ...inEnglish(words.say('verify.warnings'), warnings),
    ...(isGood
      ? listed(
          words.say('verify.money'),
          pools.map((pool) => poolInWords(pool, words)),
        )
      : []),
    ...listed(words.say('verify.nobody-can-check'), whatNobodyCanCheck(words)),
    ...listed(words.say('verify.whom-it-believes'), whomWeBelieve(trust, words)),
  ];
}

async function openReceipt(): Promise<void> {
  const file = part('receipt').files?.[0];
  if (!file) return;
  const receipt = parseReceipt(await file.text());
  const origin = claimedOrigin(receipt.proof.checkpoint);
  const known = logs().find((log) => log.origin === origin);
  const trust = givenTrust() ?? (known && trustIn(known.policy, 'remembered'));
  if (!trust) return show(words.say('verify.check-that-log-first', { origin }));
  const checkpoint = openUnderPolicy(receipt.proof.checkpoint, trust.policy);
  show(
    words.say('verify.receipt-holds'),
    ...listed(words.say('verify.what-it-shows'), receiptInWords(checkReceipt(receipt, checkpoint), checkpoint.size, words)),
    ...listed(words.say('verify.whom-it-believes'), whomWeBelieve(trust, words)),
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
      words.say(refused ? 'verify.refused' : 'verify.own-fault'),
      english(made('p', refused ? `${refused.code}: ${refused.says}` : String(error))),
      ...(notes.length > 0 ? [made('p', words.say('verify.both-heads'))] : []),
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
retell(words.lang, words.say('verify.title'), (key) => words.say(key as 'verify.title'));
part('report').setAttribute('aria-label', words.say('verify.what-was-found'));
part('languages').setAttribute('aria-label', words.say('verify.languages'));
part('languages').replaceChildren(...pageLanguages.map(({ code, name }) => linkTo(code, name)));
part('address').value = fragment().startsWith('http') ? fragment() : logBeside();
