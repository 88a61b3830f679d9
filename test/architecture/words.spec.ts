import path from 'node:path';
import ts from 'typescript';
import { type Source, codesIn, filesUnder, nodesOf, placeOf, readText, sources, tableUnder } from './sources.js';

const inNames = tableUnder('docs/words.md', 'Not in names').map(([word = '', , mayStandIn = '']) => ({
  word: codesIn(word)[0]!,
  mayStandIn: codesIn(mayStandIn),
}));
const onPages = tableUnder('docs/words.md', 'Not on pages').flatMap(([words = '']) => codesIn(words));

/** `userInPasswd` → user, in, passwd; `users-lock.ts` → users, lock, ts. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);

function bannedIn(name: string, file: string): string | undefined {
  const words = wordsOf(name).flatMap((word) => [word, word.replace(/s$/, '')]);
  return inNames.find(
    ({ word, mayStandIn }) => words.includes(word) && !mayStandIn.some((place) => file === place || file.startsWith(`${place}/`)),
  )?.word;
}

/** The names that a file gives to things of its own; not those it uses. */
function* givenNames({ tree }: Source): Generator<ts.Identifier> {
  for (const node of nodesOf(tree)) {
    const isGiven =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassLike(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isMethodSignature(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isPropertySignature(node) ||
      ts.isBindingElement(node) ||
      ts.isAccessor(node) ||
      ts.isTypeParameterDeclaration(node);
    const isTheirs = ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.OverrideKeyword);
    if (isGiven && !isTheirs && node.name && ts.isIdentifier(node.name)) yield node.name;
  }
}

const everySource: readonly Source[] = [
  ...sources,
  ...['test', 'bench', 'migrations']
    .flatMap(filesUnder)
    .concat(filesUnder('src').filter((file) => /\.spec\.tsx?$/.test(file)))
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({ file, tree: ts.createSourceFile(file, readText(file), ts.ScriptTarget.Latest, true) })),
];

describe('A thing has one name', () => {
  it('no name is one of the words that docs/words.md keeps out', () => {
    const found = everySource.flatMap((source) =>
      [...givenNames(source)].filter(({ text }) => bannedIn(text, source.file)).map(({ text }) => `${source.file}: ${text}`),
    );
    expect([...new Set(found)]).toEqual([]);
  });

  it('nor is any file’s or folder’s', () => {
    const all = ['src', 'test', 'bench', 'migrations', 'docs', 'config'].flatMap(filesUnder);
    expect(all.filter((file) => bannedIn(file, file)).map((file) => path.dirname(file) + path.sep + path.basename(file))).toEqual([]);
  });

  it('each word that is kept out has a word to say instead, or is not needed at all', () => {
    for (const { word } of inNames) expect(word).toMatch(/^[a-z]+$/);
    expect(inNames.length).toBeGreaterThan(10);
  });
});

/** Other people's words, where we quote them: columns of a bank's file, what stands on PayPal's own pages, a media type, and what the promise's rules must say of clients. */
const quoted =
  /Transaction (?:Date|ID)|“(?:Client ID|Transaction search)”|application\/\S+|(?:a client could be recognised|clients may be recognisable)/g;

/** What people read: the text of pages, and the sentences of refusals. Codes and class names are no sentences. */
function* sentencesOf({ file, tree }: Source): Generator<ts.Node & { readonly text: string }> {
  const isPage =
    /^src\/(?:console|transparency|reports|languages\/english)/.test(file) ||
    (/^src\/(?:access|web)\//.test(file) && file.endsWith('.tsx'));
  for (const node of nodesOf(tree)) {
    if (ts.isJsxText(node)) yield node;
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
    if (isText && /[A-Za-z] [A-Za-z]/.test(node.text) && (isPage || isRefusal(node))) yield node;
  }
}

function isRefusal(node: ts.Node): boolean {
  for (let up = node.parent; up; up = up.parent) {
    if ((ts.isNewExpression(up) || ts.isCallExpression(up)) && /^(?:Refusal|InvalidInput|invalid|within)$/.test(up.expression.getText()))
      return true;
  }
  return false;
}

describe('Pages speak of people and money', () => {
  const banned = new RegExp(`\\b(?:${onPages.join('|')})(?:s|es|d|ed)?\\b`, 'i');
  const keptOut = (text: string): string | undefined => banned.exec(text.replace(quoted, ''))?.[0];

  it('and never in the words of charity, of cases, or of machines', () => {
    const found = sources.flatMap((source) =>
      [...sentencesOf(source)].map((node) => ({ at: placeOf(source, node), word: keptOut(node.text) })),
    );
    expect(found.filter(({ word }) => word !== undefined)).toEqual([]);
  });
});
