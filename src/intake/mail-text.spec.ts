import { textOfHtml } from './mail-text.js';

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

  it('megabytes made to be slow are read in seconds', () => {
    const from = performance.now();
    for (const piece of ['<', '<!--', '&#', '<style', '</p', ' \n']) textOfHtml(piece.repeat(1_000_000 / piece.length));
    expect(performance.now() - from).toBeLessThan(5000);
  });
});
