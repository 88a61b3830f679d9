/**
 * One at a time for each ledger, in the order of asking, within this program. The ledger's lock would hold the others back as well,
 * but each with a connection of its own; waiting here costs none, so a busy ledger leaves the pool to the rest.
 */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  of<T>(ledger: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.last.get(ledger) ?? Promise.resolve()).then(work);
    const over = mine.catch(() => undefined);
    this.last.set(ledger, over);
    void over.then(() => {
      if (this.last.get(ledger) === over) this.last.delete(ledger);
    });
    return mine;
  }
}
