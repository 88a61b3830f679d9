import { DefineOffering } from '../../src/domain/offering.js';
import { cash } from '../support/given.js';
import { newRequest } from '../support/ledger.js';
import { type ApiHost, type Client, multipart, startApi } from './client.js';

const cad = (amount: string) => ({ amount, currency: 'CAD' });
const paid = { amount: cad('150.00'), method: 'interac', offering: 'ces-50' };

describe('the tax of a payment, over the API', () => {
  let host: ApiHost;
  let api: Client;
  beforeAll(async () => {
    host = await startApi('2025-06-02T15:00:00.000Z');
    api = host.steward;
  });
  afterAll(() => host.stop());

  const recorded = async (more: object) => {
    const { payment } = (await api.post('payments', { ...paid, ...more })).json();
    const { tax, taxIncluded } = (await api.get(`payments/${payment}`)).json();
    return [taxIncluded.amount, tax];
  };

  it.each<[string, string, object, string, object]>([
    ['as the offering says', '2025-04-01', {}, '7.14', { treatment: 'taxable', rateBp: 500, because: { by: 'offering' } }],
    [
      'in Ontario',
      '2025-04-01',
      { place: 'ON' },
      '17.26',
      { treatment: 'taxable', rateBp: 1300, because: { by: 'place', place: 'ON', since: '2010-07-01' } },
    ],
    [
      'in Nova Scotia, before its rate changed',
      '2025-03-31',
      { place: 'NS' },
      '19.57',
      { treatment: 'taxable', rateBp: 1500, because: { by: 'place', place: 'NS', since: '2010-07-01' } },
    ],
    [
      'in Nova Scotia, from that day on',
      '2025-04-01',
      { place: 'NS' },
      '18.42',
      { treatment: 'taxable', rateBp: 1400, because: { by: 'place', place: 'NS', since: '2025-04-01' } },
    ],
    ['abroad', '2025-04-01', { place: 'abroad' }, '0.00', { treatment: 'zero-rated', because: { by: 'place', place: 'abroad' } }],
    ['exempt, this once', '2025-04-01', { tax: { treatment: 'exempt' } }, '0.00', { treatment: 'exempt', because: { by: 'payment' } }],
  ])('%s', async (_, receivedAt, more, inside, tax) => {
    expect(await recorded({ receivedAt, ...more })).toEqual([inside, tax]);
  });

  it.each<[string, object, string]>([
    ['a place that is none', { place: 'XX' }, 'place'],
    ['a place and a treatment', { place: 'ON', tax: { treatment: 'exempt' } }, 'place'],
    ['a half session', { times: 0.5 }, 'times'],
  ])('%s is told at its field', async (_, more, field) => {
    const refused = await api.post('payments', { ...paid, receivedAt: '2025-04-01', ...more });
    expect([refused.statusCode, refused.json().errors[0].field]).toEqual([400, field]);
  });

  it('the lines of a file can say a place each', async () => {
    const account = (await api.post('accounts', { name: 'Chequing', kind: 'bank', currency: 'CAD' })).json().account;
    const form = multipart({ account, format: 'cibc' }, { bytes: '2025-05-02,Internet Banking E-TRANSFER 12 Wren,,150.00\n' });
    const { import: id } = (await api.post('imports', form.payload, form.headers)).json();
    const verdicts = [{ line: 1, becomes: 'payment', offering: 'ces-50', place: 'NB' }];
    await api.post(`imports/${id}/confirm`, { verdicts });
    const [payment] = (await api.get('payments?limit=1')).json().items;
    expect(payment).toMatchObject({ taxIncluded: cad('19.57'), tax: { because: { place: 'NB' } } });
  });
});

describe('an amount that is not usual, over the API', () => {
  let host: ApiHost;
  let api: Client;
  beforeAll(async () => {
    host = await startApi();
    api = host.steward;
  });
  afterAll(() => host.stop());
  const record = async (amount: string, more: object = {}) =>
    (await api.post('payments', { ...paid, amount: cad(amount), receivedAt: '2026-10-04', ...more })).json();

  it.each<[string, string, object, boolean]>([
    ['within the bands nothing is said', '175.00', {}, false],
    ['outside both it is recorded, and pointed out', '140.00', {}, true],
    ['paid for five sessions ahead it is usual', '1000.00', { times: 5 }, false],
    ['for one it would not be', '1000.00', {}, true],
    ['for five too little', '700.00', { times: 5 }, true],
  ])('%s', async (_, amount, more, isOdd) => {
    const answer = await record(amount, more);
    expect(answer.owed).toBeDefined();
    if (!isOdd) expect(answer).not.toHaveProperty('warnings');
    else expect(answer.warnings).toEqual([{ payment: answer.payment, says: expect.stringContaining('not a usual amount') }]);
  });

  it('a line of a file that holds one is pointed out in its preview', async () => {
    const account = (await api.post('accounts', { name: 'Chequing', kind: 'bank', currency: 'CAD' })).json().account;
    const form = multipart({ account, format: 'cibc' }, { bytes: '2026-10-02,Internet Banking E-TRANSFER 12 Wren,,20.00\n' });
    const { lines } = (await api.post('imports', form.payload, form.headers)).json();
    expect(lines[0]).toMatchObject({ proposal: { becomes: 'to-review' }, why: expect.stringContaining('not a usual amount') });
  });

  it('what was defined a moment ago counts', async () => {
    const band = (from: string, to: string) => ({ from: cash(`${from} CAD`), to: cash(`${to} CAD`) });
    const define = (upper: string) =>
      host.program.send(
        new DefineOffering({
          ledger: host.ledger,
          by: 'account:test',
          request: newRequest(),
          offering: 'circle',
          name: 'Circle',
          bands: { lower: band('20.00', '30.00'), upper: band('30.00', upper) },
          tax: { treatment: 'exempt' },
          insidePledge: true,
        }),
      );
    await define('40.00');
    expect(await record('55.00', { offering: 'circle' })).toHaveProperty('warnings');
    await define('60.00');
    expect(await record('55.00', { offering: 'circle' })).not.toHaveProperty('warnings');
  });
});
