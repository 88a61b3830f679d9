import { consents } from '../../src/domain/call.js';
import { GiveConsent, WithdrawConsent } from '../../src/domain/consent.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { Ledgers } from '../../src/ledgers/ledgers.queries.js';
import { PersonCodes } from '../../src/yours/person-codes.queries.js';
import { Browser } from '../console/browser.js';
import { firstSteward } from '../console/wizard.js';
import { Practice } from '../safekeeping/practice.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';

const now = '2026-11-02T15:00:00.000Z';

describe('What a person agrees to', () => {
  let program: TestProgram;
  let practice: Practice;
  let they: Browser;
  beforeAll(async () => {
    program = await startProgram(now, { queueConcurrency: 0 });
    await firstSteward(program);
    they = new Browser(program.app);
    practice = new Practice(program, (await program.app.get(Ledgers).bySlug('river'))!.ledgerId);
    await practice.receives(1_000_000n, '2026-10-30T16:00:00.000Z');
  });
  afterAll(() => program.stop());

  /** A person with a code, and what their page answers. */
  async function someone() {
    const { call, recipient } = await practice.notes();
    const code = await program.app.get(PersonCodes).issue(practice.ledger, recipient);
    const press = async (does: string, consent?: string) => they.post('/river/yours', { code, does, ...(consent && { consent }) });
    return { call, recipient, press };
  }
  const agreed = async (call: string) => {
    const rows = await practice.rows<{ receipt: boolean; acknowledgement: boolean }>(
      'select agreed_receipt as receipt, agreed_acknowledgement as acknowledgement from call where call_id = $1',
      [call],
    );
    return rows[0]!;
  };
  const slotKeys = async (recipient: string) => {
    const rows = await practice.rows<{ slot: string }>('select slot_subject_id as slot from receipt_consent where recipient_id = $1', [
      recipient,
    ]);
    return practice.keysOf(rows.map(({ slot }) => slot));
  };

  it('is off until they say so on their own page, which says that no payment depends on it', async () => {
    const { call, recipient, press } = await someone();
    const { text } = await press('look');
    expect(text).toContain('What you are sent never depends on it');
    expect(text.match(/You have not agreed\./g)).toHaveLength(2);
    expect(text).not.toContain('You agreed.');
    expect([await agreed(call), await slotKeys(recipient)]).toEqual([{ receipt: false, acknowledgement: false }, []]);
  });

  it('to a receipt makes their key and leaves the other at no; taken back, the key is destroyed', async () => {
    const { call, recipient, press } = await someone();
    const { text } = await press('agree', 'receipt');
    expect([text.match(/You agreed\./g)?.length, text.match(/You have not agreed\./g)?.length]).toEqual([1, 1]);
    expect(await agreed(call)).toEqual({ receipt: true, acknowledgement: false });
    const [slot, ...more] = await slotKeys(recipient);
    expect([slot, more]).toEqual([expect.any(String), []]);
    await press('agree', 'receipt');
    expect(await slotKeys(recipient)).toEqual([slot]);
    expect((await press('take-back', 'receipt')).text).not.toContain('You agreed.');
    expect(await agreed(call)).toEqual({ receipt: false, acknowledgement: false });
    expect([await slotKeys(recipient), await practice.keysOf([slot!])]).toEqual([[], []]);
  });

  it('to being counted makes no key, and is taken back as easily', async () => {
    const { call, recipient, press } = await someone();
    await press('agree', 'acknowledgement');
    expect([await agreed(call), await slotKeys(recipient)]).toEqual([{ receipt: false, acknowledgement: true }, []]);
    await press('take-back', 'acknowledgement');
    expect(await agreed(call)).toEqual({ receipt: false, acknowledgement: false });
  });

  it('taken back by the person, is taken back under each of their calls, also where a steward had noted it', async () => {
    const { call, press } = await someone();
    const { call: second } = await practice.notes({ earlier: call });
    for (const each of [call, second])
      await program.send(
        new GiveConsent({ ledger: practice.ledger, by: 'account:ava', request: newRequest(), call: each, consent: 'acknowledgement' }),
      );
    await press('take-back', 'acknowledgement');
    expect([await agreed(call), await agreed(second)].map(({ acknowledgement }) => acknowledgement)).toEqual([false, false]);
  });

  it('is named: a press that says not what, or something else, changes nothing', async () => {
    const { call, press } = await someone();
    expect([(await press('agree')).status, (await press('agree', 'everything')).status]).toEqual([400, 400]);
    expect((await they.post('/river/yours', { code: 'K7QP-2M9X-T4VD-H8WC', does: 'agree', consent: 'receipt' })).status).toBe(404);
    expect(await agreed(call)).toEqual({ receipt: false, acknowledgement: false });
  });

  it('changes nothing of what they are sent: every payout goes the same way, whatever they said and whenever they took it back', async () => {
    const say = (call: string, Change: typeof GiveConsent | typeof WithdrawConsent) => async () => {
      for (const consent of consents)
        await program.send(new Change({ ledger: practice.ledger, by: 'account:ava', request: newRequest(), call, consent }));
    };
    const nothing = async () => {};
    type Said = Record<'before' | 'approved' | 'sent', () => Promise<void>>;
    const words: ((call: string) => Said)[] = [
      () => ({ before: nothing, approved: nothing, sent: nothing }),
      (call) => ({ before: say(call, GiveConsent), approved: nothing, sent: nothing }),
      (call) => ({ before: say(call, GiveConsent), approved: say(call, WithdrawConsent), sent: nothing }),
      (call) => ({ before: say(call, GiveConsent), approved: nothing, sent: say(call, WithdrawConsent) }),
    ];
    const went: string[][] = [];
    for (const saidOf of words) {
      const { call } = await practice.notes();
      const said = saidOf(call);
      await said.before();
      const payout = await practice.proposes(call);
      await practice.approves(payout);
      await said.approved();
      await practice.carries(payout);
      await practice.opensCard(payout);
      await practice.saysSent(payout, now);
      await said.sent();
      await practice.confirms(payout);
      const events = await program.app.get(EventReader).page(practice.ledger, 0n, 10_000);
      went.push(events.filter(({ stream }) => stream === `payout/${payout}`).map(({ type }) => type));
    }
    const [unasked, ...others] = went;
    expect(unasked).toHaveLength(6);
    for (const other of others) expect(other).toEqual(unasked);
  });
});
