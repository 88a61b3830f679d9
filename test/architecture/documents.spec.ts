import path from 'node:path';
import { exists, filesUnder, readText } from './sources.js';

const documents = ['README.md', 'CHANGELOG.md'].filter(exists).concat(filesUnder('docs').filter((file) => file.endsWith('.md')));
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** `## Follow one payment` is found under `#follow-one-payment`. */
const anchorsOf = (file: string): readonly string[] =>
  [...readText(file).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );

describe.each(documents)('%s', (file) => {
  const links = [...withoutCode(readText(file)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

  it('links to files that are there, and to headings that they have', () => {
    const broken = links.filter((link) => {
      const [target = '', anchor] = link.split('#');
      const to = target ? path.posix.join(path.posix.dirname(file), target) : file;
      if (!exists(to)) return true;
      return anchor !== undefined && to.endsWith('.md') && !anchorsOf(to).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names only files of ours that are there', () => {
    const named = [...readText(file).matchAll(/`((?:src|test|migrations|docs|config|bench)\/[\w./-]+\.\w+)`/g)].map(
      ([, target = '']) => target,
    );
    expect(named.filter((target) => !exists(target))).toEqual([]);
  });
});
