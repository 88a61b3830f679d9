import type { TestProgram } from '../support/ledger.js';

/** A browser without script: keeps cookies, follows what pages offer, fills in their forms. Speaks real HTTP on loopback. */
export class Visitor {
  private readonly cookies = new Map<string, string>();
  /** The page that stands open. */
  page = '';
  path = '';
  status = 0;

  private constructor(private readonly origin: string) {}

  static async of({ app }: TestProgram): Promise<Visitor> {
    if (!app.getHttpServer().listening) await app.listen(0, '127.0.0.1');
    return new Visitor((await app.getUrl()).replace('[::1]', '127.0.0.1'));
  }

  async open(path: string): Promise<string> {
    return this.ask(path, { method: 'GET' });
  }

  /** Sends the form that stands on the page with this action, its hidden and chosen fields included. */
  async submit(
    action: string,
    fields: Record<string, string | readonly string[]> = {},
    button: Record<string, string> = {},
  ): Promise<string> {
    const form = formOn(this.page, action);
    if (!form) throw new Error(`There is no form to ${action} on ${this.path}:\n${textOf(this.page)}`);
    const sent = new URLSearchParams();
    for (const [name, value] of fieldsOf(form)) if (!(name in fields)) sent.append(name, value);
    for (const [name, value] of Object.entries({ ...fields, ...button }))
      for (const each of [value].flat()) sent.append(name, each as string);
    return this.ask(action, { method: 'POST', body: sent.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  }

  async upload(action: string, fields: Record<string, string>, name: string, bytes: Buffer): Promise<string> {
    const body = new FormData();
    for (const [field, value] of Object.entries(fields)) body.append(field, value);
    body.append('file', new Blob([new Uint8Array(bytes)]), name);
    return this.ask(action, { method: 'POST', body });
  }

  private async ask(path: string, init: RequestInit): Promise<string> {
    const headers = {
      ...init.headers,
      cookie: [...this.cookies].map((pair) => pair.join('=')).join('; '),
      'sec-fetch-site': 'same-origin',
    };
    const answer = await fetch(new URL(path, this.origin), { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    const to = answer.headers.get('location');
    if (to) return this.open(to);
    this.path = path;
    this.status = answer.status;
    this.page = await answer.text();
    return this.page;
  }
}

const decode = (text: string): string =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

const attribute = (tag: string, name: string): string | undefined => {
  const match = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`, 'i').exec(tag);
  return match ? decode(match[1] ?? '') : undefined;
};

function formOn(page: string, action: string): string | undefined {
  return [...page.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)]
    .map(([form]) => form)
    .find((form) => attribute(/<form\b[^>]*>/.exec(form)![0], 'action') === action);
}

/** What a browser would send of the form as it stands: hidden and typed boxes, what is ticked, what is chosen. */
function fieldsOf(form: string): [string, string][] {
  const fields: [string, string][] = [];
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const [name, type = 'text', value] = [attribute(tag, 'name'), attribute(tag, 'type'), attribute(tag, 'value')];
    if (!name || type === 'file' || type === 'submit') continue;
    if (['radio', 'checkbox'].includes(type) && attribute(tag, 'checked') === undefined) continue;
    fields.push([name, value ?? (type === 'checkbox' ? 'on' : '')]);
  }
  for (const [select] of form.matchAll(/<select\b[^>]*>[\s\S]*?<\/select>/g)) {
    const options = [...select.matchAll(/<option\b[^>]*>/g)].map(([tag]) => tag);
    const chosen = options.find((tag) => attribute(tag, 'selected') !== undefined) ?? options[0];
    const name = attribute(/<select\b[^>]*>/.exec(select)![0], 'name');
    if (name && chosen) fields.push([name, attribute(chosen, 'value') ?? '']);
  }
  for (const [, tag = '', text = ''] of form.matchAll(/(<textarea\b[^>]*>)([\s\S]*?)<\/textarea>/g)) {
    const name = attribute(tag, 'name');
    if (name) fields.push([name, decode(text)]);
  }
  return fields;
}

/** The page as it would be read out: text alone, one line a block. */
export function textOf(page: string): string {
  const body = /<main\b[^>]*>([\s\S]*)<\/main>/.exec(page)?.[1] ?? page;
  return decode(
    body
      .replace(/<(script|style|select|svg)\b[\s\S]*?<\/\1>/g, '')
      .replace(/<\/(?:p|h\d|li|tr|dt|dd|caption|legend|label|button|summary|div|th|td)>|<br\s*\/?>/g, (tag) =>
        /t[hd]>/.test(tag) ? ' | ' : '\n',
      )
      .replace(/<[^>]*>/g, ''),
  )
    .split('\n')
    .map((line) =>
      line
        .replace(/\s+/g, ' ')
        .replace(/(?: \|)+ *$/, '')
        .trim(),
    )
    .filter(Boolean)
    .join('\n');
}
