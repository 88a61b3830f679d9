import { money } from '../../src/domain/money.js';
import { differencesFrom, payPalRequest } from '../../src/domain/paypal-body.js';
import type { BatchAnswer } from '../../src/domain/paypal-payout.js';
import type { PayPalCredentials } from '../../src/domain/paypal.js';
import { payPalPayoutDoor } from '../../src/rails/paypal-door.js';
import { eachWithStub } from './each-with-stub.js';
import type { Fault } from './simulator/faults.js';
import type { Status } from './simulator/life.js';
import type { Twist } from './simulator/payout-answers.js';
import type { PayPalSimulator } from './simulator/simulator.js';

let paypal: PayPalSimulator;
eachWithStub((opened) => {
  paypal = opened;
});

const river: PayPalCredentials = { environment: 'live', clientId: 'river', clientSecret: 'river-secret' };
const ines = { payout: 'po-1', attempt: 1, receiver: 'ines@example.org', amount: money(4010n, 'CAD'), note: 'Payment KX7QF' };
const request = payPalRequest(ines);
const door = (waits = {}) =>
  payPalPayoutDoor({ payPalUrl: paypal.url, payPalSandboxUrl: paypal.url }, { connectMs: 500, totalMs: 600, ...waits });

const inWords = (answer: BatchAnswer): string => {
  switch (answer.kind) {
    case 'accepted':
      return 'accepted';
    case 'duplicate':
      return answer.batch ? 'duplicate with a link' : 'duplicate';
    case 'rejected':
      return `rejected ${answer.code}: ${answer.next}`;
    case 'repeat':
    case 'unknown':
      return `${answer.kind}, ${answer.because}${answer.afterSeconds === undefined ? '' : `, after ${answer.afterSeconds} s`}`;
  }
};

describe('What is known after a payout was asked for', () => {
  it.each<[Fault, string, paid: number, thenSentAgain: string]>([
    ['is slow', 'accepted', 1, 'duplicate with a link'],
    ['signs everyone out', 'accepted', 1, 'duplicate with a link'],
    ['hangs', 'unknown, timeout', 0, 'accepted'],
    ['hangs after accepting', 'unknown, timeout', 1, 'duplicate with a link'],
    ['drips without end', 'unknown, timeout', 0, 'accepted'],
    ['cuts the line at once', 'unknown, cut', 0, 'accepted'],
    ['cuts the line after accepting', 'unknown, cut', 1, 'duplicate with a link'],
    ['cuts in the middle of the answer', 'unknown, cut', 1, 'duplicate with a link'],
    ['fails after accepting', 'unknown, their-fault', 1, 'duplicate with a link'],
    ['fails with a page of HTML', 'unknown, their-fault', 0, 'accepted'],
    ['fails with a page of HTML after accepting', 'unknown, their-fault', 1, 'duplicate with a link'],
    ['says yes in HTML', 'unknown, unreadable', 0, 'accepted'],
    ['says no in HTML', 'unknown, unreadable', 0, 'accepted'],
    ['says yes to half', 'unknown, unreadable', 1, 'duplicate with a link'],
    ['says yes about another batch', 'unknown, unreadable', 1, 'duplicate with a link'],
    ['sends elsewhere', 'unknown, unreadable', 0, 'accepted'],
    ['answers without end', 'unknown, too-large', 0, 'accepted'],
    ['is still at the first one', 'unknown, unlisted', 0, 'accepted'],
    ['says a no that nobody knows', 'unknown, unlisted', 0, 'accepted'],
    ['has had too many', 'repeat, too-many, after 17 s', 0, 'accepted'],
    ['has had too many, and says not how long', 'repeat, too-many', 0, 'accepted'],
    ['finds no money', 'rejected INSUFFICIENT_FUNDS: same-id-again', 0, 'accepted'],
    ['finds no money and remembers the id', 'rejected INSUFFICIENT_FUNDS: same-id-again', 0, 'duplicate'],
    ['finds the request wrong', 'rejected VALIDATION_ERROR: failed', 0, 'accepted'],
    ['says duplicate without a link', 'duplicate', 0, 'accepted'],
  ])('PayPal %s: %s; then %i is paid, and the same bytes again are %s', async (fault, answer, paid, again) => {
    paypal.misbehaves(fault, 'create');
    const asks = door({ largestAnswerBytes: 1_000_000 });
    expect(inWords(await asks.create(river, request))).toBe(answer);
    expect(paypal.memory.witnessed()).toHaveLength(paid);
    expect(inWords(await asks.create(river, request))).toBe(again);
    expect(paypal.memory.paidTwice()).toEqual([]);
    for (const { body } of paypal.calls()) expect(body.equals(Buffer.from(request.body))).toBe(true);
  });

  it.each<[Fault, string]>([
    ['hangs', 'repeat, not-reached'],
    ['cuts the line at once', 'repeat, not-reached'],
    ['fails with a page of HTML', 'repeat, not-reached'],
    ['says yes in HTML', 'repeat, not-reached'],
    ['lets nobody in', 'repeat, unauthorised'],
    ['has had too many', 'repeat, too-many, after 17 s'],
  ])('where PayPal %s when asked for a token, the payout was never asked for: %s', async (fault, answer) => {
    paypal.misbehaves(fault, 'token');
    expect(inWords(await door().create(river, request))).toBe(answer);
    expect(paypal.calls()).toEqual([]);
  });

  it('where nobody listens, the payout never left', async () => {
    const nobody = payPalPayoutDoor({ payPalUrl: 'http://127.0.0.1:1', payPalSandboxUrl: paypal.url });
    expect(await nobody.create(river, request)).toEqual({ kind: 'repeat', because: 'not-reached' });
  });

  it('a 401 for the payout itself, twice in a row, has done nothing', async () => {
    paypal.misbehaves('signs everyone out', 'create');
    paypal.misbehaves('signs everyone out', 'create');
    expect(inWords(await door().create(river, request))).toBe('repeat, unauthorised');
    expect(paypal.memory.witnessed()).toEqual([]);
  });

  it('every answer but those of a lost line has PayPal’s own name for the exchange, for its support', async () => {
    expect(await door().create(river, request)).toEqual({ kind: 'accepted', batch: '5UXD2E8A0000', debugId: 'debug2' });
    expect(await door().create(river, request)).toMatchObject({ kind: 'duplicate', batch: '5UXD2E8A0000', debugId: 'debug4' });
  });

  it('a duplicate without a link is still a duplicate', async () => {
    paypal.linksDuplicates = false;
    await door().create(river, request);
    expect(inWords(await door().create(river, request))).toBe('duplicate');
    expect(paypal.memory.witnessed()).toHaveLength(1);
  });

  it('the bytes on the wire are the stored ones, also where a second writing would change them', async () => {
    const body = request.body.replace('{"value":"40.10"', '{ "value" : "9.00", "value" : "40\\u002e10"');
    await door().create(river, { ...request, body });
    expect(paypal.calls()[0]!.body.equals(Buffer.from(body))).toBe(true);
  });

  it('after 30 days PayPal takes the same id as new: who sends it then pays twice', async () => {
    await door().create(river, request);
    paypal.memory.daysPass(29);
    expect(inWords(await door().create(river, request))).toBe('duplicate with a link');
    paypal.memory.daysPass(2);
    expect(inWords(await door().create(river, request))).toBe('accepted');
    expect(paypal.memory.paidTwice()).toEqual(['po-1']);
  });

  it('payouts that start together share one token', async () => {
    const asks = door();
    await Promise.all(Array.from({ length: 12 }, (_, at) => asks.create(river, payPalRequest({ ...ines, payout: `po-${at}` }))));
    await asks.create(river, payPalRequest({ ...ines, payout: 'po-12' }));
    expect(paypal.tokenCalls()).toHaveLength(1);
    expect(paypal.memory.witnessed()).toHaveLength(13);
  });
});

describe('What was sent is read again, and the payout’s own status decides', () => {
  const made = async () => {
    await door().create(river, request);
    return paypal.batches[0]!;
  };

  it.each<[string, Status[], string]>([
    ['nobody looked at it yet', [], 'on-its-way'],
    ['it arrived', ['SUCCESS'], 'paid'],
    ['nobody claimed it yet, in a batch that says SUCCESS', ['UNCLAIMED'], 'unclaimed'],
    ['it is looked at by PayPal', ['ONHOLD'], 'held'],
    ['nobody ever claimed it', ['UNCLAIMED', 'RETURNED'], 'back'],
    ['it was claimed late', ['ONHOLD', 'UNCLAIMED', 'SUCCESS'], 'paid'],
    ['it could not be sent', ['FAILED'], 'back'],
    ['PayPal stopped it', ['BLOCKED'], 'back'],
    ['the person sent it back', ['SUCCESS', 'REFUNDED'], 'back'],
    ['it was taken back after it was paid', ['SUCCESS', 'REVERSED'], 'reversed'],
  ])('%s', async (_, life, standing) => {
    paypal.status = 'PENDING';
    const { batch, payout } = await made();
    for (const status of life) paypal.memory.becomes(paypal.batches[0]!, status);
    const told = { payout, batch, standing, status: life.at(-1) ?? 'PENDING', receiver: 'ines@example.org', senderPayout: 'po-1' };
    expect(await door().readPayout(river, payout)).toMatchObject({ kind: 'read', read: { ...told, senderBatch: 'po-1-a1' } });
    expect(await door().readBatch(river, batch)).toMatchObject({ kind: 'read', read: { senderBatch: 'po-1-a1', payouts: [told] } });
  });

  it('the movement’s id changes when the money comes back, the payout’s stays; the fee is told apart', async () => {
    const { payout } = await made();
    const before = await door().readPayout(river, payout);
    paypal.memory.becomes(paypal.batches[0]!, 'RETURNED');
    const after = await door().readPayout(river, payout);
    expect(before).toMatchObject({ read: { payout, movement: `9T3${payout}`, fee: money(25n, 'CAD') } });
    expect(after).toMatchObject({ read: { payout, movement: `7YB${payout}`, amount: money(4010n, 'CAD') } });
  });

  it.each<[Twist | undefined, string[]]>([
    [undefined, []],
    ['another receiver', ['receiver']],
    ['another amount', ['amount']],
    ['another currency', ['currency']],
    ['another payout', ['payout']],
    ['another batch id', ['batch']],
    ['two payouts', ['how-many']],
    ['none yet', ['how-many']],
  ])('a duplicate leads to a batch with %s: it differs in %j', async (twist, differences) => {
    await made();
    paypal.twist = twist;
    const answer = await door().create(river, request);
    const found = await door().readBatch(river, answer.kind === 'duplicate' ? answer.batch! : '');
    expect(found.kind === 'read' && differencesFrom(request, found.read)).toEqual(differences);
  });

  it.each<[Fault, string]>([
    ['hangs', 'timeout'],
    ['cuts the line at once', 'cut'],
    ['cuts in the middle of the answer', 'cut'],
    ['fails with a page of HTML', 'their-fault'],
    ['says yes to half', 'unreadable'],
    ['has had too many', 'too-many'],
    ['says a no that nobody knows', 'unlisted'],
  ])('where PayPal %s, it is read later (%s), and nothing is concluded', async (fault, because) => {
    const { batch, payout } = await made();
    for (const read of [() => door().readPayout(river, payout), () => door().readBatch(river, batch)]) {
      paypal.misbehaves(fault, 'read');
      expect(await read()).toMatchObject({ kind: 'later', because });
    }
  });

  it.each(['NEVERMADE1', '../../oauth2/token', 'A?page_size=1', '', 'ABCD\n'])('%j is not there', async (id) => {
    expect(await door().readPayout(river, id)).toEqual({ kind: 'not-there' });
    expect(await door().readBatch(river, id)).toEqual({ kind: 'not-there' });
    expect(await door().cancelUnclaimed(river, id)).toEqual({ kind: 'not-there' });
    expect(paypal.calls().every(({ url }) => url.includes('NEVERMADE1'))).toBe(true);
  });

  it('another account’s payout is not there', async () => {
    const { payout } = await made();
    expect(await door().readPayout({ ...river, clientId: 'hill' }, payout)).toEqual({ kind: 'not-there' });
  });

  it('one that nobody claimed is cancelled once; one that was claimed is not', async () => {
    const { payout } = await made();
    expect(await door().cancelUnclaimed(river, payout)).toMatchObject({ kind: 'read', read: { standing: 'back' } });
    expect(await door().cancelUnclaimed(river, payout)).toEqual({ kind: 'not-unclaimed' });
  });
});

describe('Whether money left the account for a payout is asked of PayPal’s search', () => {
  const window = { from: new Date(Date.now() - 86_400_000).toISOString(), to: new Date(Date.now() + 60_000).toISOString() };
  const sought = { payout: 'po-1', amount: ines.amount };
  const found = () => door().debits(river, window, sought);
  const at = new Date().toISOString();

  it('where nothing was made, nothing is found', async () => {
    await door().create(river, payPalRequest({ ...ines, payout: 'po-2' }));
    expect(await found()).toEqual({ kind: 'read', read: { named: [], alike: [] } });
  });

  it('what was made is found by our id, also when the money is back', async () => {
    await door().create(river, request);
    paypal.memory.becomes(paypal.batches[0]!, 'RETURNED');
    expect(await found()).toEqual({ kind: 'read', read: { named: ['9T38AELMXH80000', '7YB8AELMXH80000'], alike: [] } });
  });

  it.each<[string, string, string, string[]]>([
    ['a payout without an id, of the same amount', 'T0001', '-40.10 CAD', ['X1']],
    ['a payout without an id, of another amount', 'T0001', '-40.11 CAD', []],
    ['one in another currency', 'T0001', '-40.10 USD', []],
    ['money that came in', 'T0001', '40.10 CAD', []],
    ['a hold of the amount with its fee', 'T1503', '-40.95 CAD', ['X1']],
    ['a hold of less', 'T1503', '-40.09 CAD', []],
    ['a payment for something else', 'T0003', '-40.10 CAD', []],
  ])('%s', async (_, code, amount, alike) => {
    paypal.movements.push({ id: 'X1', code, amount, at });
    expect(await found()).toEqual({ kind: 'read', read: { named: [], alike } });
  });

  it('a hold that ended is none', async () => {
    paypal.movements.push({ id: 'X1', code: 'T1503', amount: '-40.95 CAD', at }, { id: 'X2', code: 'T1105', amount: '40.95 CAD', at });
    expect(await found()).toEqual({ kind: 'read', read: { named: [], alike: [] } });
  });

  it.each<[Fault, string]>([
    ['hangs', 'not-reached'],
    ['says yes to half', 'unreadable'],
    ['has had too many', 'too-many'],
    ['does not let it search', 'unauthorised'],
  ])('where PayPal %s, nothing is concluded: %s', async (fault, because) => {
    paypal.misbehaves(fault, 'read');
    expect(await found()).toMatchObject({ kind: 'later', because });
  });
});
