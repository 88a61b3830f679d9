import { parseArgs } from 'node:util';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { type Stop, passBy, stops, tryAgain } from './event-store/standstill.js';
import { inApplication } from './in-application.js';
import { UsageError } from './program-end.js';
import { StartError } from './start-error.js';

/** Who stands still, and how to let them go on. What is skipped is kept in the books' database with the event it was. */
export async function followers(args: string[] = []): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { retry: { type: 'boolean', default: false }, skip: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const place = values.skip === undefined ? undefined : placeOf(values.skip);
  await inApplication(async (app) => {
    const pool = (app.get<DataSource>(getDataSourceToken()).driver as unknown as { master: Pool }).master;
    if (place && !(await passBy(pool, place)))
      throw new StartError(`${place.follower} does not stand before event ${place.position} of ledger ${place.ledger}: nothing was done.`);
    if (place) process.stdout.write(`${place.follower} passes event ${place.position} of ledger ${place.ledger} by, for good.\n`);
    if (values.retry) process.stdout.write(`${await tryAgain(pool)} try again, wherever the program runs.\n`);
    const standing = await stops(pool);
    for (const stop of standing) process.stdout.write(`${values.json ? asJson(stop) : inWords(stop)}\n`);
    if (standing.length === 0 && !values.json) process.stdout.write('Nobody stands still.\n');
  });
}

function placeOf(text: string): Pick<Stop, 'ledger' | 'follower' | 'position'> {
  const [, ledger, follower, position] = /^([0-9a-f-]{36})\/([a-z][a-z0-9-]*)\/(\d{1,18})$/.exec(text) ?? [];
  if (!ledger || !follower || !position) throw new UsageError('--skip takes LEDGER/FOLLOWER/POSITION, as this command prints them.');
  return { ledger, follower, position: BigInt(position) };
}

const asJson = (stop: Stop): string => JSON.stringify({ ...stop, position: stop.position.toString() });

const inWords = ({ ledger, follower, position, type, since, tries, error, nextTryAt }: Stop): string =>
  `${ledger}/${follower}/${position}: a ${type}, since ${since.toISOString()}, tried ${tries} times (${error}), next at ${nextTryAt.toISOString()}`;
