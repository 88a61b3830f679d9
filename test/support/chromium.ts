import { spawnSync } from 'node:child_process';
import { type Browser, chromium as player } from 'playwright-core';

const runs = (executable: string): boolean => spawnSync(executable, ['--version'], { stdio: 'ignore' }).status === 0;

/** The one that a package carries, unpacked; asked in a program of its own, because a suite's name cannot wait for it. */
function carried(): string {
  const ask = "process.stdout.write(await (await import('@sparticuz/chromium')).default.executablePath())";
  return spawnSync(process.execPath, ['--input-type=module', '-e', ask], { encoding: 'utf8', cwd: __dirname }).stdout;
}

const installed = ['chromium', 'chromium-browser', 'google-chrome'];
const executable = [carried(), ...installed].find((each) => each && runs(each));

/** A suite that needs a real browser: says by name that there is none, and fails for it where CI=true. */
export function describeInChromium(title: string, suite: () => void): void {
  const isMissing = !executable && process.env.CI !== 'true';
  (isMissing ? describe.skip : describe)(isMissing ? `${title} (not tried: no Chromium runs here)` : title, suite);
}

/** With its own policies whole: nothing that would let a page do more than in the browser at home. */
const args = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none', '--disable-dev-shm-usage'];

export function launchChromium(): Promise<Browser> {
  if (!executable) throw new Error(`No Chromium runs here: neither the package's own nor ${installed.join(', ')}.`);
  return player.launch({ executablePath: executable, args, headless: true });
}
