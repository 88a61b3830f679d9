import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const root = path.join(__dirname, '..', '..');
export const readText = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
export const exists = (file: string): boolean => fs.existsSync(path.join(root, file));

/** Every file under a folder of the checkout, as paths from its root, sorted. */
export function filesUnder(folder: string): readonly string[] {
  if (!exists(folder)) return [];
  const entries = fs.readdirSync(path.join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? filesUnder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`])).sort();
}

export interface Source {
  /** From the root of the checkout: `src/domain/money.ts`. */
  readonly file: string;
  readonly tree: ts.SourceFile;
}

/** The program's own files, without their specs, read with TypeScript's parser. */
export const sources: readonly Source[] = filesUnder('src')
  .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.tsx?$/.test(file))
  .map((file) => ({ file, tree: ts.createSourceFile(file, readText(file), ts.ScriptTarget.Latest, true) }));

const walked = new WeakMap<ts.Node, readonly ts.Node[]>();

/** A node and all below it, parents first; walked once. */
export function nodesOf(node: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const walk = (each: ts.Node): void => {
    found.push(each);
    each.forEachChild(walk);
  };
  const before = walked.get(node);
  if (before) return before;
  walk(node);
  walked.set(node, found);
  return found;
}

/** `src/domain/money.ts:12`, as an editor opens it. */
export const placeOf = ({ file, tree }: Source, node: ts.Node): string =>
  `${file}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;

export interface Import {
  readonly from: string;
  /** A file of ours from the root (`src/domain/money.ts`), or a package's name as written. */
  readonly to: string;
  readonly isOurs: boolean;
  /** True where nothing of it is left at run time. */
  readonly isType: boolean;
}

export const imports: readonly Import[] = sources.flatMap((source) => nodesOf(source.tree).flatMap((node) => importOf(source, node)));

function importOf({ file }: Source, node: ts.Node): Import[] {
  const isStatement = ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
  const named = isStatement
    ? node.moduleSpecifier
    : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
      ? node.arguments[0]
      : undefined;
  if (!named || !ts.isStringLiteral(named)) return [];
  const isOurs = named.text.startsWith('.');
  return [{ from: file, to: isOurs ? ourFile(file, named.text) : named.text, isOurs, isType: isStatement && onlyTypes(node) }];
}

function onlyTypes(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const { importClause: clause } = node;
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return !clause.name && named !== undefined && ts.isNamedImports(named) && named.elements.every(({ isTypeOnly }) => isTypeOnly);
}

function ourFile(from: string, specifier: string): string {
  const target = path.posix.join(path.posix.dirname(from), specifier);
  return [target.replace(/\.js$/, '.ts'), target.replace(/\.js$/, '.tsx')].find(exists) ?? target;
}

/** The rows of the first table under a heading of a document: one list of cells a row, without the head. */
export function tableUnder(document: string, heading: string): readonly (readonly string[])[] {
  const [, section] = readText(document).split(`\n## ${heading}\n`);
  if (!section) throw new Error(`${document} has no section "${heading}".`);
  const lines = section.split('\n');
  const start = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, at) => at > start && !line.startsWith('|'));
  return lines.slice(start + 2, end < 0 ? undefined : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What stands in `backticks` in a cell. */
export const codesIn = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
