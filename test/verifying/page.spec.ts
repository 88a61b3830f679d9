import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { checkout } from '../../src/checkout.js';
import { encodeEntry } from '../../src/public-log/entry.js';
import { englishWords } from '../../src/languages/asked-language.js';
import { vkeyOf } from '../../src/public-log/note-key.js';
import { whatNobodyCanCheck } from '../../src/verifying/sentences.js';
import { describeInChromium, launchChromium } from '../support/chromium.js';
import { at, sound } from './arithmetic-mutants.js';
import { type LogServer, logServer } from './log-server.js';
import { logKey, madeLog, origin, textIn } from './made-log.js';
import { receiptEntries, receiptFor } from './made-receipt.js';

const built = path.join(checkout, 'dist', 'verify.html');
const written = sound.map((entry) => encodeEntry(entry));
const forked = written.map((text, index) => (index === 3 ? text.replace('48000', '48001') : text));

describeInChromium('The page that checks a log', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let server: LogServer;
  let host: Server;
  let folder: string;
  const complaints: string[] = [];
  const loaded: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    server = await logServer();
    folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-verify-'));
    copyFileSync(built, path.join(folder, 'verify.html'));
    host = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(readFileSync(built)));
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    host.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    complaints.length = 0;
    loaded.length = 0;
    context = await browser.newContext({ viewport: { width: 320, height: 640 } });
    page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => loaded.push(request.url()));
  });
  afterEach(() => context.close());

  const online = () => `http://127.0.0.1:${(host.address() as AddressInfo).port}/verify`;
  const places = [
    ['online', online],
    ['from disk', () => `file://${path.join(folder, 'verify.html')}`],
  ] as const;

  async function check(open: string): Promise<string> {
    await page.goto(`${open}#${encodeURIComponent(server.address)}`);
    return again();
  }
  async function again(): Promise<string> {
    await page.getByRole('button', { name: 'Check the log' }).click();
    await page
      .locator('#status')
      .filter({ hasText: /^(?!Reading)./ })
      .waitFor();
    return page.innerText('main');
  }

  it.each(places)('opened %s, says of a good log what was checked, and asks nobody but the log', async (_, open) => {
    server.serve(madeLog(written));
    const says = await check(open());
    for (const part of [
      'Everything that can be checked holds.',
      origin,
      'CAD 483.00 promised',
      ...whatNobodyCanCheck(englishWords),
      vkeyOf(logKey),
    ])
      expect(says).toContain(part);
    expect(complaints.filter((line) => !line.includes('404'))).toEqual([]);
    expect(loaded.filter((url) => !url.startsWith(server.address) && url.split('#')[0] !== open())).toEqual([]);
  });

  it('served by a ledger, has the address of its log filled in already; saved, it has none', async () => {
    const address = async (open: string): Promise<string> => {
      await page.goto('about:blank');
      await page.goto(open);
      return page.inputValue('#address');
    };
    const at = new URL(online()).origin;
    expect(await address(`${at}/river/verify`)).toBe(`${at}/river/log`);
    expect(await address(`${at}/river/verify#https://ledger.example/lake/log`)).toBe('https://ledger.example/lake/log');
    expect(await address(places[1][1]())).toBe('');
  });

  it.each(places)('opened %s, refuses by name a log that does not add up, and one that was tampered with', async (_, open) => {
    server.serve(madeLog(at(5, { closing: 29_501n }).map((entry) => encodeEntry(entry))));
    expect(await check(open())).toContain('Entry 5: pool/closing: The figures of CAD sum to 29500, not to 29501.');
    const files = madeLog(written);
    server.serve(
      new Map(files).set(
        'tile/entries/000.p/22',
        files.get('tile/entries/000.p/22')!.map((byte, place) => byte ^ Number(place === 9)),
      ),
    );
    const says = await again();
    expect(says).toContain('bundle/other-leaf: Entry 0');
    expect(says).not.toContain('holds.');
  });

  it('remembers, sees a second history, and shows both heads', async () => {
    server.serve(madeLog(written));
    await check(online());
    server.serve(madeLog(forked));
    const says = await again();
    expect(says).toContain('log/forked');
    for (const files of [madeLog(written), madeLog(forked)]) expect(says).toContain(textIn(files, 'checkpoint').split('\n')[4]!);
  });

  it('opens a receipt without sending it anywhere', async () => {
    server.serve(madeLog(receiptEntries));
    const receipt = path.join(folder, 'mine.tlog-proof');
    writeFileSync(receipt, receiptFor());
    await page.goto(`file://${path.join(folder, 'verify.html')}`);
    await page.fill('#key', vkeyOf(logKey));
    await page.setInputFiles('#receipt', receipt);
    loaded.length = 0;
    await page.getByRole('button', { name: 'Check the receipt' }).click();
    await page.locator('#status').filter({ hasText: /./ }).waitFor();
    expect(await page.innerText('main')).toContain('2 slots of 500 minor units');
    expect(loaded).toEqual([]);
  });

  it('fits a phone, and names what each field is for', async () => {
    await page.goto(online());
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    await page.evaluate(readFileSync(require.resolve('axe-core'), 'utf8'));
    const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string }[] };
    expect(violations.map(({ id }) => id)).toEqual([]);
    for (const name of ['Address of the log', 'Key of the log, if you have it from elsewhere']) await page.getByLabel(name).waitFor();
  });

  it.each([
    ['fr-CA', 'fr', 'Vérifier le registre', 'Tout ce qui peut être vérifié tient.', 'CAD 483,00 promis'],
    ['ko-KR', 'ko', '기록 확인하기', '확인할 수 있는 것은 모두 맞습니다.', '약속 CAD 483.00'],
  ])('in a browser that likes %s, checks in that language, and says in English only what the checks found', async (locale, lang, button, holds, promised) => {
    server.serve(madeLog(written));
    const window = await browser.newContext({ locale, viewport: { width: 320, height: 640 } });
    const own = await window.newPage();
    await own.goto(`${places[1][1]()}#${encodeURIComponent(server.address)}`);
    expect(await own.getAttribute('html', 'lang')).toBe(lang);
    await own.getByRole('button', { name: button }).click();
    await own.locator('#status').filter({ hasText: holds }).waitFor();
    expect(await own.innerText('main')).toContain(promised);
    expect(await own.innerText('main')).not.toMatch(/\b(?:the|of|and)\b/);
    expect(await own.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    await own.evaluate(readFileSync(require.resolve('axe-core'), 'utf8'));
    const { violations } = (await own.evaluate('axe.run()')) as { violations: { id: string }[] };
    expect(violations.map(({ id }) => id)).toEqual([]);
    await own.getByRole('link', { name: 'English' }).click();
    await own.getByRole('button', { name: 'Check the log' }).waitFor();
    expect(await own.inputValue('#address')).toBe(server.address);
    await window.close();
  });

  it('lets run no script but its own', async () => {
    await page.goto(online());
    await page.evaluate('document.body.append(Object.assign(document.createElement("script"), { textContent: "window.strange = 1" }))');
    expect(await page.evaluate('window.strange')).toBeUndefined();
  });
});
