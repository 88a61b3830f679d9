import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventReader } from '../../src/event-store/event-reader.js';
import { HeadStream } from '../../src/transparency/head-stream.js';
import { Year } from '../public/year.js';
import { type ApiHost, startApi } from './client.js';

interface Post {
  readonly id: string;
  readonly content_text: string;
  readonly date_published: string;
  readonly _ledger: { readonly index: number; readonly leaf: string; readonly size: number; readonly kind: string };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(5);
}

describe('the feed', () => {
  let host: ApiHost;
  let year: Year;
  beforeAll(async () => {
    host = await startApi('2026-01-05T15:00:00Z');
    year = new Year(host.program, host.ledger);
  });
  afterAll(() => host.stop());

  const inject = (url: string, headers = {}) => host.program.app.getHttpAdapter().getInstance().inject({ method: 'GET', url, headers });

  it('is empty before the first publication and says the promise and what it waits for', async () => {
    const answer = await inject('/river/feed.json');
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['set-cookie']]).toEqual([
      200,
      'application/feed+json; charset=utf-8',
      undefined,
    ]);
    const feed = answer.json();
    expect(feed).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', title: 'River practice, publications', items: [] });
    expect(feed.description).toBe(
      '20\u00a0% of what people pay is redistributed. The first figures come once the practice has confirmed its address.',
    );
  });

  it('says when first figures can come once the address is confirmed', async () => {
    await year.confirmAddress();
    const feed = (await inject('/river/feed.json')).json();
    expect(feed).toMatchObject({
      home_page_url: 'https://ledger.example/river',
      feed_url: 'https://ledger.example/river/feed.json',
      items: [],
    });
    expect(feed.description).toMatch(/The first figures can come on \d+ \w+ 2026\.$/);
  });

  it('holds every entry of the log once, newest first, by the bytes that were published', async () => {
    await year.people();
    for (const month of ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10']) {
      await year.moneyIn(month);
      await year.moneyOut(month, 3000n);
    }
    await year.publish('2026-10');
    const entries: string[] = [];
    for await (const event of host.program.app.get(EventReader).all(host.ledger))
      if (event.type === 'PublicationMade') entries.push(...event.data.entries);
    expect(entries.length).toBeGreaterThan(20);

    const seen: Post[] = [];
    for (let url: string | undefined = '/river/feed.json'; url; ) {
      const feed: { items: Post[]; next_url?: string } = (await inject(url)).json();
      expect(feed.items.length).toBeLessThanOrEqual(50);
      seen.push(...feed.items);
      url = feed.next_url?.replace('https://ledger.example', '');
    }
    expect(seen.map(({ _ledger }) => _ledger.index)).toEqual(entries.map((_, index) => entries.length - 1 - index));
    for (const {
      id,
      _ledger: { index, leaf, size, kind },
    } of seen) {
      expect(id).toBe(`tag:ledger.example,2026:log/ledger.example/river/log/${index}`);
      expect(leaf).toBe(
        createHash('sha256')
          .update(Buffer.concat([Buffer.from([0]), Buffer.from(entries[index]!)]))
          .digest('base64'),
      );
      expect(kind).toBe(JSON.parse(entries[index]!).kind);
      expect(size).toBeGreaterThan(index);
    }
    expect(seen.at(-1)!.content_text).toMatch(/^The public log begins\./);
    expect(seen[0]!.content_text).toMatch(/still waiting/);
    expect(seen[0]!.date_published).toMatch(/T16:00:00\.000Z$/);
  });

  it('is the same as Atom: the same posts under the same ids, page by page back to the beginning', async () => {
    const posts = (text: string) => [...text.matchAll(/<entry>\n<id>([^<]+)<\/id>\n<title>([^<]+)</g)].map(([, id, title]) => [id, title]);
    const seen: unknown[] = [];
    const asJson: unknown[] = [];
    for (let url: string | undefined = '/river/feed.atom'; url; ) {
      const { body, headers } = await inject(url);
      expect(headers['content-type']).toBe('application/atom+xml; charset=utf-8');
      seen.push(...posts(body));
      url = /<link rel="next" href="https:\/\/ledger\.example([^"]+)"/.exec(body)?.[1];
    }
    for (let url: string | undefined = '/river/feed.json'; url; ) {
      const feed: { items: Post[]; next_url?: string } = (await inject(url)).json();
      asJson.push(...feed.items.map(({ id, content_text }) => [id, content_text]));
      url = feed.next_url?.replace('https://ledger.example', '');
    }
    expect(seen).toEqual(asJson);
  });

  it('names nobody and nothing that is private', async () => {
    const { body } = await inject('/river/feed.json');
    expect(body).not.toMatch(/quillfeather|marrowbright|osprey|thistledown|umbrella/i);
    expect(body).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('is asked again by its ETag', async () => {
    const { headers } = await inject('/river/feed.json');
    expect(headers['cache-control']).toContain('public');
    const again = await inject('/river/feed.json', { 'if-none-match': String(headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('refuses a place that is none, and a ledger that is none', async () => {
    expect((await inject('/river/feed.json?before=x')).statusCode).toBe(400);
    expect((await inject('/nobody/feed.json')).statusCode).toBe(404);
  });

  it("shows the same entries to stewards' programs, with their bytes", async () => {
    host.program.setTime('2026-12-08T18:00:00Z');
    const page = await host.steward.get('publications?limit=3');
    expect(page.headers.link).toMatch(/rel="next"/);
    const [newest] = page.json().items;
    expect(JSON.parse(newest.entry).kind).toBe('pool.stated');
    expect(newest).toMatchObject({ date: '2026-12-08', period: '2026-10', size: newest.index + 1 });
  });

  it('says a new head to those who listen, and the one that stands to whoever comes', async () => {
    await host.program.app.listen(0, '127.0.0.1');
    const { port } = host.program.app.getHttpServer().address() as AddressInfo;
    const heard: { size: number; root: string }[] = [];
    const asked = http.get({ port, path: '/river/events', agent: false });
    const [answer] = (await once(asked, 'response')) as [http.IncomingMessage];
    expect([answer.headers['content-type'], answer.headers['set-cookie']]).toEqual(['text/event-stream; charset=utf-8', undefined]);
    answer.setEncoding('utf8').on('data', (part: string) => {
      for (const [, data] of part.matchAll(/^event: checkpoint\ndata: (.+)$/gm)) heard.push(JSON.parse(data!));
    });
    await until(() => heard.length === 1);
    await year.moneyIn('2026-11');
    await year.publish('2026-11');
    await until(() => heard.length === 2);
    asked.destroy();
    const [, size, root] = (await inject('/river/log/checkpoint')).body.split('\n');
    expect(heard[1]).toEqual({ size: Number(size), root });
    expect(heard[0]!.size).toBeLessThan(heard[1]!.size);
    expect((await inject('/nobody/events')).statusCode).toBe(404);
  });

  it('forgets whoever hangs up at once: nobody who is gone takes the place of a listener', async () => {
    const { port } = host.program.app.getHttpServer().address() as AddressInfo;
    for (let times = 0; times < 60; times += 1) {
      const socket = net.connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write('GET /river/events HTTP/1.1\r\nHost: river\r\n\r\n', () => socket.resetAndDestroy());
      await once(socket, 'close');
    }
    await sleep(300);
    expect(host.program.app.get(HeadStream).count).toBe(0);
  });

  it('says only of what kind it is, to whoever asks for no more, and keeps no place for them', async () => {
    const { port } = host.program.app.getHttpServer().address() as AddressInfo;
    const asked = http.request({ port, path: '/river/events', method: 'HEAD', agent: false }).end();
    const [answer] = (await once(asked, 'response')) as [http.IncomingMessage];
    await once(answer.resume(), 'end');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(host.program.app.get(HeadStream).count).toBe(0);
  });
});
