/** Names of the letters from U+00A0 to U+00FF, in their order: enough for French. Source: HTML, named character references. */
const latin1 = (
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot ' +
  'cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml ' +
  'Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig ' +
  'agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ' +
  'ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'
).split(' ');

const named = new Map<string, string>([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['rsquo', '’'],
  ['lsquo', '‘'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['ndash', '–'],
  ['mdash', '—'],
  ['hellip', '…'],
  ['OElig', 'Œ'],
  ['oelig', 'œ'],
  ['euro', '€'],
  ['dollar', '$'],
  ...latin1.map((name, index) => [name, String.fromCodePoint(0xa0 + index)] as const),
]);

const unseen = new Set(['style', 'script', 'head', 'title']);
const breaksLine = new Set(['br', 'p', 'div', 'tr', 'table', 'li', 'ul', 'ol', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'section', 'hr']);

/**
 * What a person would read of a mail's HTML: a line for each block, a blank between cells, nothing of what is not shown.
 * One pass from tag to tag, so that no page can make it slow.
 */
export function textOfHtml(html: string): string {
  const parts: string[] = [];
  let hidden: string | undefined;
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (hidden === undefined) parts.push(html.slice(at, open < 0 ? undefined : open).replace(/\s+/g, ' '));
    if (open < 0) break;
    const close = html.startsWith('<!--', open) ? endOf(html, '-->', open) : endOf(html, '>', open);
    const [, slash = '', name = ''] = /^<(\/?)([a-zA-Z][a-zA-Z0-9]*)/.exec(html.slice(open, Math.min(close, open + 40))) ?? [];
    const tag = name.toLowerCase();
    if (hidden !== undefined) {
      if (slash && tag === hidden) hidden = undefined;
    } else if (!slash && unseen.has(tag)) hidden = tag;
    else if (breaksLine.has(tag)) parts.push('\n');
    else if (tag === 'td' || tag === 'th') parts.push(' ');
    at = close;
  }
  return lines(decodeEntities(parts.join('')));
}

/** A tag that never ends is the rest of the page. */
function endOf(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found < 0 ? html.length : found + mark.length;
}

const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,10}));/g, (whole, decimal, hex, name) => {
    if (name) return named.get(name) ?? whole;
    const point = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    const isLetter = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
    return isLetter ? String.fromCodePoint(point) : '';
  });

/** Blanks of every width as one, lines without blanks around them, no empty ones; apostrophes straight; letters composed. */
export const lines = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[’‘ʼ]/g, "'")
    .split(/\r\n|\r|\n|\u2028|\u2029/)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
