import { parseArgs } from 'node:util';
import { inApplication } from './in-application.js';
import { StartError } from './start-error.js';
import { Rewrapping } from './vault/rewrapping.js';

const tellEveryMs = 1_000;

/**
 * Wraps every key of the vault anew under the wrapping key of the settings, while programs run that were given both. Cut short,
 * the next run goes on with the rest. Exit code 1 when keys lie under one that this program was not given.
 */
export async function rewrap(args: string[] = []): Promise<void> {
  parseArgs({ args, options: {} });
  await inApplication(async (app) => {
    const rewrapping = app.get(Rewrapping);
    let toldAt = Date.now();
    const done = await rewrapping.run((count) => {
      if (Date.now() - toldAt < tellEveryMs) return;
      toldAt = Date.now();
      process.stderr.write(`  ${count} keys\n`);
    });
    const left = (await rewrapping.standing()).filter(({ is }) => is !== 'current');
    if (left.length > 0)
      throw new StartError(`${left.map(({ keyId, count }) => `${count} keys lie under ${keyId}`).join(', ')}: give that key too.`);
    process.stdout.write(
      `${done} keys were wrapped anew. All lie under ${rewrapping.currentId}; the former key can go from the settings.\n`,
    );
  });
}
