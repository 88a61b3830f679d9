import { AllFeedback } from '../../src/feedback/feedback.queries.js';
import { ReceiveFeedback } from '../../src/domain/feedback.js';
import { Browser } from '../console/browser.js';
import { memberOf } from '../console/people.js';
import { passphrase } from '../console/wizard.js';
import { Year } from '../public/year.js';
import { textOf } from '../scenarios/visitor.js';
import { type TestProgram, newRequest, openTestLedger, startProgram } from '../support/ledger.js';

const words = 'On 4 October I saw $40 go out. Say <b>sooner</b> what you sent.';
const shownWords = 'On [day] I saw [amount] go out. Say <b>sooner</b> what you sent.';

describe('Published feedback', () => {
  let program: TestProgram;
  let ledger: string;
  let year: Year;
  let ava: Browser;
  let bookkeeper: Browser;
  const ids = { agreed: '', refused: '' };
  const page = async () => textOf((await new Browser(program.app).get('/river/feedback')).text);
  const at = (which: keyof typeof ids, act = '') => `/console/river/feedback/${ids[which]}${act && `/${act}`}`;
  const written = async (text: string, mayPublish: boolean): Promise<string> => {
    const { events } = await program.send(
      new ReceiveFeedback({
        ledger,
        by: 'visitor',
        request: newRequest(),
        about: { what: 'promise' },
        words: text,
        mayPublish,
        reply: 'ash@mail.example',
      }),
    );
    return events.flatMap((event) => (event.type === 'FeedbackReceived' ? [event.data.feedback] : []))[0]!;
  };

  beforeAll(async () => {
    program = await startProgram('2026-01-05T15:00:00Z');
    ledger = await openTestLedger(program);
    year = new Year(program, ledger);
    await year.confirmAddress();
    await year.people();
    await year.moneyIn('2026-01');
    await year.moneyOut('2026-01', 3000n);
    await year.moneyIn('2026-02');
    await year.publish('2026-01');
    [ava, bookkeeper] = [await memberOf(program, ledger, 'ava', 'steward'), await memberOf(program, ledger, 'bo', 'bookkeeper')];
    ids.agreed = await written(words, true);
    ids.refused = await written('Not for the world.', false);
  });
  afterAll(() => program.stop());

  it('waits on Today for those who may answer it, and for nobody else', async () => {
    expect(textOf((await ava.get('/console/river')).text)).toContain('Feedback from 2 people waits to be read');
    expect((await bookkeeper.get('/console/river')).text).not.toContain('waits to be read');
    for (const path of ['/console/river/feedback', at('agreed')]) expect((await bookkeeper.get(path)).status).toBe(403);
    expect((await bookkeeper.post(at('agreed', 'publish'), {}, newRequest())).status).toBe(403);
  });

  it('is read by the steward in full, as text', async () => {
    const list = textOf((await ava.get('/console/river/feedback')).text);
    expect(list).toContain('Not for the world.');
    const one = (await ava.get(at('agreed'))).text;
    expect(one).toContain('Say &lt;b>sooner&lt;/b> what you sent.');
    expect(textOf(one)).toContain('ash@mail.example');
  });

  it('is answered, and what changed is noted, once for two presses', async () => {
    const key = newRequest();
    const press = () => ava.post(at('agreed', 'answer'), { answer: 'We will.', changed: 'We publish monthly.' }, key);
    expect([(await press()).location, (await press()).location]).toEqual(Array(2).fill(`${at('agreed')}?done=answered`));
    const opened = await program.app.get(AllFeedback).one(ledger, ids.agreed);
    expect(opened).toMatchObject({ answer: 'We will.', changed: 'We publish monthly.', row: { status: 'private' } });
    expect(textOf((await ava.get('/console/river')).text)).toContain('Feedback from somebody waits to be read');
  });

  it('cannot be published where its writer did not agree: neither by the page nor by a press', async () => {
    expect((await ava.get(at('refused'))).text).not.toContain('See how it will read');
    const pressed = await ava.post(at('refused', 'publish'), { words: 'x', pointsAtNobody: 'yes' }, newRequest());
    expect([pressed.status, textOf(pressed.text).includes('did not agree to publication')]).toEqual([409, true]);
  });

  it('begins from words without amounts and days, and is refused while it names one', async () => {
    const before = (await ava.get(at('agreed'))).text;
    expect(before).toContain('On [day] I saw [amount] go out.');
    const named = await ava.post(at('agreed', 'publish'), { step: 'look', words }, newRequest());
    expect([named.status, textOf(named.text).includes('This still names an amount or a day: “4 October”.')]).toEqual([400, true]);
  });

  it('is looked at exactly as it will read, and needs her word', async () => {
    const text = { words: shownWords, changed: 'We publish monthly.' };
    const looked = await ava.post(at('agreed', 'publish'), { step: 'look', ...text }, newRequest());
    expect(looked.status).toBe(200);
    expect(looked.text).toContain('Exactly this will be read by everybody');
    const without = await ava.post(at('agreed', 'publish'), text, newRequest());
    expect([without.status, without.text.includes('Exactly this will be read by everybody')]).toEqual([400, true]);
    const key = newRequest();
    const press = () => ava.post(at('agreed', 'publish'), { ...text, pointsAtNobody: 'yes' }, key);
    expect([(await press()).location, (await press()).location]).toEqual(Array(2).fill(`${at('agreed')}?done=published`));
  });

  it('is on no public page until the next publication, and then stands under its day and no other', async () => {
    expect(await page()).toContain('Nothing is published yet.');
    await year.publish('2026-02');
    const shown = await page();
    expect(shown).toContain('About the promise\nWith the publication of 14 April 2026');
    expect(shown).toContain('Say <b>sooner</b> what you sent.');
    expect(shown).toContain('What changed because of it\nWe publish monthly.');
    for (const never of ['$40', '4 October', 'ash@mail.example', 'We will.', 'Not for the world', ids.agreed])
      expect(shown).not.toContain(never);
  });

  it('is off the page at once when it is hidden, and comes back with the publication after it is published anew', async () => {
    await ava.post('/console/sign-in', { name: 'ava', password: passphrase });
    expect((await ava.post(at('agreed', 'hide'), {}, newRequest())).location).toBe(`${at('agreed')}?done=hidden`);
    expect(await page()).toContain('Nothing is published yet.');
    await ava.post(at('agreed', 'publish'), { words: 'Say sooner what you sent.', pointsAtNobody: 'yes' }, newRequest());
    expect(await page()).toContain('Nothing is published yet.');
    await year.moneyOut('2026-03', 3000n);
    await year.moneyIn('2026-03');
    await year.publish('2026-03');
    expect(await page()).toContain('With the publication of 12 May 2026\nSay sooner what you sent.');
  });
});
