import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { contents, routeOf } from '../../src/web/openapi-contents.js';
import { describeInChromium, launchChromium } from '../support/chromium.js';
import { type TestProgram, startProgram } from '../support/ledger.js';

describe('the description of the API', () => {
  let program: TestProgram;
  beforeAll(async () => {
    program = await startProgram();
  });
  afterAll(() => program.stop());
  const inject = (url: string) => program.app.getHttpAdapter().getInstance().inject({ method: 'GET', url });

  it('says one sentence on every operation, and leaves out none', async () => {
    const { paths } = (await inject('/docs-json')).json();
    for (const listed of contents) {
      const { method, path } = routeOf(listed);
      expect({ [listed.does]: paths[path]?.[method]?.summary }).toEqual({ [listed.does]: listed.says });
    }
    const whole = SwaggerModule.createDocument(program.app, new DocumentBuilder().build());
    const ofTheApi = Object.entries(whole.paths)
      .filter(([path]) => path.startsWith('/api/'))
      .flatMap(([path, each]) => Object.keys(each).map((method) => `${method} ${path}`));
    expect(ofTheApi.filter((route) => !contents.map(routeOf).some(({ method, path }) => route === `${method} ${path}`))).toEqual([]);
  });

  it('is derived from the checks: what is asked for there is asked for here', async () => {
    const { components, paths } = (await inject('/docs-json')).json();
    expect(components.schemas.MoneyDto).toEqual({
      type: 'object',
      required: ['amount', 'currency'],
      properties: { amount: { type: 'string', maxLength: 40 }, currency: { type: 'string', maxLength: 20 } },
    });
    const { parameters, responses, security } = paths['/api/v1/ledgers/{ledger}/payments/{payment}/refunds'].post;
    expect(parameters.map(({ name }: { name: string }) => name)).toEqual(['ledger', 'payment', 'Idempotency-Key']);
    expect(Object.keys(responses)).toEqual(['201', '400', '401', '403', '404', '409', '413', '503']);
    expect(security).toEqual([{ bearer: [] }]);
    expect(Object.keys(components.schemas).some((name) => /SignIn|Body$/.test(name))).toBe(false);
  });
});

describeInChromium('the page that describes the API', () => {
  let program: TestProgram;
  beforeAll(async () => {
    program = await startProgram();
  });
  afterAll(() => program.stop());

  it('is shown from this host alone, without breaking our own policy', async () => {
    await program.app.listen(0, '127.0.0.1');
    const at = await program.app.getUrl();
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const [asked, complaints]: [string[], string[]] = [[], []];
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${at}/docs`);
      await page.getByText('Record a payment; what it adds to what is owed is decided with it').waitFor();
      expect(await page.locator('.opblock').count()).toBe(contents.length);
      await page.locator('#operations-payments-PaymentsController_record .opblock-summary-control').click();
      await page.getByText('1 to 255 visible characters of yours').first().waitFor();
      expect(complaints).toEqual([]);
      expect(asked.filter((url) => !url.startsWith(at) && !url.startsWith('data:'))).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

describe('health', () => {
  let program: TestProgram;
  beforeAll(async () => {
    program = await startProgram();
  });
  afterAll(() => program.stop());

  it('is told to whoever asks, and kept by nobody', async () => {
    for (const [url, status] of [
      ['/healthz', 'alive'],
      ['/readyz', 'ready'],
    ]) {
      const answer = await program.app.getHttpAdapter().getInstance().inject({ method: 'GET', url: url! });
      expect([answer.statusCode, answer.json(), answer.headers['cache-control']]).toEqual([200, { status }, 'no-store']);
    }
  });
});
