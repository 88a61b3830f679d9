import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

const heading = '"Account Type","Account Number","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"\n';
const days = 365;
const firstDay = Date.UTC(2025, 0, 1);

/** Amounts of every line are unusual for what the ledger sells: each is left for a person to look at. In cents. */
const leastMinor = 3700;
const amounts = 997;

const dayOfLine = (line: number, lines: number): Date => new Date(firstDay + Math.floor((line * days) / lines) * 86_400_000);
export const isoDayOf = (line: number, lines: number): string => dayOfLine(line, lines).toISOString().slice(0, 10);
export const amountOf = (line: number): string => ((leastMinor + (line % amounts)) / 100).toFixed(2);

/** A year of a busy account as RBC writes it: e-Transfers from made-up names. */
export async function writeBankFile(file: string, lines: number): Promise<void> {
  const stream = createWriteStream(file);
  stream.write(heading);
  for (let line = 0; line < lines; line += 1) {
    const day = dayOfLine(line, lines);
    const written = `${day.getUTCMonth() + 1}/${day.getUTCDate()}/${day.getUTCFullYear()}`;
    const row = `Chequing,01234-5678901,${written},,"E-TRANSFER RECEIVED","TESTPERSON ${line}",${amountOf(line)},\n`;
    if (!stream.write(row)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
}
