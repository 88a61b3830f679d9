import { createHash } from 'node:crypto';

/** One statement with its parameters. Under its name each connection prepares it once and keeps its plan. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

const prepared = new Map<string, Omit<Statement, 'values'>>();

/**
 * @param kind all that the text depends on: there are as many kinds as the program has tables and ways to change them
 * @param text put together for the first of its kind only
 */
export function statement(kind: string, text: () => string, values: readonly unknown[]): Statement {
  let known = prepared.get(kind);
  if (!known) {
    known = preparedAs(text());
    prepared.set(kind, known);
  }
  return { name: known.name, text: known.text, values };
}

const preparedAs = (text: string) => ({ name: `write_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`, text });
