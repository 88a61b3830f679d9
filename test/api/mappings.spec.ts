import { type ApiHost, type Client, multipart, startApi } from './client.js';

const said = {
  name: 'Credit union',
  columns: ['day', 'description', 'name', 'amount'],
  headings: ['Posted on', 'Details', 'Who', 'Sum'],
  dayOrder: 'day-first',
  decimalMark: '.',
  sign: 'positive-came-in',
};
const file = 'Posted on,Details,Who,Sum\n02/10/2026,e-Transfer,Rowan Testperson,200.00\n';

describe('what the columns of files are, for programs', () => {
  let host: ApiHost;
  let api: Client;
  let account: string;
  beforeAll(async () => {
    host = await startApi();
    api = host.steward;
    account = (await api.post('accounts', { name: 'Chequing', kind: 'bank', currency: 'CAD' })).json().account;
  });
  afterAll(() => host.stop());

  const say = (more: object = {}) => api.post('mappings', { account, ...said, ...more });
  const bring = async () => {
    const form = multipart({ account }, { bytes: file });
    return api.post('imports', form.payload, form.headers);
  };

  it('is said, listed, and from then on files with these headings are read', async () => {
    expect((await bring()).statusCode).toBe(400);
    const answer = await say();
    expect([answer.statusCode, answer.json()]).toEqual([
      201,
      expect.objectContaining({ account, name: 'Credit union', columns: said.columns }),
    ]);
    expect((await api.get('mappings')).json()).toEqual({ items: [answer.json()] });
    expect((await bring()).json().lines).toEqual([expect.objectContaining({ day: '2026-10-02', reading: 'money-in' })]);
  });

  it('under the same name again it is replaced', async () => {
    await say({ leavesOutRowsWithoutDay: true });
    const { items } = (await api.get('mappings')).json();
    expect(items).toEqual([expect.objectContaining({ name: 'Credit union', leavesOutRowsWithoutDay: true })]);
  });

  it('is forgotten, twice as well as once, and such a file is asked about again', async () => {
    const [{ mapping }] = (await api.get('mappings')).json().items;
    expect((await api.post(`mappings/${mapping}/forget`)).statusCode).toBe(204);
    expect((await api.post(`mappings/${mapping}/forget`)).statusCode).toBe(204);
    expect((await api.get('mappings')).json()).toEqual({ items: [] });
    expect((await bring()).statusCode).toBe(400);
  });

  it.each([
    [{ columns: ['day', 'description'] }, 'column1'],
    [{ columns: ['day', 'money', 'name'] }, 'columns'],
    [{ columns: ['day', 'amount', 'method'] }, 'column1'],
    [{ columns: ['day', 'amount', 'method', 'name'], holdsTotals: true }, 'column4'],
    [{ headings: ['2026-10-02', 'e-Transfer'] }, 'headingLine'],
    [{ name: '  ' }, 'name'],
    [{ name: 'account 123456789' }, 'name'],
    [{ holdsTotals: false }, 'holdsTotals'],
    [{ dayOrder: 'backwards' }, 'dayOrder'],
    [{ secret: 'x' }, 'secret'],
    [{ account: '01990000-0000-7000-8000-000000000009' }, 'account'],
  ])('is refused with the field at fault: %j', async (flaw, field) => {
    const answer = await say(flaw);
    expect([answer.statusCode, answer.json().errors.map((fault: { field: string }) => fault.field)]).toEqual([
      400,
      expect.arrayContaining([field]),
    ]);
    expect((await api.get('mappings')).json()).toEqual({ items: [] });
  });
});
