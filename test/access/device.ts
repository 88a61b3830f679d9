import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

type Asked = Pick<PublicKeyCredentialCreationOptionsJSON, 'challenge'> & Partial<Pick<PublicKeyCredentialCreationOptionsJSON, 'user'>>;

export interface Bent {
  /** Another page than the one that was asked from. */
  readonly origin?: string;
  /** Nobody showed a finger or typed a number. */
  readonly unseen?: boolean;
  /** The signature of another device. */
  readonly forged?: boolean;
}

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();

/** CBOR (RFC 8949) as far as a device needs it: small numbers, byte strings, text, maps. */
function cbor(value: number | Buffer | string | Map<number | string, unknown>): Buffer {
  const head = (major: number, length: number): Buffer =>
    length < 24
      ? Buffer.from([(major << 5) | length])
      : length < 256
        ? Buffer.from([(major << 5) | 24, length])
        : Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, each]) => [cbor(key), cbor(each as never)])]);
}

/** A phone, played by a P-256 key: it makes a passkey and signs what it is asked, as WebAuthn §6 and §7 say, or wrongly on request. */
export class Device {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private readonly id = randomBytes(32);
  private whose = '';
  private count = 0;

  constructor(
    private readonly origin: string,
    private readonly name = new URL(origin).hostname,
  ) {}

  make(asked: Asked, bent: Bent = {}): string {
    const { challenge } = asked;
    this.whose = asked.user!.id;
    const { x, y } = this.keys.publicKey.export({ format: 'jwk' }) as { x: string; y: string };
    const point = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')] as const;
    const cose = cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, point[0]],
        [-3, point[1]],
      ]),
    );
    const length = Buffer.from([0, this.id.length]);
    const told = Buffer.concat([this.authenticatorData(0x40, bent), Buffer.alloc(16), length, this.id, cose]);
    const attestationObject = cbor(
      new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', told],
      ]),
    );
    return this.written({ clientDataJSON: this.clientData('webauthn.create', challenge, bent), attestationObject });
  }

  answer({ challenge }: Asked, bent: Bent = {}): string {
    const authenticatorData = this.authenticatorData(0, bent);
    const clientDataJSON = this.clientData('webauthn.get', challenge, bent);
    const key = bent.forged ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : this.keys.privateKey;
    const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), key);
    return this.written({ clientDataJSON, authenticatorData, signature }, this.whose);
  }

  private authenticatorData(flags: number, { unseen }: Bent): Buffer {
    this.count += 1;
    const counted = Buffer.alloc(4);
    counted.writeUInt32BE(this.count);
    return Buffer.concat([sha256(this.name), Buffer.from([0x01 | (unseen ? 0 : 0x04) | flags]), counted]);
  }

  private clientData(type: string, challenge: string, { origin = this.origin }: Bent): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  private written(response: Record<string, Buffer>, whose?: string): string {
    const id = this.id.toString('base64url');
    const says = Object.fromEntries(Object.entries(response).map(([name, bytes]) => [name, bytes.toString('base64url')]));
    return JSON.stringify({
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: { ...says, ...(whose && Object.fromEntries([['userHandle', whose]])) },
    });
  }
}
