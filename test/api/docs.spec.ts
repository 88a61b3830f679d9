import { contents, routeOf } from '../../src/web/openapi-contents.js';
import { type TestProgram, startProgram } from '../support/ledger.js';

describe('the description of the API', () => {
  let program: TestProgram;
  beforeAll(async () => {
    program = await startProgram();
  });
  afterAll(() => program.stop());
  const inject = (url: string) => program.app.getHttpAdapter().getInstance().inject({ method: 'GET', url });

  it('says one sentence on every operation', async () => {
    const { paths } = (await inject('/docs-json')).json();
    console.log(JSON.stringify((await inject('/docs-json')).json().components.schemas)); console.log(JSON.stringify(paths['/api/v1/ledgers/{ledger}/imports'])); console.log(JSON.stringify(paths['/api/v1/ledgers/{ledger}/payments'].get)); const all = new Set(Object.entries(paths).flatMap(([p, o]) => Object.keys(o as object).map((m) => m + ' ' + p))); console.log(all.size);
    for (const listed of contents) {
      const { method, path } = routeOf(listed);
      expect({ [`${method} ${path}`]: paths[path]?.[method]?.summary }).toEqual({ [`${method} ${path}`]: listed.says });
    }
  });
});
