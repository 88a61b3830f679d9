import { Controller, Get, Header } from '@nestjs/common';
import { Public } from './allow.js';
import { Page, renderPage } from './page.js';
import { problem } from './problem.js';

const statuses = [400, 401, 403, 404, 405, 409, 410, 413, 415, 429, 500, 503];

/** Where the `type` of every problem leads: what the codes mean, for the person who reads the program's log. */
@Controller('docs/problems')
export class ProblemsController {
  private readonly page = renderPage(<ProblemsPage />);

  @Public()
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  problems(): string {
    return this.page;
  }
}

function ProblemsPage() {
  return (
    <Page title="Problems that the API tells of">
      <h1>Problems that the API tells of</h1>
      <p>
        Every fault is answered as <code>application/problem+json</code> (RFC 9457). <code>code</code> stays the same for good;{' '}
        <code>detail</code> is a sentence for people and may change. <code>errors</code> names each field at fault. Where{' '}
        <code>retryable</code> is true, the same request with the same <code>Idempotency-Key</code> can be sent again and counts once.
      </p>
      <dl class="summary">
        {statuses.map(problemRow)}
        <div>
          <dt class="mono">part/what-is-wrong</dt>
          <dd>
            409. The books say no: a rule, told in <code>detail</code>, like <code>payment/voided</code>. Nothing was recorded. Sending the
            same again gets the same answer.
          </dd>
        </div>
      </dl>
    </Page>
  );
}

function problemRow(status: number) {
  const { code, detail } = problem(status);
  return (
    <div id={code}>
      <dt class="mono">{code}</dt>
      <dd>
        {status}. {detail}
      </dd>
    </div>
  );
}
