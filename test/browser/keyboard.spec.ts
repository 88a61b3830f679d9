import { SetupLinks } from '../../src/access/setup-links.js';
import { describeInChromium } from '../support/chromium.js';
import { type TestProgram, startProgram } from '../support/ledger.js';
import { type Host, hostOf } from './host.js';
import { Keyboard } from './keyboard.js';

describeInChromium('by keyboard alone, without script, on a phone', () => {
  let program: TestProgram;
  let host: Host;
  let she: Keyboard;
  beforeAll(async () => {
    program = await startProgram('2026-10-20T15:00:00Z');
    host = await hostOf(program.app);
    const window = await host.window({ javaScriptEnabled: false, reducedMotion: 'reduce', viewport: { width: 320, height: 640 } });
    she = new Keyboard(await window.newPage());
  });
  afterAll(async () => {
    await host?.close();
    await program?.stop();
  });

  it('she opens her ledger from the one-time link', async () => {
    await she.open(`/setup/${await program.app.get(SetupLinks).issue()}`);
    await she.type('Name to sign in with', 'ava');
    await she.type('Password', 'four words make a password');
    await she.type('Name', 'River practice');
    await she.type('Short name', 'river');
    await she.type('Who it goes to', 'To people whose calls I come across.');
    await she.type('From which day?', '2026-10-01');
    await she.press('Open the ledger');
    expect(await she.text()).toContain('Your ledger is open.');
  });

  it('the first stop on a page leads past the menu to its content', async () => {
    await she.open('/console/river');
    expect(await she.tab()).toMatchObject({ says: 'Skip to the content', isSeen: true });
    await she.page.keyboard.press('Enter');
    expect(await she.page.evaluate(() => document.activeElement?.id)).toBe('main');
    await she.tab();
    expect(await she.page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
  });

  it('she records a payment in two screens, typing into at most four fields', async () => {
    await she.open('/console/river/payments/new');
    [she.typed, she.screens] = [0, 1];
    await she.type('How much came in?', '200.00');
    await she.choose('Co-envisioning session, 50 minutes');
    await she.press('Continue');
    expect([await she.heading(), she.screens]).toEqual(['Check before you record', 2]);
    await she.press('Record it');
    expect(await she.text()).toContain('Recorded.');
    expect(she.typed).toBeLessThanOrEqual(4);
    expect(await she.text()).toContain('$40.00');
  });

  it('after a faulty form the focus is on what is wrong, and leads to the field', async () => {
    await she.open('/console/river/payments/new');
    await she.press('Continue');
    expect(await she.page.title()).toMatch(/^Error: Record a payment/);
    expect(await she.stop()).toMatchObject({ says: expect.stringContaining('There is a problem') });
    await she.tab();
    await she.page.keyboard.press('Enter');
    expect(await she.page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('amount');
  });

  it('she notes a call', async () => {
    await she.open('/console/river/calls');
    await she.press('Note a call');
    await she.type('Link to the call', 'https://social.example/@someone/1');
    await she.type('Where to', 'someone@mail.example');
    await she.tick('This call fits the promise');
    await she.press('Note this call');
    expect(await she.text()).toContain('Noted.');
  });

  it('she proposes, approves, opens the card, sends, takes it back, and says again that she sent it', async () => {
    await she.press('Send money');
    await she.type('How much?', '40.00');
    await she.press('Continue');
    await she.press('Propose it');
    expect(await she.text()).toContain('It waits for approval');
    await she.press('Approve it');
    await she.untilItSays('Show the address');
    expect(await she.text()).not.toContain('someone@mail.example');
    await she.press('Show the address');
    expect(await she.text()).toContain('someone@mail.example');
    await she.press('I sent it');
    expect(await she.text()).toContain('Noted as sent.');
    await she.press('Undo');
    expect(await she.text()).toContain('Undone.');
    await she.press('Show the address');
    await she.press('I sent it');
    await she.press('They said it arrived');
    expect(await she.text()).toContain('Noted as arrived.');
  });

  it('she closes a month', async () => {
    program.setTime('2026-11-02T15:00:00Z');
    await she.open('/console/river/months');
    await she.press('October 2026');
    await she.press('Close October 2026');
    expect(await she.text()).toContain('Closed.');
  });

  it('at every stop she could see where she was', () => {
    expect(she.unseen).toEqual([]);
  });
});
