import { CommandBus } from '@nestjs/cqrs';
import { v7 } from 'uuid';
import { createApplication } from '../../dist/src/application.js';
import { LogCall } from '../../dist/src/domain/call.js';
import { AdvanceFund, fundImbalance, fundStream } from '../../dist/src/domain/fund.js';
import { OpenLedger } from '../../dist/src/domain/ledger.js';
import { money } from '../../dist/src/domain/money.js';
import { OpenAccount } from '../../dist/src/domain/observation.js';
import { payoutStream } from '../../dist/src/domain/payout.js';
import { ApprovePayout } from '../../dist/src/domain/payout-decisions.js';
import { ChoosePayingAccount, SetPayoutLimit } from '../../dist/src/domain/payout-limits.js';
import { ProposePayout } from '../../dist/src/domain/payout-proposal.js';
import { AdoptPledgePolicy } from '../../dist/src/domain/pledge.js';
import { EventReader } from '../../dist/src/event-store/event-reader.js';
import { PayoutSteps } from '../../dist/src/payouts/payout-steps.js';
import { PayPalConnections } from '../../dist/src/reconciliation/paypal-connections.queries.js';
import { openRuntime } from '../../dist/src/runtime.js';
import { Examination } from '../../dist/src/safekeeping/examination.js';
import { loadSettings } from '../../dist/src/settings.js';

/**
 * Takes no jobs. `prepare LEDGER COUNT` opens a ledger that pays over PayPal, with so many payouts approved, and tells their ids.
 * `settle LEDGER ID…` lets hours pass until every payout has come to its end, step by step, and tells how things stand.
 */
const [, , what, ledger, ...rest] = process.argv;
let passedMs = 0;
const runtime = await openRuntime({ ...loadSettings(process.env), queueConcurrency: 0 }, () => Date.now() + passedMs);
const app = await createApplication(runtime);
const commands = app.get(CommandBus);
const asked = () => ({ ledger, by: 'account:witness', request: v7() });
const made = ({ events }, type) => events.find((event) => event.type === type).data;
const cad = (minor) => money(minor, 'CAD');

async function prepare(count) {
  const opening = { slug: 'river', name: 'River practice', zone: 'America/Toronto', currency: 'CAD', steward: ledger };
  const promise = { shareBp: 2000, base: 'gross', currencyRule: 'home', startsOn: '2026-01-01', words: 'A fifth is redistributed.' };
  await commands.execute(new OpenLedger({ ...asked(), ...opening }));
  await commands.execute(new AdoptPledgePolicy({ ...asked(), ...promise }));
  const opened = await commands.execute(new OpenAccount({ ...asked(), name: 'PayPal', kind: 'paypal', currency: 'CAD' }));
  const { account } = made(opened, 'AccountOpened');
  const credentials = { environment: 'live', clientId: 'AfV_bm2qGNgVnZ0b9x3river', clientSecret: 'EGnHDxD_qRPdaLdZz8iCr8N7' };
  await app.get(PayPalConnections).connect(ledger, account, { credentials, since: '2026-10-01', by: 'account:witness' });
  await commands.execute(new ChoosePayingAccount({ ...asked(), account }));
  await commands.execute(new SetPayoutLimit({ ...asked(), perPayout: cad(4000n), perDay: cad(1_000_000n) }));
  await commands.execute(new AdvanceFund({ ...asked(), amount: cad(1_000_000n) }));
  const payouts = [];
  for (let person = 1; person <= count; person += 1) {
    const way = { rail: 'paypal', address: `person-${person}@example.org` };
    const { call } = made(await commands.execute(new LogCall({ ...asked(), ...way, fitsThePromise: true })), 'CallLogged');
    const proposed = await commands.execute(new ProposePayout({ ...asked(), call, amount: cad(4000n) }));
    payouts.push(made(proposed, 'PayoutProposed').payout);
  }
  for (const payout of payouts) await commands.execute(new ApprovePayout({ ...asked(), payout }));
  return { payouts };
}

async function settle(payouts) {
  const reader = app.get(EventReader);
  const statusOf = async (payout) => (await reader.state(ledger, payoutStream(payout))).status;
  for (let round = 0; round < 12; round += 1) {
    passedMs += 2 * 3_600_000;
    for (const payout of payouts) await app.get(PayoutSteps).step({ ledger, payout });
  }
  const events = await reader.page(ledger, 0n, 100_000);
  const doubts = events.flatMap(({ type, data }) => (type === 'PayoutInDoubt' ? [data.why] : []));
  const { faults } = await app.get(Examination).of(ledger);
  const { faults: ofJournal } = await app.get(Examination).ofJournal();
  const imbalance = fundImbalance(await reader.state(ledger, fundStream('CAD')));
  return {
    states: Object.fromEntries(await Promise.all(payouts.map(async (payout) => [payout, await statusOf(payout)]))),
    doubts,
    faults: [...faults, ...ofJournal],
    imbalance: String(imbalance.minor),
  };
}

const told = what === 'prepare' ? await prepare(Number(rest[0])) : await settle(rest);
process.stdout.write(`told ${JSON.stringify(told)}\n`);
await app.close();
await runtime.connections.close();
