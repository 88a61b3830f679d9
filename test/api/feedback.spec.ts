import { ReceiveFeedback } from '../../src/domain/feedback.js';
import { newRequest } from '../support/ledger.js';
import { type ApiHost, startApi } from './client.js';

describe('Feedback, for programs', () => {
  let host: ApiHost;
  let id: string;
  beforeAll(async () => {
    host = await startApi();
    const { events } = await host.program.send(
      new ReceiveFeedback({
        ledger: host.ledger,
        by: 'visitor',
        request: newRequest(),
        about: { what: 'month', month: '2026-10' },
        words: 'I got $40.',
        name: 'Ash',
        mayPublish: true,
      }),
    );
    id = events.flatMap((event) => (event.type === 'FeedbackReceived' ? [event.data.feedback] : []))[0]!;
  });
  afterAll(() => host.stop());

  it('is for stewards alone', async () => {
    for (const role of ['bookkeeper', 'approver', 'auditor'] as const) {
      const client = await host.as(role);
      expect([role, (await client.get('feedback')).statusCode]).toEqual([role, 403]);
      expect([role, (await client.post(`feedback/${id}/hide`)).statusCode]).toEqual([role, 403]);
    }
  });

  it('is listed without words, and given with them one by one', async () => {
    const list = (await host.steward.get('feedback')).json();
    expect(list).toEqual({
      items: [
        { feedback: id, status: 'private', about: { what: 'month', month: '2026-10' }, mayPublish: true, receivedAt: expect.any(String) },
      ],
    });
    expect((await host.steward.get(`feedback/${id}`)).json()).toMatchObject({
      words: 'I got $40.',
      name: 'Ash',
      withoutAmountsAndDays: 'I got [amount].',
      isReadable: true,
    });
  });

  it('is answered, published in the words that were read, and hidden; each once however often it is sent', async () => {
    const once = { 'idempotency-key': newRequest() };
    for (const _ of [1, 2])
      expect((await host.steward.post(`feedback/${id}/answer`, { changed: 'We say less.' }, once)).json()).toHaveProperty('answeredAt');
    const text = { words: 'I got money.', changed: 'We say less.', pointsAtNobody: true };
    for (const _ of [1, 2])
      expect((await host.steward.post(`feedback/${id}/publish`, text)).json()).toMatchObject({
        status: 'published',
        published: { words: 'I got money.', changed: 'We say less.' },
      });
    const before = await host.head();
    for (const _ of [1, 2]) expect((await host.steward.post(`feedback/${id}/hide`)).json()).toMatchObject({ status: 'hidden' });
    expect(await host.head()).toBe(before + 1n);
  });

  it.each([
    ['words that name an amount', { words: 'I got $40.', pointsAtNobody: true }, 400, 'words'],
    ['no word that they were read', { words: 'I got money.', pointsAtNobody: false }, 400, 'pointsAtNobody'],
    ['no words', { pointsAtNobody: true }, 400, 'words'],
    ['a field that is none', { words: 'x', pointsAtNobody: true, day: '2026-10-04' }, 400, 'day'],
  ])('is not published with %s', async (_, body, status, field) => {
    const answer = await host.steward.post(`feedback/${id}/publish`, body);
    expect([answer.statusCode, answer.json().errors[0].field]).toEqual([status, field]);
  });

  it('that is not there is said to be none', async () => {
    const none = newRequest();
    expect((await host.steward.get(`feedback/${none}`)).statusCode).toBe(404);
    for (const [act, body] of [
      ['answer', { answer: 'x' }],
      ['publish', { words: 'x', pointsAtNobody: true }],
      ['hide', undefined],
    ] as const)
      expect((await host.steward.post(`feedback/${none}/${act}`, body)).json()).toMatchObject({ code: 'feedback/unknown', status: 409 });
  });
});
