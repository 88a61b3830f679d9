import type { ClientBase, Connection, Submittable } from 'pg';
import type { Statement } from './statement.js';

/**
 * Sends several statements together and waits for their common answer: one trip to the database, however many they are. Outside of a
 * transaction they are one by themselves, since PostgreSQL ends it at the `Sync` that follows the last of them ("Pipelining",
 * section 54.2.4 of its manual): either all of them stand, or none. What they return is not read.
 * @throws what the first that failed came to; those after it were not begun
 */
export const inOneTrip = (client: ClientBase, statements: readonly Statement[]): Promise<void> =>
  new Promise((resolve, reject) => {
    client.query(new OneTrip(statements, (error) => (error ? reject(error) : resolve())));
  });

/** What a connection of `pg` takes, of which its types know only a part. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void; destroy(error: Error): void };
  parse(statement: { name: string; text: string }): void;
  bind(bound: { statement: string; values: readonly Parameter[] }): void;
  execute(): void;
  close(named: { type: 'S'; name: string }): void;
  sync(): void;
}

type Parameter = string | Buffer | null;

/** Names of what each connection has prepared. */
const preparedOn = new WeakMap<Wire, Set<string>>();

export class OneTrip implements Submittable {
  private readonly parameters: readonly (readonly Parameter[])[];
  private readonly fresh: string[] = [];

  /** @param callback under this name `pg` itself finds it, and puts its time limit around it */
  constructor(
    readonly statements: readonly Statement[],
    public callback: (error: Error | null) => void,
  ) {
    this.parameters = statements.map(({ values }) => values.map(asSent));
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as Wire;
    wire.stream.cork();
    try {
      this.write(wire);
    } catch (error) {
      wire.stream.destroy(error as Error); // half of it must not be followed by a `Sync`
    } finally {
      wire.stream.uncork();
    }
  }

  private write(wire: Wire): void {
    const prepared = preparedOn.get(wire);
    for (const [index, { name, text }] of this.statements.entries()) {
      if (!prepared?.has(name) && !this.fresh.includes(name)) {
        wire.close({ type: 'S', name }); // where it was prepared in a trip that failed further on
        wire.parse({ name, text });
        this.fresh.push(name);
      }
      wire.bind({ statement: name, values: this.parameters[index]! });
      wire.execute();
    }
    wire.sync();
  }

  handleReadyForQuery(connection: Connection): void {
    const wire = connection as unknown as Wire;
    const prepared = preparedOn.get(wire) ?? new Set();
    for (const name of this.fresh) prepared.add(name);
    preparedOn.set(wire, prepared);
    this.callback(null);
  }

  handleError(error: Error): void {
    this.callback(error);
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

/** As text, or, where it is bytes, in PostgreSQL's binary format. */
function asSent(value: unknown): Parameter {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return `{${value.map(inArray).join(',')}}`;
  if (typeof value === 'object') throw new TypeError('An object cannot be sent to the database as it is.');
  return String(value);
}

function inArray(value: unknown): string {
  const sent = asSent(value);
  if (sent === null) return 'null';
  if (typeof sent !== 'string') throw new TypeError('Bytes in an array cannot be sent to the database as text.');
  return `"${sent.replaceAll(/["\\]/g, '\\$&')}"`;
}
