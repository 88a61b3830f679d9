import fc from 'fast-check';
import { v7 } from 'uuid';
import { newborn } from '../../src/domain/fact.js';
import { ledgerStream } from '../../src/domain/ledger.js';
import { money } from '../../src/domain/money.js';
import { type PaymentFact, paymentStream } from '../../src/domain/payment.js';
import { Refusal } from '../../src/domain/refusal.js';
import type { Decided } from '../../src/event-store/event-store.js';
import { SubjectKeyRow } from '../../src/vault/subject-key.row.js';
import { type Program, paymentOf } from './program.js';
import { received } from './facts.js';

/** What is known of a ledger by those who ask: which requests were sent, and which payments stand there for sure. */
export interface Known {
  readonly ledger: string;
  readonly requests: string[];
  /** Those of them that were answered with yes. */
  readonly answered: string[];
  readonly payments: string[];
  /** A payer whose key is there already. */
  readonly payer: string;
}

/** One thing that somebody asks of one of the programs. */
export interface Deed {
  readonly does: keyof typeof deeds;
  readonly program: number;
  readonly pick: number;
}

/** Asked under that id, and what is to be heard: a yes, or the name or code of an error. */
export interface Ask {
  readonly request: string;
  readonly expects: 'yes' | string;
  send(): Promise<Decided>;
}

const one = (among: readonly string[], pick: number): string | undefined => among[pick % Math.max(among.length, 1)];

type Decides = (status: 'unknown' | string) => PaymentFact[];
function written(
  program: Program,
  { ledger }: Known,
  request: string,
  payment: string,
  decides: Decides,
  rows: object[] = [],
): Promise<Decided> {
  const streams = { payment: newborn(paymentStream(payment)), books: ledgerStream };
  const decision = ({ payment: { status } }: { payment: { status: string } }) => ({ payment: decides(status) });
  return program.store.decide(paymentOf(ledger, { request }), streams, decision, { rows });
}

/** The key of a payer that is there already: it cannot be written a second time. */
export const keyOf = (ledger: string, payer: string): SubjectKeyRow =>
  Object.assign(new SubjectKeyRow(), {
    ledgerId: ledger,
    subjectId: payer,
    kind: 'payer',
    wrappedKey: Buffer.alloc(60),
    wrappingKeyId: '00000000',
    createdAt: '2026-10-04T16:00:00.000Z',
    expiresAt: null,
  });

type Deeds = Record<string, (program: Program, known: Known, pick: number) => Ask>;

const deeds = {
  pays: (program, { ledger, requests }) => {
    const request = v7();
    requests.push(request);
    return { request, expects: 'yes', send: () => program.record(ledger, { request }) };
  },
  asksAgain: (program, known, pick) => {
    const request = one(known.requests, pick);
    if (!request) return deeds.pays(program, known, pick);
    return { request, expects: 'yes', send: () => program.record(known.ledger, { request }) };
  },
  comesToNothing: (program, { ledger, payments }, pick) => {
    const request = v7();
    return { request, expects: 'yes', send: () => program.record(ledger, { request, payment: one(payments, pick)! }) };
  },
  asksForOther: (program, known, pick) => {
    const request = one(known.answered, pick);
    if (!request) return deeds.pays(program, known, pick);
    const amount = money(BigInt(pick + 1), 'CAD');
    return { request, expects: 'request/other-input', send: () => program.record(known.ledger, { request, amount }) };
  },
  isRefused: (program, { ledger }) => {
    const request = v7();
    return { request, expects: 'InvalidInput', send: () => program.record(ledger, { request, offering: 'unheard-of' }) };
  },
  breaks: (program, known) => {
    const request = v7();
    const breaks = () => {
      throw new TypeError('broken');
    };
    return { request, expects: 'TypeError', send: () => written(program, known, request, v7(), breaks) };
  },
  hasNoRow: (program, known) => {
    const [request, payment] = [v7(), v7()];
    const decides = () => [received(payment, { offering: undefined })];
    return { request, expects: '23502', send: () => written(program, known, request, payment, decides) };
  },
  bringsATakenKey: (program, known) => {
    const [request, payment] = [v7(), v7()];
    const rows = [keyOf(known.ledger, known.payer)];
    return { request, expects: '23505', send: () => written(program, known, request, payment, () => [received(payment)], rows) };
  },
  callsNewWhatIsNot: (program, known, pick) => {
    const [request, payment] = [v7(), one(known.payments, pick)!];
    const decides = (status: string) => {
      if (status !== 'unknown') throw new Refusal('test/known', 'It is there already.');
      return [received(payment)];
    };
    return { request, expects: 'test/known', send: () => written(program, known, request, payment, decides) };
  },
} satisfies Deeds as Deeds & Record<'pays', Deeds[string]>;

export const askFor = (programs: readonly Program[], known: Known, { does, program, pick }: Deed): Ask =>
  deeds[does]!(programs[program % programs.length]!, known, pick);

const bad = ['asksForOther', 'isRefused', 'breaks', 'hasNoRow', 'bringsATakenKey', 'callsNewWhatIsNot'];

export const someDeeds: fc.Arbitrary<Deed> = fc.record({
  does: fc.oneof(
    { weight: 5, arbitrary: fc.constant('pays') },
    { weight: 3, arbitrary: fc.constantFrom('asksAgain', 'comesToNothing') },
    { weight: 2, arbitrary: fc.constantFrom(...bad) },
  ),
  program: fc.nat(2),
  pick: fc.nat(99),
});
