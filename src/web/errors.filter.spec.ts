import { BadRequestException, Body, Controller, Get, Headers, HttpException, Logger, Post } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { InvalidInput, invalid, Refusal } from '../domain/refusal.js';
import { ImportInterrupted } from '../reconciliation/import-interrupted.js';
import { OutcomeUnknown, StoreBusy, StoreUnavailable } from '../event-store/faults.js';
import { stylesheetPath } from './stylesheet.js';
import { WebModule } from './web.module.js';

class PaymentDto {
  @IsString({ message: 'Send the amount as text, like "200.00", never as a number.' })
  amount: string;

  @IsIn(['interac', 'paypal'])
  @MaxLength(20)
  method: string;
}

const faults: Record<string, () => Error> = {
  refusal: () => new Refusal('payment/voided', 'This payment was taken out of the books already.'),
  invalid: () => invalid('amount', 'Enter an amount above zero.'),
  several: () =>
    new InvalidInput([
      { field: 'amount', says: 'Enter an amount above zero.' },
      { field: 'line 9', says: 'No amount.' },
    ]),
  gone: () => new HttpException('This link was used already.', 410),
  framework: () => new BadRequestException(['x must be a string']),
  unreachable: () => Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' }),
  wrapped: () => Object.assign(new Error('query failed'), { driverError: { code: '57P01' } }),
  busy: () => new StoreBusy(),
  full: () => new StoreUnavailable({ cause: Object.assign(new Error('could not extend file'), { code: '53100' }) }),
  doubt: () => new OutcomeUnknown('0199-key'),
  interrupted: () => new ImportInterrupted({ through: 500, lines: 900, request: '0199-key' }),
  bug: () => new TypeError('Cannot read robin@example.org of undefined'),
};

@Controller()
class Faulty {
  @Get('api/faulty/:which')
  forPrograms() {
    throw faults.refusal!();
  }
  @Post('api/checked')
  checked(@Body() body: PaymentDto, @Headers('idempotency-key') key?: string) {
    return { ...body, key };
  }
  @Get('console/page')
  page() {
    return 'a page';
  }
  @Get('robin')
  open() {
    return 'published';
  }
}

@Controller('fails')
class Fails {
  @Get('refusal') refusal() {
    throw faults.refusal!();
  }
  @Get('invalid') invalid() {
    throw faults.invalid!();
  }
  @Get('interrupted') interrupted() {
    throw faults.interrupted!();
  }
  @Get('several') several() {
    throw faults.several!();
  }
  @Get('gone') gone() {
    throw faults.gone!();
  }
  @Get('framework') framework() {
    throw faults.framework!();
  }
  @Get('unreachable') unreachable() {
    throw faults.unreachable!();
  }
  @Get('wrapped') wrapped() {
    throw faults.wrapped!();
  }
  @Get('busy') busy() {
    throw faults.busy!();
  }
  @Get('full') full() {
    throw faults.full!();
  }
  @Get('doubt') doubt() {
    throw faults.doubt!();
  }
  @Get('bug') bug() {
    throw faults.bug!();
  }
}

let app: NestFastifyApplication;
let logged: string[];

beforeAll(async () => {
  const module = await Test.createTestingModule({ imports: [WebModule], controllers: [Faulty, Fails] }).compile();
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter({ bodyLimit: 200 }));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(() => app.close());
beforeEach(() => {
  logged = [];
  const keep = (...words: unknown[]) => void logged.push(words.join(' '));
  for (const level of ['error', 'warn'] as const) jest.spyOn(Logger.prototype, level).mockImplementation(keep);
});

const asProgram = { accept: 'application/json' };
const asPerson = { accept: 'text/html,application/xhtml+xml' };

describe('every fault is told once, to a person as a page and to a program as problem+json', () => {
  it.each([
    ['refusal', 409, 'payment/voided', 'This payment was taken out of the books already.'],
    ['invalid', 400, 'invalid-input', 'Enter an amount above zero.'],
    ['several', 400, 'invalid-input', 'Enter an amount above zero. No amount.'],
    ['gone', 410, 'gone', 'This link was used already.'],
    ['framework', 400, 'invalid-input', 'What was sent could not be read. Check it and send it again.'],
    ['unreachable', 503, 'not-available', 'Something we need does not answer at the moment.'],
    ['wrapped', 503, 'not-available', 'Something we need does not answer at the moment.'],
    ['busy', 503, 'not-available', 'There is too much to record just now. Nothing was recorded.'],
    ['interrupted', 503, 'import-interrupted', 'The first 500 of 900 lines are in the books'],
    ['full', 503, 'not-available', 'Something we need does not answer at the moment.'],
    ['doubt', 503, 'outcome-unknown', 'Send the same request again with the key 0199-key: it counts once.'],
    ['bug', 500, 'our-fault', 'Something on our side stopped this. Nothing was recorded.'],
    ['unheard-of', 404, 'not-found', 'There is nothing at this address.'],
  ])('%s → %i %s', async (which, status, code, says) => {
    const forProgram = await app.inject({ url: `/fails/${which}`, headers: asProgram });
    expect(forProgram.statusCode).toBe(status);
    expect(forProgram.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(forProgram.json()).toMatchObject({ type: `/docs/problems#${code}`, status, code, detail: expect.stringContaining(says) });
    const forPerson = await app.inject({ url: `/fails/${which}`, headers: asPerson });
    expect(forPerson.statusCode).toBe(status);
    expect(forPerson.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(forPerson.body).toMatch(/^<!doctype html><html lang="en">/);
    expect(forPerson.headers['cache-control']).toBe('no-store');
  });

  it('a program at the API is answered in JSON whatever it accepts', async () => {
    const answer = await app.inject({ url: '/api/faulty/1', headers: asPerson });
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it.each(['unreachable', 'busy', 'full', 'doubt'])('what does not answer says when to come again: %s', async (which) => {
    const answer = await app.inject({ url: `/fails/${which}`, headers: asProgram });
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json().retryable).toBe(true);
  });

  it('a bug is logged under the reference that the person sees, without a word of theirs; a refusal is not logged', async () => {
    const { reference } = (await app.inject({ url: '/fails/bug', headers: asProgram })).json();
    expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/);
    expect(logged.join('\n')).toContain(`${reference} GET /fails/bug TypeError`);
    expect(logged.join('\n')).not.toContain('robin@example.org');
    logged = [];
    await app.inject({ url: '/fails/refusal', headers: asProgram });
    expect(logged).toEqual([]);
  });
});

describe('what comes in is checked', () => {
  const send = (payload: object) => app.inject({ method: 'POST', url: '/api/checked', payload });

  it('names every field at fault, the unknown ones too', async () => {
    const answer = await send({ amount: 200, method: 'barter', note: 'x' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toEqual([
      { field: 'note', says: 'There is no field "note" here. Leave it out, or check its spelling.' },
      { field: 'amount', says: 'Send the amount as text, like "200.00", never as a number.' },
      { field: 'method', says: 'Choose one of: interac, paypal.' },
    ]);
  });

  it.each([
    ['a body over the bound', 413, 'application/json', JSON.stringify({ amount: 'x'.repeat(400) })],
    ['JSON cut in the middle', 400, 'application/json', '{"amount":'],
    ['a kind of body that we do not read', 415, 'text/csv', 'amount\n200'],
  ])('%s → %i', async (_, status, type, payload) => {
    const answer = await app.inject({ method: 'POST', url: '/api/checked', headers: { 'content-type': type }, payload });
    expect(answer.statusCode).toBe(status);
    expect(answer.json().detail).toMatch(/\.$/);
  });

  it('a form and a program are alike: blanks are not sent, the hidden key becomes the header', async () => {
    const server = app.getHttpAdapter().getInstance();
    const payload = 'amount=200&method=paypal&note=&requestId=k1';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await server.inject({ method: 'POST', url: '/api/checked', headers, payload });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toEqual({ amount: '200', method: 'paypal', key: 'k1' });
  });
});

describe('headers', () => {
  it('let nothing load from elsewhere and run no script', async () => {
    const { headers } = await app.inject({ url: '/robin' });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self'; img-src 'self' data:/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|script-src/);
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('keep no page of the console, and answer 304 to who has the public one', async () => {
    const inside = await app.inject({ url: '/console/page' });
    expect(inside.headers['cache-control']).toBe('no-store');
    expect(inside.headers.etag).toBeUndefined();
    const { headers } = await app.inject({ url: '/robin' });
    const again = await app.inject({ url: '/robin', headers: { 'if-none-match': headers.etag as string } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('keep the stylesheet for a year under the name of its content', async () => {
    const answer = await app.inject({ url: stylesheetPath, headers: { 'accept-encoding': 'gzip, br' } });
    expect(answer.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
      'content-type': 'text/css; charset=utf-8',
    });
    expect((await app.inject({ url: '/assets/another.css' })).statusCode).toBe(404);
  });
});
