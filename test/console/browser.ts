import type { NestFastifyApplication } from '@nestjs/platform-fastify';

export interface Page {
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
  /** After how many seconds the page looks again by itself, if it does. */
  readonly refresh: string | undefined;
}

interface Request {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly payload?: string;
}

/** Of everyone in these tests. */
export const passphrase = 'four words make a password';

type Fields = Readonly<Record<string, string | readonly string[]>>;

/**
 * A browser without script: keeps its cookies, says where its forms come from, follows nothing by itself, and remembers
 * every address that it met, so that a spec can look for what must not stand in one.
 */
export class Browser {
  private readonly cookies = new Map<string, string>();
  readonly addresses: string[] = [];

  constructor(private readonly app: NestFastifyApplication) {}

  get(url: string): Promise<Page> {
    return this.ask({ method: 'GET', url });
  }

  /** @param key the form's hidden key; the same again for a second press */
  post(url: string, fields: Fields, key?: string): Promise<Page> {
    const body = new URLSearchParams(key ? [['requestId', key]] : []);
    for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) body.append(name, each as string);
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
    return this.ask({ method: 'POST', url, headers, payload: body.toString() });
  }

  /** A form that carries a file. */
  upload(url: string, payload: string, boundary: string): Promise<Page> {
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}`, 'sec-fetch-site': 'same-origin' };
    return this.ask({ method: 'POST', url, headers, payload });
  }

  /** Asked once more who it is, she says so and does again what she was about to do. */
  private async ask(request: Request): Promise<Page> {
    const page = await this.askOnce(request);
    if (!page.location?.startsWith('/console/confirm?') || request.url.startsWith('/console/confirm')) return page;
    const said = await this.post('/console/confirm', { password: passphrase });
    if (said.status !== 303) throw new Error(`It was not believed who she is: ${said.status}`);
    return this.askOnce(request);
  }

  private async askOnce(request: Request): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.app.inject({ ...request, headers: { ...request.headers, cookie } });
    for (const set of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      this.cookies.set(name, value);
    }
    const { location, refresh } = answer.headers;
    this.addresses.push(request.url, ...(location ? [location] : []), ...linksIn(answer.body));
    return { status: answer.statusCode, text: answer.body, location, refresh: refresh as string | undefined };
  }
}

/** Where a page's links and forms lead within this host. */
const linksIn = (page: string): string[] => [...page.matchAll(/(?:href|action)="(\/[^"]*)"/g)].map(([, path]) => path!);

/** What a page says is wrong at one field, as a person reads it. */
export const faultAt = (page: string, field: string): string | undefined =>
  new RegExp(`id="(?:field-)?${field}-error">(?:<span[^>]*>[^<]*</span>)?([^<]*)<`).exec(page)?.[1]?.replaceAll('&quot;', '"');
