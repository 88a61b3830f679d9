import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { GiveConsent, WithdrawConsent } from '../../src/domain/consent.js';
import { type Consent, RecheckCall, WithdrawCall } from '../../src/domain/call.js';
import { Calls } from '../../src/calls/calls.queries.js';
import { SlotKeys } from '../../src/calls/slot-keys.queries.js';
import { Following } from '../../src/event-store/following.js';
import { tryAgain } from '../../src/event-store/standstill.js';
import { Examination } from '../../src/safekeeping/examination.js';
import { Practice } from '../safekeeping/practice.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';

describe('Calls', () => {
  let program: TestProgram;
  let practice: Practice;
  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z', { queueConcurrency: 0 });
    practice = new Practice(program, await openTestLedger(program));
  });
  afterAll(() => program.stop());

  const asked = (call: string) => ({ ledger: practice.ledger, by: practice.holder, request: newRequest(), call });
  const row = async (call: string) => (await program.app.get(Calls).one(practice.ledger, call))!;
  const slotKey = async (recipient: string) => (await program.app.get(SlotKeys).of(practice.ledger, [recipient])).get(recipient);
  const agrees = (call: string, consent: Consent) => program.send(new GiveConsent({ ...asked(call), consent }));
  const takesBack = (call: string, consent: Consent) => program.send(new WithdrawConsent({ ...asked(call), consent }));

  it('of one person are proposed as such by address or handle, and stay two people until a steward says so', async () => {
    const { perhapsOfSame } = {
      perhapsOfSame: (address: string, link?: string) => program.app.get(Calls).perhapsOfSame(practice.ledger, { address, link }),
    };
    const first = await practice.notes({ address: 'Sam@Mail.example', link: 'https://x.com/sam/status/1' });
    expect((await perhapsOfSame('sam@mail.example')).map(({ callId }) => callId)).toEqual([first.call]);
    expect((await perhapsOfSame('other@mail.example', 'https://twitter.com/Sam')).map(({ callId }) => callId)).toEqual([first.call]);
    expect(await perhapsOfSame('other@mail.example', 'https://x.com/samuel/status/1')).toEqual([]);
    const second = await practice.notes({ address: 'sam@mail.example' });
    expect(second.recipient).not.toBe(first.recipient);
    expect(await perhapsOfSame('sam@mail.example')).toHaveLength(2);
    await practice.forgets(first.recipient);
    expect((await perhapsOfSame('sam@mail.example', 'https://x.com/sam')).map(({ callId }) => callId)).toEqual([second.call]);
  });

  it('are looked at again before paying, which is kept by its day', async () => {
    program.setTime('2026-11-02T15:00:00Z');
    const { call } = await practice.notes();
    program.setTime('2026-11-05T15:00:00Z');
    await program.send(new RecheckCall({ ...asked(call), stillOpen: true }));
    expect(await row(call)).toMatchObject({ status: 'open', seenAt: '2026-11-05T15:00:00.000Z' });
    await program.send(new RecheckCall({ ...asked(call), stillOpen: false }));
    expect(await row(call)).toMatchObject({ status: 'closed', seenAt: '2026-11-05T15:00:00.000Z' });
  });

  it('taken back are never paid', async () => {
    const { call } = await practice.notes();
    await program.send(new WithdrawCall(asked(call)));
    expect((await row(call)).status).toBe('withdrawn');
    await expect(practice.proposes(call)).rejects.toMatchObject({ code: 'call/not-open' });
  });

  it('bring a slot key only with the consent to a receipt; it ends with that consent, not with another', async () => {
    const { call, recipient } = await practice.notes();
    expect(await slotKey(recipient)).toBeUndefined();
    await agrees(call, 'acknowledgement');
    expect(await slotKey(recipient)).toBeUndefined();
    await agrees(call, 'receipt');
    const key = await slotKey(recipient);
    expect(key).toHaveLength(32);
    expect(await row(call)).toMatchObject({ agreedReceipt: true, agreedAcknowledgement: true });
    await takesBack(call, 'acknowledgement');
    expect(await slotKey(recipient)).toEqual(key);
    await takesBack(call, 'receipt');
    expect(await slotKey(recipient)).toBeUndefined();
    expect(await row(call)).toMatchObject({ agreedReceipt: false, agreedAcknowledgement: false });
    await agrees(call, 'receipt');
    expect(await slotKey(recipient)).not.toEqual(key);
  });

  it('of one person share one slot key, which a receipt taken back under any of them ends for all', async () => {
    const { call, recipient } = await practice.notes();
    const again = await practice.notes({ earlier: call });
    await agrees(call, 'receipt');
    const key = await slotKey(recipient);
    await agrees(again.call, 'receipt');
    expect(await slotKey(recipient)).toEqual(key);
    await program.send(new WithdrawCall(asked(call)));
    expect(await slotKey(recipient)).toEqual(key);
    await agrees(again.call, 'receipt');
    await takesBack(again.call, 'receipt');
    expect(await slotKey(recipient)).toBeUndefined();
    expect((await row(again.call)).agreedReceipt).toBe(false);
  });

  it('taken back while the program was ended in the middle: the key goes once it runs again', async () => {
    const { call, recipient } = await practice.notes();
    await agrees(call, 'receipt');
    const slots = program.app.get(SlotKeys);
    const destroy = slots.destroyUnlessAgreed.bind(slots);
    slots.destroyUnlessAgreed = () => Promise.reject(new Error('ended here'));
    await expect(takesBack(call, 'receipt')).rejects.toThrow('ended here');
    expect(await slotKey(recipient)).toHaveLength(32);
    slots.destroyUnlessAgreed = destroy;
    await program.app.get(Following).catchUp();
    await tryAgain((program.app.get(DataSource).driver as unknown as { master: Pool }).master);
    await program.app.get(Following).catchUp();
    expect(await slotKey(recipient)).toBeUndefined();
  });

  it('of somebody forgotten leave no slot key and nobody to ask', async () => {
    const { call, recipient } = await practice.notes();
    await agrees(call, 'receipt');
    await practice.forgets(recipient);
    expect(await slotKey(recipient)).toBeUndefined();
    expect(await practice.rows('select 1 from receipt_consent where recipient_id = $1', [recipient])).toEqual([]);
    await expect(agrees(call, 'receipt')).rejects.toMatchObject({ code: 'recipient/erased' });
  });

  it('and the books hold', async () => {
    expect((await program.app.get(Examination).of(practice.ledger)).faults).toEqual([]);
  });
});
