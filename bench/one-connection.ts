import { type Socket, connect } from 'node:net';

/**
 * Sends the same HTTP request again and again on one connection that is kept, and reads nothing of the answer but its status
 * and length: what is measured is the server, not a client.
 */
export class OneConnection {
  private answer: Buffer = Buffer.alloc(0);
  private waiting?: { readonly resolve: () => void; readonly reject: (error: Error) => void };

  private constructor(
    private readonly socket: Socket,
    private readonly request: Buffer,
    private readonly status: number,
  ) {
    socket.on('data', (bytes) => this.read(bytes));
    socket.on('error', (error) => this.waiting?.reject(error));
    socket.on('close', () => this.waiting?.reject(new Error('The server has closed the connection.')));
  }

  /** @param status that every answer must have */
  static async to(port: number, head: readonly string[], body: string, status: number): Promise<OneConnection> {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const lines = [...head, 'Host: 127.0.0.1', `Content-Length: ${Buffer.byteLength(body)}`, '', body];
    return new OneConnection(socket, Buffer.from(lines.join('\r\n')), status);
  }

  send(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(this.request);
    });
  }

  end(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }

  private read(bytes: Buffer): void {
    this.answer = this.answer.length === 0 ? bytes : Buffer.concat([this.answer, bytes]);
    const headEnd = this.answer.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.answer.toString('latin1', 0, headEnd);
    const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
    if (length === undefined) this.waiting?.reject(new Error(`An answer of unknown length: ${head}`));
    if (length === undefined || this.answer.length < headEnd + 4 + Number(length)) return;
    const said = this.answer.toString('utf8', headEnd + 4);
    this.answer = Buffer.alloc(0);
    if (Number(head.slice(9, 12)) === this.status) this.waiting?.resolve();
    else this.waiting?.reject(new Error(`${head.split('\r\n', 1)[0]} ${said}`));
  }
}
