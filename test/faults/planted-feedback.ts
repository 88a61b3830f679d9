import type { Browser } from '../console/browser.js';
import type { TestProgram } from '../support/ledger.js';
import { others } from './planted.js';

type Asks = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Record<string, readonly { feedback: string }[]>>;

/** Somebody writes, is answered, and is published in other words. @param at later than now by as long as the form takes */
export async function plantFeedback(program: TestProgram, browser: Browser, asks: Asks, at: string): Promise<void> {
  const token = /name="requestId" value="([^"]+)"/.exec((await browser.get('/river/feedback')).text)![1]!;
  program.setTime(at);
  const wrote = { words: others.feedbackWords, name: others.feedbackName, reply: others.feedbackReply, mayPublish: 'yes' };
  const { status } = await browser.post('/river/feedback', wrote, token);
  if (status !== 303) throw new Error(`The public form answered ${status}.`);
  const [received] = (await asks('GET', 'feedback')).items!;
  const path = `feedback/${received!.feedback}`;
  await asks('POST', `${path}/answer`, { answer: others.feedbackAnswer, changed: others.feedbackChanged });
  await asks('POST', `${path}/publish`, { words: 'A person wrote this in other words.', pointsAtNobody: true });
}
