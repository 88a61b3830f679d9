import { DataSource } from 'typeorm';
import { NoteMail } from '../../src/domain/mail.js';
import { ImportDrafts } from '../../src/reconciliation/import-drafts.queries.js';
import { firstSteward, wizard } from '../console/wizard.js';
import { describeInChromium } from '../support/chromium.js';
import { cash } from '../support/given.js';
import { type TestProgram, newRequest, startProgram } from '../support/ledger.js';
import { type Host, hostOf } from './host.js';
import { Keyboard } from './keyboard.js';

const header = '"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"';
const payers = Array.from({ length: 36 }, (_, count) => `ROWAN ${String.fromCharCode(65 + (count % 26))}${count} TESTPERSON`);
const dayOf = (count: number) => 1 + (count % 28);
/** Every ninth paid for a longer session: the amount fits both, so what is proposed is wrong. */
const isLonger = (count: number) => count % 9 === 8;
const strangers = ['CITY LIBRARY REFUND', 'A FRIEND', 'STRATA ASSOCIATION', 'PARENT COUNCIL'];
const out = ['GROCERY', 'RENT', 'HYDRO', 'PHONE'];
const line = (day: number, description: string, name: string, amount: string) =>
  `Chequing,01234-5678901,10/${day}/2026,,"${description}","${name}",${amount},`;
/** 36 e-Transfers, four of other people's, four that went out: 44 lines of October. */
const october = [
  header,
  ...payers.map((payer, count) => line(dayOf(count), 'E-TRANSFER RECEIVED', payer, isLonger(count) ? '230.00' : '180.00')),
  ...strangers.map((name, count) => line(dayOf(count), 'E-TRANSFER RECEIVED', name, `${41 + count}.50`)),
  ...out.map((name, count) => line(dayOf(count), 'PURCHASE', name, `-${60 + count}.00`)),
].join('\n');
const mails = 16;

describeInChromium('a month of 60 observations, by keyboard alone and without script', () => {
  let program: TestProgram;
  let host: Host;
  let she: Keyboard;
  let strokes = 0;
  const perLine: { readonly says: string; readonly isRight: boolean; readonly strokes: number }[] = [];
  const query = async <T>(sql: string): Promise<T[]> => program.app.get(DataSource).query(sql);

  beforeAll(async () => {
    program = await startProgram('2026-11-02T15:00:00Z');
    const browser = await firstSteward(program);
    await browser.post(`/console/${wizard.slug}/accounts`, { name: 'Chequing', source: 'bank', currency: 'CAD' });
    host = await hostOf(program.app);
    const [who] = await query<{ account: string }>('select account_id as account from steward_account');
    const window = await host.window({ as: who!.account, javaScriptEnabled: false, reducedMotion: 'reduce' });
    she = new Keyboard(await window.newPage());
  });
  afterAll(async () => {
    await host?.close();
    await program?.stop();
  });

  async function press(key: string): Promise<void> {
    strokes += 1;
    await she.page.keyboard.press(key);
  }
  async function enter(): Promise<void> {
    const loaded = she.page.waitForEvent('load');
    await press('Enter');
    await loaded;
  }
  const at = () =>
    she.page.evaluate(() => {
      const here = document.activeElement as HTMLSelectElement;
      const chosen = here.name === 'line' ? here.selectedOptions[0]!.text : undefined;
      return {
        says: (here.innerText ?? '').replace(/\s+/g, ' ').trim(),
        chosen,
        line: (here.closest('li')?.querySelector('div')?.textContent ?? '').replace(/\s+/g, ' '),
      };
    });
  /** Past the menu, and on until a link or a button says this. Every stroke counts. */
  async function toThe(says: string): Promise<void> {
    await press('Tab');
    await press('Enter');
    for (let stops = 0; stops < 40; stops += 1) {
      await press('Tab');
      if ((await at()).says.startsWith(says)) return;
    }
    throw new Error(`There is no “${says}” on ${she.page.url()}.`);
  }
  /** Every line is stopped at and seen; what is proposed wrongly is put right by an arrow. */
  async function review(
    lines: number,
    rightWord: (line: string, chosen: string) => { word: string; keys: readonly string[] },
  ): Promise<void> {
    await press('Tab');
    await press('Enter');
    for (let seen = 0; seen < lines; ) {
      const before = strokes;
      await press('Tab');
      const { line: says, chosen } = await at();
      if (chosen === undefined) continue;
      seen += 1;
      const { word, keys } = rightWord(says, chosen);
      const isRight = chosen === word;
      if (!isRight) for (const key of keys) await press(key);
      expect([says, (await at()).chosen]).toEqual([says, word]);
      perLine.push({ says, isRight, strokes: strokes - before });
    }
    await press('Tab');
    expect((await at()).says).toBe('Record what is chosen');
    await enter();
  }

  it('the bank’s file: what is proposed rightly is passed by, what is not is put right where it stands', async () => {
    const [{ account, ledger }] = (await query<{ account: string; ledger: string }>(
      'select account_id as account, ledger_id as ledger from account',
    )) as [{ account: string; ledger: string }];
    const id = await program.app.get(ImportDrafts).read(ledger, account, Buffer.from(october));
    await she.open(`/console/${wizard.slug}/imports/${id}`);
    expect(await she.heading()).toBe('36 new, 0 already here, 4 need a look, 4 no income');
    await review(40, (says) => {
      if (says.includes('230.00')) return { word: 'Co-envisioning session, 75 minutes', keys: ['ArrowDown'] };
      if (says.includes('180.00')) return { word: 'Co-envisioning session, 50 minutes', keys: [] };
      return { word: 'Not a session payment', keys: ['ArrowDown'] };
    });
    expect(await she.heading()).toBe('36 payments recorded');
    for (let count = 0; count < mails; count += 1) {
      const day = `2026-10-${String(dayOf(count)).padStart(2, '0')}`;
      await program.send(
        new NoteMail({
          ledger,
          by: 'mail:webhook',
          request: newRequest(),
          account,
          line: {
            line: 1,
            day,
            at: `${day}T16:00:00.000Z`,
            amount: cash(isLonger(count) ? '230.00 CAD' : '180.00 CAD'),
            reading: 'money-in',
            why: 'Interac wrote that it was deposited.',
            method: 'interac',
            text: 'Interac e-Transfer',
            name: payers[count]!,
            reference: `CA${count}abcdE`,
            identity: `mail ${count}`,
          },
        }),
      );
    }
  });

  it('the mails about the same money, from Today', async () => {
    await toThe('Today');
    await enter();
    await toThe('Look at them');
    await enter();
    expect(await she.heading()).toBe('Mails from Interac');
    await review(mails, (_, chosen) => ({ word: chosen.startsWith('The same money') ? chosen : 'The same money', keys: ['Home'] }));
    expect(await she.heading()).toBe('Nothing was recorded');
  });

  it('everything is settled: 36 payments, each of the mails evidence for one, and nothing is left to look at', async () => {
    const count = async (sql: string) => Number((await query<{ count: string }>(`select count(*) from ${sql}`))[0]!.count);
    expect(await count('payment')).toBe(36);
    expect(await count('observation')).toBe(60);
    expect(await count("observation where status = 'to-review'")).toBe(0);
    expect(await count("observation where source = 'interac-mail' and status = 'matched'")).toBe(mails);
  });

  it('in at most 150 keystrokes, and no more than two a line where the proposal is right', () => {
    expect(perLine).toHaveLength(40 + mails);
    expect(perLine.filter(({ isRight }) => !isRight)).toHaveLength(8);
    expect(perLine.filter((each) => each.isRight && each.strokes > 2)).toEqual([]);
    expect(strokes).toBeLessThanOrEqual(150);
    expect(strokes).toBeGreaterThan(60);
  });
});
