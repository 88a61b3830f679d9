import { routes } from './routes.js';

describe('Every route of the program', () => {
  it('is found here', () => {
    expect(routes.map(({ name }) => name)).toContain('POST /console/sign-in');
  });

  it('says whom it lets in', () => {
    expect(routes.filter(({ whom }) => whom === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('that asks for a role names the ledger in its path', () => {
    const asks = routes.filter(({ whom }) => whom !== undefined && whom !== 'everyone' && whom !== 'signed-in');
    expect(asks.filter(({ name }) => !name.includes('/:ledger')).map(({ name }) => name)).toEqual([]);
  });

  it('under /api wants a token or lets in everyone: a session opens nothing there', () => {
    expect(routes.filter(({ name, whom }) => name.includes(' /api/') && whom === 'signed-in').map(({ name }) => name)).toEqual([]);
  });
});
