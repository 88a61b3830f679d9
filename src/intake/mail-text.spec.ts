import { textOfHtml } from './mail-text.js';

/** A page that counts the letters that are looked at in it: what is slow looks at the same ones again and again. */
class ReadPage extends String {
  read = 0;

  override indexOf(mark: string, from = 0): number {
    const found = super.indexOf(mark, from);
    this.read += (found < 0 ? this.length : found + mark.length) - from;
    return found;
  }

  override slice(from = 0, to = this.length): string {
    this.read += Math.max(0, Math.min(to, this.length) - from);
    return super.slice(from, to);
  }
}

describe('What a mail’s HTML shows', () => {
  it.each([
    [
      'blocks as lines, cells with a blank',
      '<table><tr><td>Amount</td><td>$200.00</td></tr><tr><td>x</td></tr></table>',
      'Amount $200.00\nx',
    ],
    ['nothing that is not shown', '<head><title>t</title></head><style>s</style><script>"<p>"</script><!-- <b>c</b> -->seen', 'seen'],
    ['letters by name and by number', 'Zo&eacute;&#32;&#xC9;tienne&nbsp;&amp;&rsquo;&unknown;', "Zoé Étienne &'&unknown;"],
    ['a number that is no letter as nothing', 'a&#0;&#xD800;&#9999999;b', 'ab'],
    ['a tag that never ends as nothing', 'seen <p class="', 'seen'],
    ['a style that never ends as nothing', 'seen<style>p { }', 'seen'],
  ])('%s', (_, html, text) => {
    expect(textOfHtml(html)).toBe(text);
  });

  it.each([
    '<',
    '<!--',
    '&#',
    '<style',
    '<style>',
    '</p',
    ' \n',
    '<p>a',
  ])('a page made of “%s” alone is gone through a few times, however long', (piece) => {
    const pages = [10_000, 1_000_000].map((length) => new ReadPage(piece.repeat(length / piece.length)));
    for (const page of pages) textOfHtml(page as unknown as string);
    for (const { read, length } of pages) expect(read / length).toBeLessThan(12);
  });
});
