/** Reads a stream in the sizes that are asked for. Holds one piece of the source beside what it gives out. */
export class ByteReader {
  private readonly source: AsyncIterator<Buffer>;
  private pieces: Buffer[] = [];
  private held = 0;
  private isDrained = false;

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** So many bytes; fewer at the end. */
  async upTo(size: number): Promise<Buffer> {
    await this.fill(size);
    return this.take(Math.min(size, this.held));
  }

  async isAtEnd(): Promise<boolean> {
    await this.fill(1);
    return this.held === 0;
  }

  /** Up to a line feed, which is part of it; undefined where there is none within so many bytes. */
  async line(longest: number): Promise<Buffer | undefined> {
    for (let wanted = 128; ; wanted *= 2) {
      await this.fill(wanted);
      const whole = this.whole();
      const end = whole.indexOf(0x0a);
      if (end >= 0) return this.take(end + 1);
      if (this.isDrained || whole.length >= longest) return undefined;
    }
  }

  private async fill(size: number): Promise<void> {
    while (this.held < size && !this.isDrained) {
      const { value, done } = await this.source.next();
      if (done) this.isDrained = true;
      else if (value.length > 0) {
        this.pieces.push(value);
        this.held += value.length;
      }
    }
  }

  private take(size: number): Buffer {
    const [first] = this.pieces;
    if (first && first.length > size) {
      this.pieces[0] = first.subarray(size);
      this.held -= size;
      return first.subarray(0, size);
    }
    const whole = this.whole();
    this.pieces = whole.length > size ? [whole.subarray(size)] : [];
    this.held -= size;
    return whole.subarray(0, size);
  }

  private whole(): Buffer {
    if (this.pieces.length !== 1) this.pieces = [Buffer.concat(this.pieces)];
    return this.pieces[0]!;
  }
}
