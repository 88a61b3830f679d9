/** Thirty-two letters and digits that read aloud well: no I, L, O or U. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 16;

/** `K7QP-2M9X-T4VD-H8WC`: 80 random bits, so that nobody guesses one. @param bytes sixteen random ones */
export function codeOf(bytes: Uint8Array): string {
  const code = Array.from(bytes.subarray(0, length), (byte) => letters[byte % letters.length]!).join('');
  return code.replace(/(.{4})(?=.)/g, '$1-');
}

/** What was typed, as it was meant: small letters, blanks, O for 0, I and L for 1. Undefined for what is no code. */
export function typedCode(text: string): string | undefined {
  const plain = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return plain.length === length && [...plain].every((letter) => letters.includes(letter)) ? plain : undefined;
}
