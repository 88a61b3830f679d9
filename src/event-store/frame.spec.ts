import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { chainHash, genesis } from './frame.js';

const field = (bytes: Buffer): Buffer[] => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
};
const whole = (value: bigint, bytes: number): Buffer =>
  Buffer.from(
    BigInt.asUintN(bytes * 8, value)
      .toString(16)
      .padStart(bytes * 2, '0'),
    'hex',
  );

describe('the hash of an event', () => {
  it('is taken over its columns, each after its length, as the decision on the event table says', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    const micros = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(fc.uuid(), text, text, text, text, micros, micros, (ledger, stream, type, data, meta, happenedMicros, recordedMicros) => {
        const row = { ledger, position: 7n, stream, version: 3, type, schema: 2, data, meta, happenedMicros, recordedMicros };
        const bytes = [
          Buffer.from('mal/event/v1\n'),
          genesis,
          ...field(Buffer.from(ledger.replaceAll('-', ''), 'hex')),
          ...field(whole(7n, 8)),
          ...field(Buffer.from(stream)),
          ...field(whole(3n, 4)),
          ...field(Buffer.from(type)),
          ...field(whole(2n, 4)),
          ...field(Buffer.from(data)),
          ...field(Buffer.from(meta)),
          ...field(whole(happenedMicros, 8)),
          ...field(whole(recordedMicros, 8)),
        ];
        expect(chainHash(genesis, row)).toEqual(createHash('sha256').update(Buffer.concat(bytes)).digest());
      }),
    );
  });

  it('is not taken over a number that does not fit: it would be that of another row', () => {
    const row = { ledger: '01990000-0000-7000-8000-000000000001', position: 1n, stream: 's', version: 1, type: 'T', schema: 1, data: '{}' };
    const whole = { ...row, meta: '{}', happenedMicros: 0n, recordedMicros: 0n };
    for (const off of [
      { version: 2 ** 32 },
      { schema: -1 },
      { version: 1.5 },
      { happenedMicros: 2n ** 63n },
      { recordedMicros: -(2n ** 63n) - 1n },
    ])
      expect(() => chainHash(genesis, { ...whole, ...off })).toThrow(RangeError);
  });

  it('holds for the longest of payloads', () => {
    const row = { ledger: '01990000-0000-7000-8000-000000000001', position: 1n, stream: 's', version: 1, type: 'T', schema: 1, meta: '{}' };
    const of = (data: string) => chainHash(genesis, { ...row, data, happenedMicros: 0n, recordedMicros: 0n }).toString('hex');
    expect(of('é'.repeat(500_000))).not.toBe(of('é'.repeat(499_999)));
    expect(of('a')).toBe(of('a'));
  });
});
