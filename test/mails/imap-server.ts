import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';

/** A mail as a server keeps it. */
export interface KeptMail {
  readonly uid: number;
  readonly bytes: Buffer;
  /** What RFC822.SIZE says, where it is not the truth. */
  readonly saidSize?: number;
}

/** How the server misbehaves, from one visit to the next. */
export type Whim = 'none' | 'silent' | 'cuts-mails' | 'speaks-nonsense';

/**
 * As much of an IMAP server (RFC 3501) as a visit needs, over a real socket: LOGIN, LIST, SELECT and EXAMINE, UID SEARCH by
 * UID, FROM and SINCE, UID FETCH of size and body. Keeps every command that it was sent.
 */
export class ImapServer {
  readonly commands: string[] = [];
  uidValidity = 7;
  mails: KeptMail[] = [];
  whim: Whim = 'none';
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly name: string,
    private readonly password: string,
  ) {
    this.server = createServer((socket) => this.greet(socket));
  }

  async listen(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private greet(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    if (this.whim === 'silent') return;
    socket.write(this.whim === 'speaks-nonsense' ? 'HTTP/1.1 400 Bad Request\r\n\r\n' : '* OK ready\r\n');
    let said = '';
    let signedIn = false;
    socket.on('data', (bytes) => {
      said += bytes.toString('latin1');
      for (let end = said.indexOf('\r\n'); end >= 0; end = said.indexOf('\r\n')) {
        const [tag = '', word = '', rest = ''] = /^(\S+) (UID \S+|\S+) ?(.*)$/i.exec(said.slice(0, end))?.slice(1) ?? [];
        said = said.slice(end + 2);
        this.commands.push(`${word.toUpperCase()} ${rest}`.trim());
        if (word.toUpperCase() === 'LOGIN')
          signedIn = rest === `"${this.name}" "${this.password}"` || rest === `${this.name} ${this.password}`;
        this.answer(socket, tag, word.toUpperCase(), rest, signedIn);
      }
    });
  }

  private answer(socket: Socket, tag: string, word: string, rest: string, signedIn: boolean): void {
    const ok = (...untagged: string[]) => socket.write([...untagged.map((line) => `* ${line}`), `${tag} OK done`, ''].join('\r\n'));
    const no = (why: string) => socket.write(`${tag} NO ${why}\r\n`);
    if (word === 'CAPABILITY') ok('CAPABILITY IMAP4rev1');
    else if (word === 'LOGOUT') ok('BYE');
    else if (!signedIn) no('[AUTHENTICATIONFAILED] sign in first');
    else if (word === 'LOGIN' || word === 'NOOP' || word === 'CLOSE') ok();
    else if (word === 'LIST' || word === 'LSUB') ok(`${word} () "/" INBOX`);
    else if (word === 'SELECT' || word === 'EXAMINE') {
      if (!/^"?INBOX"?$/.test(rest)) no('[NONEXISTENT] no such folder');
      else ok('FLAGS (\\Seen)', `${this.mails.length} EXISTS`, `OK [UIDVALIDITY ${this.uidValidity}] valid`, 'OK [UIDNEXT 999] next');
    } else if (word === 'UID SEARCH') ok(`SEARCH${this.searched(rest).map((uid) => ` ${uid}`)}`.replaceAll(',', ''));
    else if (word === 'UID FETCH') this.fetch(socket, tag, rest);
    else socket.write(`${tag} BAD what is ${word}?\r\n`);
  }

  private searched(criteria: string): number[] {
    const [, from = '1', to = '*'] = /UID (\d+):(\d+|\*)/i.exec(criteria) ?? [];
    const [, sender = ''] = /FROM "?([^\s"]+)"?/i.exec(criteria) ?? [];
    const last = Math.max(0, ...this.mails.map(({ uid }) => uid));
    const [low, high] = [Number(from), to === '*' ? last : Number(to)].sort((a, b) => a - b) as [number, number];
    return this.mails
      .filter(({ uid, bytes }) => uid >= low && uid <= high && /^From:.*$/im.exec(bytes.toString('latin1'))?.[0].includes(sender))
      .map(({ uid }) => uid);
  }

  private fetch(socket: Socket, tag: string, rest: string): void {
    const index = this.mails.findIndex(({ uid }) => uid === Number(/^\d+/.exec(rest)?.[0]));
    const mail = this.mails[index];
    if (mail) {
      const part = /BODY\.PEEK\[\](?:<(\d+)\.(\d+)>)?/i.exec(rest);
      const bytes = part?.[2] ? mail.bytes.subarray(Number(part[1]), Number(part[1]) + Number(part[2])) : mail.bytes;
      const label = part?.[1] ? `BODY[]<${part[1]}>` : 'BODY[]';
      const size = `RFC822.SIZE ${mail.saidSize ?? mail.bytes.length}`;
      socket.write(`* ${index + 1} FETCH (UID ${mail.uid} ${size}${part ? ` ${label} {${bytes.length}}\r\n` : ''}`);
      if (part && this.whim === 'cuts-mails') {
        socket.write(bytes.subarray(0, bytes.length / 2));
        socket.destroySoon();
        return;
      }
      if (part) socket.write(bytes);
      socket.write(')\r\n');
    }
    socket.write(`${tag} OK done\r\n`);
  }
}
