import pg from 'pg';

/** A line that is lost between two listeners of a pool would end the program; this one always has a listener of its own. */
export class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
