import { LogCall } from '../../src/domain/call.js';
import { AdvanceFund } from '../../src/domain/fund.js';
import { OpenAccount } from '../../src/domain/observation.js';
import { ApprovePayout } from '../../src/domain/payout-decisions.js';
import { ChoosePayingAccount, SetPayoutLimit } from '../../src/domain/payout-limits.js';
import { ProposePayout } from '../../src/domain/payout-proposal.js';
import { PayoutSteps } from '../../src/payouts/payout-steps.js';
import { PayPalConnections } from '../../src/reconciliation/paypal-connections.queries.js';
import type { PayPalSimulator } from '../paypal/simulator/simulator.js';
import { cash } from '../support/given.js';
import { type TestProgram, newRequest } from '../support/ledger.js';
import { online, others } from './planted.js';

/** Somebody is paid over PayPal, and of another payout to them nobody knows whether it was sent. */
export async function plantPayPal(program: TestProgram, ledger: string, paypal: PayPalSimulator): Promise<void> {
  const asked = () => ({ ledger, by: 'account:test', request: newRequest() });
  const opened = await program.send(new OpenAccount({ ...asked(), name: 'Paying', kind: 'paypal', currency: 'CAD' }));
  const account = opened.events.flatMap((event) => (event.type === 'AccountOpened' ? [event.data.account] : []))[0]!;
  const credentials = { environment: 'live', clientId: others.payPalApp, clientSecret: others.payPalSecret } as const;
  await program.app.get(PayPalConnections).connect(ledger, account, { credentials, since: '2026-10-01', by: 'account:test' });
  await program.send(new ChoosePayingAccount({ ...asked(), account }));
  await program.send(new SetPayoutLimit({ ...asked(), perPayout: cash('100.00 CAD'), perDay: cash('900.00 CAD') }));
  await program.send(new AdvanceFund({ ...asked(), amount: cash('100.00 CAD') }));
  const { link, address, payee } = online;
  const logged = await program.send(new LogCall({ ...asked(), rail: 'paypal', link, address, payee, fitsThePromise: true }));
  const call = logged.events.flatMap((event) => (event.type === 'CallLogged' ? [event.data.call] : []))[0]!;
  for (const fault of [undefined, 'fails after accepting'] as const) {
    if (fault) paypal.misbehaves(fault, 'create');
    const { events } = await program.send(new ProposePayout({ ...asked(), call, amount: cash('40.00 CAD') }));
    const payout = events.flatMap((event) => (event.type === 'PayoutProposed' ? [event.data.payout] : []))[0]!;
    await program.send(new ApprovePayout({ ...asked(), payout }));
    await program.app.get(PayoutSteps).step({ ledger, payout });
  }
  const taken = paypal.memory.witnessed().map(({ receiver }) => receiver);
  if (taken.length !== 2 || taken.some((receiver) => receiver !== address)) throw new Error(`PayPal took up ${JSON.stringify(taken)}.`);
}
