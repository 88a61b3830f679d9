import path from 'node:path';
import ts from 'typescript';
import { type Import, codesIn, filesUnder, imports, nodesOf, placeOf, sources, tableUnder } from './sources.js';

const allowed = new Map(
  tableUnder('docs/tour.md', 'Who may import whom').map(([room = '', may = '']) => [codesIn(room)[0] ?? '', codesIn(may)]),
);

/** `src/payments/payments.http.ts` lies in `payments`; a file in `src` itself in no room. */
function roomOf(file: string): string | undefined {
  const [, room, rest] = file.split('/');
  return rest ? room : undefined;
}

const bare = (file: string): string => file.replace(/^src\//, '').replace(/\.tsx?$/, '');
const startedWith = ['settings', 'checkout', 'secret-file', 'start-error'];
const isPure = (file: string): boolean => ['domain', 'public-log'].includes(roomOf(file) ?? '');

function mayImport({ from, to, isType }: Import): boolean {
  const [room, target, name] = [roomOf(from), roomOf(to), bare(to)];
  if (room === undefined || room === target) return true;
  if (target === undefined) return !isPure(from) && (startedWith.includes(name) || (room === 'database' && name === 'migrations/index'));
  return (allowed.get(room) ?? []).some((one) => {
    if (one === '*.projection') return isType && name.endsWith('.projection');
    if (one.startsWith('*.')) return name.endsWith(one.slice(1));
    return one === target || one === name;
  });
}

describe('Who may import whom', () => {
  it('every room has its row', () => {
    expect([...new Set(sources.map(({ file }) => roomOf(file)))].filter((room) => room !== undefined && !allowed.has(room))).toEqual([]);
  });

  it('nobody imports what the table of docs/tour.md does not say', () => {
    const found = imports
      .filter((one) => one.isOurs && !mayImport(one))
      .map(({ from, to }) => ({ rule: `${roomOf(from)} > ${bare(to)}`, from }));
    expect(found).toEqual([]);
  });

  it('features meet in the event store: none imports another', () => {
    const features = ['calls', 'ledgers', 'obligations', 'payments', 'payouts', 'reconciliation', 'feedback'];
    for (const feature of features)
      expect((allowed.get(feature) ?? []).filter((one) => features.includes(one.split('/')[0]!) || one.startsWith('*'))).toEqual([]);
  });

  it('nobody imports main or cli, and only the application imports the list of features', () => {
    const found = imports.filter(
      ({ to, from }) => /^src\/(?:main|cli)\.ts$/.test(to) || (to === 'src/app.module.ts' && from !== 'src/application.ts'),
    );
    expect(found.map(({ from, to }) => `${from} > ${to}`)).toEqual([]);
  });

  it('the rules of the books know no framework, clock, randomness or environment', () => {
    const foreign = imports.filter(({ from, to, isOurs }) => isPure(from) && !isOurs && to !== 'node:crypto');
    expect(foreign.map(({ from, to }) => `${from} > ${to}`)).toEqual([]);
    const clocks = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\brandom(?:Bytes|UUID|Int)\b|\bperformance\./;
    expect(sources.filter(({ file, tree }) => isPure(file) && clocks.test(tree.text)).map(({ file }) => file)).toEqual([]);
  });

  it('PayPal’s package is imported by one file', () => {
    expect(
      imports.filter(({ from, to }) => to.startsWith('paypal-rest-sdk') && from !== 'src/rails/paypal.ts').map(({ from }) => from),
    ).toEqual([]);
  });

  it('no files import one another in a circle', () => {
    const next = new Map<string, string[]>();
    for (const { from, to, isOurs, isType } of imports) if (isOurs && !isType) next.set(from, [...(next.get(from) ?? []), to]);
    expect(circlesIn(next)).toEqual([]);
  });
});

function circlesIn(next: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const [done, circles] = [new Set<string>(), [] as string[]];
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].map(bare).join(' > '));
    if (way.includes(file) || done.has(file)) return;
    for (const to of next.get(file) ?? []) walk(to, [...way, file]);
    done.add(file);
  };
  for (const file of next.keys()) walk(file, []);
  return circles;
}

describe('Each thing has its place', () => {
  it('only the event store names the table of events in SQL', () => {
    const sql =
      /\b(?:from|join|into|update|truncate|table|references|on)\s+(?:only\s+)?"?event"?(?=[\s;,()]|$)(?!\s+(?:that|is|in|of|loop))/i;
    const found = sources
      .filter(({ file }) => roomOf(file) !== 'event-store')
      .flatMap((source) =>
        nodesOf(source.tree)
          .filter((node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
          .filter(
            (node) =>
              /\b(?:select|insert|update|delete|truncate|create|alter|grant)\b/i.test(node.getText(source.tree)) &&
              sql.test(node.getText(source.tree)),
          )
          .map((node) => placeOf(source, node)),
      );
    expect(found).toEqual([]);
  });

  it('no index passes on what other files hold', () => {
    expect(sources.filter(({ file }) => path.basename(file).startsWith('index.')).map(({ file }) => file)).toEqual([]);
  });

  it('no folder is a drawer for whatever is left over', () => {
    const drawers = /\/(?:common|shared|utils?|helpers?|core|lib|types|interfaces|dto|constants)\//;
    expect(['src', 'test', 'bench'].flatMap(filesUnder).filter((file) => drawers.test(file))).toEqual([]);
  });
});
