import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { canonical } from '../../src/domain/canonical.js';
import { type EventType, schemas } from '../../src/domain/events.js';
import { fullestToday } from './decided-today.js';

const folder = path.join(__dirname, 'stored-examples');
const sums = path.join(__dirname, 'stored-examples.sha256');

/** The stored bytes of one event's data, as some version of this program wrote them. */
export interface Example {
  readonly type: EventType;
  readonly schema: number;
  readonly text: string;
  readonly sha256: string;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export function storedExamples(): readonly Example[] {
  return fs
    .readdirSync(folder)
    .sort()
    .map((name) => {
      const [type, schema, extension] = name.split('.');
      if (extension !== 'json') throw new Error(`${name} is no stored example. Name it like PaymentReceived.1.json.`);
      const text = fs.readFileSync(path.join(folder, name), 'utf8');
      return { type: type as EventType, schema: Number(schema), text, sha256: sha256(text) };
    });
}

export const nameOf = ({ type, schema }: Pick<Example, 'type' | 'schema'>): string => `${type}.${schema}.json`;

/** `sha256sum -c` reads it too, from the folder of the examples. */
export const knownSums = (): ReadonlyMap<string, string> =>
  new Map(
    fs
      .readFileSync(sums, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('  ') as [string, string])
      .map(([sum, name]) => [name, sum]),
  );

/** Every version of every type that was ever written, as `schemas` says. */
export const everWritten = (): readonly Pick<Example, 'type' | 'schema'>[] =>
  (Object.entries(schemas) as [EventType, number][]).flatMap(([type, latest]) =>
    Array.from({ length: latest }, (_, before) => ({ type, schema: before + 1 })),
  );

/** Writes the example of each new version, once: what is there already stays as it is, for good. */
export function storeMissing(): void {
  for (const type of Object.keys(schemas) as EventType[]) {
    const name = nameOf({ type, schema: schemas[type] });
    const event = fullestToday(type);
    if (fs.existsSync(path.join(folder, name)) || !event) continue;
    const text = canonical(event.data);
    fs.writeFileSync(path.join(folder, name), text);
    fs.appendFileSync(sums, `${sha256(text)}  ${name}\n`);
  }
}
