import { InvalidInput } from '../domain/refusal.js';
import { glimpseOf, largestFileBytes, textOf } from './text.js';

const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const utf8 = (text: string) => Uint8Array.from(Buffer.from(text, 'utf8'));

function faultOf(bytes: Uint8Array): string {
  try {
    textOf(bytes);
  } catch (error) {
    if (error instanceof InvalidInput) return error.message;
    throw error;
  }
  return 'no fault';
}

describe('A file becomes text', () => {
  it.each([
    ['UTF-8', utf8('Noémie, 200 €'), 'Noémie, 200 €'],
    ['UTF-8 with a byte-order mark, which is not part of the text', utf8('\ufeffDate,Nom'), 'Date,Nom'],
    ['Windows-1252 of a French bank, accents whole', latin1('No\xe9mie D\xc9P\xd4T'), 'Noémie DÉPÔT'],
    ['Windows-1252 beyond Latin-1', latin1('l\x92ann\xe9e \x80 \x8cuvre \x9f'), 'l’année € Œuvre Ÿ'],
    ['UTF-16 little endian', latin1('\xff\xfeD\x00\xe9\x00'), 'Dé'],
    ['UTF-16 big endian', latin1('\xfe\xff\x00D\x00\xe9'), 'Dé'],
    ['HTML, which stays text', utf8('<script>alert(1)</script>'), '<script>alert(1)</script>'],
  ])('from %s', (_what, bytes, text) => {
    expect(textOf(bytes)).toBe(text);
    expect(glimpseOf(bytes)).toContain(text.slice(0, 2));
  });

  it('and the bytes before and after it in memory are no part of it', () => {
    const whole = latin1('xxDate,No\xe9lyy');
    expect(textOf(whole.subarray(2, whole.length - 2))).toBe('Date,Noél');
  });
});

describe('What is no text is refused in one sentence that says what to do', () => {
  it.each([
    ['nothing at all', new Uint8Array(), 'empty'],
    ['blank lines only', utf8('\r\n \r\n'), 'empty'],
    ['a byte-order mark alone', utf8('\ufeff'), 'empty'],
    ['a PDF', latin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3'), 'PDF'],
    ['a spreadsheet', latin1('PK\x03\x04\x14\x00'), 'spreadsheet'],
    ['an old spreadsheet', latin1('\xd0\xcf\x11\xe0\xa1\xb1'), 'spreadsheet'],
    ['a picture', latin1('\x89PNG\r\n\x1a\n\x00\x00'), 'not text'],
    ['control characters', utf8('Date,Time\n\u0001\u0002'), 'not text'],
    ['bytes that Windows-1252 has not', latin1('Date \x81\x8d \xff'), 'not text'],
    ['UTF-8 cut off inside a letter', utf8('Noémie, Éloïse, Zoé').subarray(0, -1), 'cut off'],
    ['UTF-8 by its mark, but damaged', latin1('\xef\xbb\xbfDate \xe9'), 'damaged'],
    ['a file of 200 MB', new Uint8Array(200 * 1024 * 1024), 'larger than 20 MB'],
    ['a file one byte over the bound', new Uint8Array(largestFileBytes + 1).fill(65), 'larger than 20 MB'],
  ])('%s', (_what, bytes, says) => {
    const fault = faultOf(bytes);
    expect(fault).toContain('file:');
    expect(fault).toContain(says);
  });
});
