import fs from 'node:fs';
import path from 'node:path';

const file = (name: string): string => fs.readFileSync(path.join(__dirname, '../..', name), 'utf8');
/** Where the program is started, and how Node is called there. */
const started: readonly (readonly [string, string])[] = [
  ...Object.entries((JSON.parse(file('package.json')) as { scripts: Record<string, string> }).scripts)
    .filter(([, command]) => command.includes('dist/src/'))
    .map(([name, command]) => [`npm run ${name}`, command] as const),
  ['the container', /^CMD .*$/m.exec(file('Dockerfile'))![0]],
  ['its worker', /command: .*cli\.js.*/.exec(file('docker-compose.yml'))![0]],
  ['the command itself', file('src/cli.ts').split('\n')[0]!],
];

describe('The heap grows by little, so that a long file is brought in within bounded memory', () => {
  it.each(started)('%s gives it the same bound', (_, command) => {
    expect(/--max-old-space-size=(\d+)/.exec(command)?.[1]).toBe('1024');
  });

  it('wherever the program is started', () => {
    expect(started.map(([name]) => name)).toEqual([
      'npm run start',
      'npm run cli',
      'npm run demo',
      'the container',
      'its worker',
      'the command itself',
    ]);
  });
});
