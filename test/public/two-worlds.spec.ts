import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EraseRecipient } from '../../src/domain/erasure.js';
import { Practice } from '../safekeeping/practice.js';
import { newRequest, openTestLedger, startProgram, type TestProgram } from '../support/ledger.js';
import { everyAddress } from './every-address.js';
import { Year } from './year.js';

const months = ['2026-01', '2026-02', '2026-03'];

/** Seven people instead of six, on other rails, days, with other shares, receipts, and one of them forgotten; five payers instead of six. */
async function otherPeople(program: TestProgram, year: Year): Promise<void> {
  const shares = [6000n, 1000n, 1500n, 2500n, 2000n, 3000n, 2000n];
  for (const [at] of shares.entries())
    await year.person(`https://example.org/${at}`, at % 2 ? 'cheque' : 'paypal-personal', `someone-${at}@mail.example`);
  await year.agree('receipt', [0, 3]);
  await year.agree('acknowledgement', [1, 2, 4]);
  for (const month of months) {
    const paid = [15_000n, 30_000n, 30_000n, 15_000n, 30_000n];
    for (const [at, minor] of paid.entries()) await year.payIn(`${month}-0${at + 1}`, minor, 20 + at, at % 2 ? 'interac' : 'paypal');
    for (const [at, minor] of shares.toReversed().entries())
      await year.payOut(shares.length - 1 - at, `${month}-${11 + at}`, minor, 'person-said-so');
    await year.publish(month);
    if (month === '2026-02') await forget(program, year);
  }
}

async function forget(program: TestProgram, year: Year): Promise<void> {
  const [{ recipient } = { recipient: '' }] = await new Practice(program, year.ledger).recipientsOf(year.callAt(6));
  await program.send(new EraseRecipient({ ledger: year.ledger, by: 'person', request: newRequest(), recipient }));
  await year.person('https://example.org/again', 'interac', 'again@mail.example');
  year.putLast(6);
}

async function onePeople(_: TestProgram, year: Year): Promise<void> {
  await year.people();
  for (const month of months) {
    await year.moneyIn(month);
    await year.moneyOut(month, 3000n);
    await year.publish(month);
  }
}

const hashed = (text: string): string =>
  text
    .replace(/"slots":"[^"]*"/g, (slots) => `slots of ${slots.length}`)
    .replace(/"leaf":"[^"]*"/g, (leaf) => `leaf of ${leaf.length}`)
    .replace(/^[A-Za-z0-9+/]{43}=$/gm, 'root')
    .replace(/^(\u00e2\u0080\u0094 \S+) [A-Za-z0-9+/]+=*$/gm, '$1 signature');

/** Every public address there is, as one reader finds it. The key is given, since each program would make its own. */
async function world(act: (program: TestProgram, year: Year) => Promise<void>) {
  const program = await startProgram('2026-01-01T12:00:00Z', { queueConcurrency: 0 });
  try {
    const ledger = await openTestLedger(program);
    const year = new Year(program, ledger);
    await mkdir(program.runtime.settings.logKeyDir, { recursive: true });
    const key = `ledger.example/river/log\n${Buffer.alloc(32, 1).toString('base64')}\n`;
    await writeFile(path.join(program.runtime.settings.logKeyDir, `${ledger}.key`), key, { mode: 0o600 });
    await year.confirmAddress();
    await act(program, year);
    return (await everyAddress(program, [...months, '2026-04'])).map(({ url, status, headers: { etag, ...headers }, bytes }) => {
      const read = bytes.toString('latin1');
      const body = /tile\/\d/.test(url) && status === 200 ? 'hashes' : hashed(read);
      return { url, status, headers: body === read ? { ...headers, etag } : headers, body, length: bytes.length };
    });
  } finally {
    await program.stop();
  }
}

describe('The world, told of two practices that differ in people alone', () => {
  it('reads the same bytes of both, in log, feeds, pages and headers, but for slots and what hashes them', async () => {
    const [one, other] = [await world(onePeople), await world(otherPeople)];
    expect(other).toEqual(one);
    expect(one.filter(({ status }) => status === 200).length).toBeGreaterThan(12);
    const bundle = one.find(({ url }) => url.includes('tile/entries'))!;
    expect(bundle.body.match(/slots of \d+/g)).toHaveLength(3);
  });
});
