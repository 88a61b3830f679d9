import type { Money } from '../domain/money.js';
import { amountsIn } from './interac-amounts.js';

/** What a mail of Interac's is about. `unknown` is a wording that we have not met: a person looks. */
export type MailKind = 'deposited' | 'waiting' | 'reminder' | 'request' | 'our-own' | 'unknown';

/** What a mail says, in its own words taken apart. */
export interface Wording {
  readonly kind: MailKind;
  readonly name?: string;
  /** Absent where none is named in figures, or where more than one could be meant. */
  readonly amount?: Money;
  readonly reference?: string;
  /** What the sender typed; optional, and never read for anything. */
  readonly memo?: string;
}

const prefix = /^(?:interac e-?transfer|virement interac) ?: ?/i;

/** Subjects of both generations and both languages, without the prefix; each pattern holds the whole of it. */
const subjects: readonly { kind: MailKind; pattern: RegExp }[] = [
  { kind: 'deposited', pattern: /^a money transfer from (?<name>.+) has been automatically deposited\.?$/i },
  {
    kind: 'deposited',
    pattern: /^you've received (?:ca)?(?<amount>[^a-z]+?)(?: ?\(?cad\)?)? from (?<name>.+) and it has been automatically deposited\.?$/i,
  },
  { kind: 'deposited', pattern: /^un virement de fonds de (?<name>.+) a été automatiquement déposé\.?$/i },
  { kind: 'deposited', pattern: /^vous avez reçu (?:ca)?(?<amount>[^a-z]+?)(?: ?\(?cad\)?)? de (?<name>.+) et ce montant .*déposé.*$/i },
  { kind: 'waiting', pattern: /^(?<name>.+) sent you money\.?$/i },
  { kind: 'waiting', pattern: /^(?<name>.+) vous a envoyé des fonds\.?$/i },
  { kind: 'reminder', pattern: /^(?:reminder|rappel)\b.*$/i },
  { kind: 'request', pattern: /^.+ (?:is requesting|has requested|requested|requests) (?:money|\$|[\d]).*$/i },
  { kind: 'request', pattern: /^.+ sent you a (?:money )?request.*$/i },
  { kind: 'request', pattern: /^.+ (?:vous demande|vous a demandé|vous a envoyé une demande)\b.*$/i },
  { kind: 'our-own', pattern: /^(?<name>.+) (?:has )?accepted your (?:money )?transfer\.?$/i },
  { kind: 'our-own', pattern: /^your (?:money )?transfer to (?<name>.+) (?:was|has been) (?:automatically )?deposited\.?$/i },
  { kind: 'our-own', pattern: /^(?<name>.+) a accepté votre virement(?: de fonds)?\.?$/i },
  { kind: 'our-own', pattern: /^votre virement (?:de fonds )?à (?<name>.+) a été (?:automatiquement )?déposé\.?$/i },
];

/** Longer than any of Interac's, in characters. */
const longestSubject = 600;
const longestName = 200;
const longestMemo = 400;
const referenceLabel = String.raw`(?:reference (?:number|no\.?)|num[ée]ro de r[ée]f[ée]rence)`;
const reference = new RegExp(String.raw`${referenceLabel}\s*:?\s*([A-Za-z0-9]{6,35})(?![A-Za-z0-9])`, 'gi');
const memoPart = new RegExp(String.raw`(?:^|\n)(?:message|memo|mémo) ?:\s*([\s\S]*?)(?=\n${referenceLabel}|$)`, 'i');

/**
 * Reads a subject and what the mail shows beneath it. The memo is the sender's to write, and may say anything: it is taken
 * out first, and where two references or two amounts are left, none is taken.
 */
export function wordingOf(subject: string, texts: readonly string[]): Wording {
  const text = texts.find((each) => referencesIn(each).length > 0) ?? texts[0] ?? '';
  const memo = memoPart.exec(text)?.[1]?.trim();
  const rest = text.replace(memoPart, '\n');
  const said = kindOf(subject);
  const [number, ...others] = referencesIn(rest);
  const amount = amountOf(said.amount ?? '', rest);
  return {
    kind: said.kind,
    ...(said.name && said.name.length <= longestName && { name: said.name }),
    ...(amount && { amount }),
    ...(number && others.length === 0 && { reference: number }),
    ...(memo && { memo: memo.slice(0, longestMemo) }),
  };
}

/** One that fits two kinds fits none: a name can be made to read like a wording. */
function kindOf(subject: string): { kind: MailKind; name?: string; amount?: string } {
  if (subject.length > longestSubject || !prefix.test(subject)) return { kind: 'unknown' };
  const words = subject.replace(prefix, '');
  const fitting = subjects.flatMap(({ kind, pattern }) => {
    const match = pattern.exec(words);
    return match ? [{ kind, ...match.groups }] : [];
  });
  const kinds = new Set(fitting.map(({ kind }) => kind));
  if (kinds.has('reminder')) return { kind: 'reminder' };
  return kinds.size === 1 ? fitting[0]! : { kind: 'unknown' };
}

const referencesIn = (text: string): readonly string[] => [...new Set([...text.matchAll(reference)].map(([, number]) => number!))];

/** The subject's amount, if the text names no other ones only; without one in the subject, the only one of the text. */
function amountOf(inSubject: string, text: string): Money | undefined {
  const [first] = amountsIn(inSubject);
  const beneath = amountsIn(text);
  if (first) return beneath.length === 0 || beneath.some(({ minor }) => minor === first.minor) ? first : undefined;
  return inSubject === '' && beneath.length === 1 ? beneath[0] : undefined;
}
