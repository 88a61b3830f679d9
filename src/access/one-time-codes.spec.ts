import { appLink, base32, codeAt, stepFor, stepOf } from './one-time-codes.js';

/** The secret and the moments of RFC 6238, appendix B; of its eight digits the last six. */
const secret = Buffer.from('12345678901234567890');

describe('A code from the app', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('is at second %p that of the RFC', (second, code) => {
    expect(codeAt(secret, stepOf(second * 1000))).toBe(code);
  });

  const now = 1_800_000_000_000;
  const step = stepOf(now);

  it('is right in its half minute and in the ones beside it', () => {
    for (const at of [step - 1, step, step + 1]) expect(stepFor(secret, codeAt(secret, at), now, 0)).toBe(at);
    for (const at of [step - 2, step + 2]) expect(stepFor(secret, codeAt(secret, at), now, 0)).toBeUndefined();
  });

  it('is taken once, and none before it afterwards', () => {
    expect(stepFor(secret, codeAt(secret, step), now, step)).toBeUndefined();
    expect(stepFor(secret, codeAt(secret, step - 1), now, step)).toBeUndefined();
    expect(stepFor(secret, codeAt(secret, step + 1), now, step)).toBe(step + 1);
  });
});

describe('The secret of the app', () => {
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foobar', 'MZXW6YTBOI'],
  ])('of %p is written as %p, like in RFC 4648', (text, written) => {
    expect(base32(Buffer.from(text))).toBe(written);
  });

  it('opens the app by a link that names host and person', () => {
    expect(appLink('ledger.example', 'ava@mail.example', secret)).toBe(
      'otpauth://totp/ledger.example%3Aava%40mail.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ledger.example',
    );
  });
});
