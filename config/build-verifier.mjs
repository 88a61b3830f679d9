// Puts the verifier into one file, dist/verify.html: src/verifying/verify.html with the compiled modules of the page in it.
// The file loads nothing: it works online and opened from disk, and its policy lets run the one script whose hash it
// names. The same sources give the same bytes. Runs after the build.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = path.dirname(import.meta.dirname);
const dist = path.join(root, 'dist', 'src');
const entry = path.join(dist, 'verifying', 'page.js');

/** What Node has and a browser has not; each has the same functions under the same names. */
const instead = new Map([
  ['node:crypto', path.join(dist, 'verifying', 'browser-crypto.js')],
  [path.join(dist, 'public-log', 'ed25519.js'), path.join(dist, 'verifying', 'browser-ed25519.js')],
  [path.join(dist, 'languages', 'english.js'), path.join(dist, 'verifying', 'browser-english.js')],
]);

/** Of every language the page's own messages, where the page can import them. */
function writeLanguages() {
  const folder = path.join(root, 'config', 'languages');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const written = files.sort().map((file) => {
    const language = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
    const messages = Object.fromEntries(Object.entries(language.messages).filter(([key]) => key.startsWith('verify.')));
    return { file, text: JSON.stringify({ ...language, messages }) };
  });
  writeFileSync(path.join(dist, 'verifying', 'page-languages.js'), `export const written = ${JSON.stringify(written)};\n`);
}

function resolve(specifier, from) {
  const found = specifier.startsWith('.') ? path.join(path.dirname(from), specifier) : undefined;
  const replaced = instead.get(found ?? specifier);
  if (replaced) return replaced;
  if (found) return found;
  if (specifier.startsWith('node:')) throw new Error(`${from} imports ${specifier}, which no browser has.`);
  return fileURLToPath(import.meta.resolve(specifier));
}

/** @type {Map<string, {id: number, code: string}>} */
const modules = new Map();

/** Reads a module after those that it imports; each becomes a function of its exports. */
function add(file) {
  if (modules.has(file)) return modules.get(file).id;
  const module = { id: modules.size, code: '' };
  modules.set(file, module);
  const text = readFileSync(file, 'utf8');
  const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const ids = Object.fromEntries(imports.map((specifier) => [specifier, add(resolve(specifier, file))]));
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, removeComments: true, esModuleInterop: true };
  const { outputText } = ts.transpileModule(text, { compilerOptions });
  const withIds = outputText.replace(/\brequire\("([^"]+)"\)/g, (_, specifier) => `require(${ids[specifier]})`);
  module.code = withIds.replace(/^\/\/# sourceMappingURL=.*$/m, '').trim();
  return module.id;
}

function script() {
  const first = add(entry);
  const all = [...modules.values()].map(({ id, code }) => `modules[${id}] = (exports, require) => {\n${code}\n};`).join('\n');
  return `'use strict';
const modules = [];
const loaded = [];
const require = (id) => {
  if (!loaded[id]) modules[id]((loaded[id] = {}), require);
  return loaded[id];
};
${all}
require(${first});
`.replaceAll('</', '<\\/');
}

writeLanguages();
const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const template = readFileSync(path.join(root, 'src', 'verifying', 'verify.html'), 'utf8');
const style = /<style>([\s\S]*?)<\/style>/.exec(template)[1];
const code = script();
const policy = `default-src 'none'; script-src ${hashOf(code)}; style-src ${hashOf(style)}; connect-src https: http:; base-uri 'none'; form-action 'none'`;
writeFileSync(
  path.join(root, 'dist', 'verify.html'),
  template.replace('POLICY', () => policy).replace('SCRIPT', () => code),
);
