import ts from 'typescript';
import { filesUnder, nodesOf, placeOf, readText, sources } from './sources.js';

/** Every place in `src` where a node is of a kind that must not be. */
const places = (isForbidden: (node: ts.Node) => boolean, where = (_file: string) => true): readonly string[] =>
  sources
    .filter(({ file }) => where(file))
    .flatMap((source) =>
      nodesOf(source.tree)
        .filter(isForbidden)
        .map((node) => placeOf(source, node)),
    );

const isNamed =
  (...names: readonly string[]) =>
  (node: ts.Node): boolean =>
    ts.isIdentifier(node) && names.includes(node.text);
const amounts = /minor|amount|money|owed|\bfee|price|balance/i;

describe('No float touches money', () => {
  it('nothing is parsed or printed as a float', () => {
    expect(places(isNamed('parseFloat', 'toFixed', 'toPrecision'))).toEqual([]);
  });

  it('no amount becomes a number of the machine', () => {
    const becomesNumber = (node: ts.Node): boolean =>
      (ts.isCallExpression(node) &&
        /^(?:Number|parseInt|Number\.parseInt)$/.test(node.expression.getText()) &&
        amounts.test(node.arguments.map((one) => one.getText()).join())) ||
      (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.PlusToken && amounts.test(node.operand.getText()));
    expect(places(becomesNumber)).toEqual([]);
  });

  it('nothing broken turns into zero', () => {
    const orZero = (node: ts.Node): boolean =>
      ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.BarBarToken && /^0n?$/.test(node.right.getText());
    expect(places(orZero)).toEqual([]);
  });
});

describe('The framework stays in its place', () => {
  it('schemas are written by hand: TypeORM synchronises nothing', () => {
    expect(
      places(
        (node) =>
          ts.isPropertyAssignment(node) && node.name.getText() === 'synchronize' && node.initializer.kind !== ts.SyntaxKind.FalseKeyword,
      ),
    ).toEqual([]);
  });

  it('the stream and its decision are the aggregate; nothing is resolved in a circle; money moves in no saga', () => {
    expect(places(isNamed('AggregateRoot', 'EventPublisher', 'forwardRef', 'Saga'))).toEqual([]);
  });

  it('rows have no relations, cascades, lazy loading or subscribers', () => {
    expect(places(isNamed('ManyToOne', 'OneToMany', 'OneToOne', 'ManyToMany', 'JoinColumn', 'JoinTable', 'EventSubscriber'))).toEqual([]);
  });

  it('every case is written: no fold and no decision falls back to a default', () => {
    expect(
      places(
        (node) => ts.isDefaultClause(node),
        (file) => file.startsWith('src/domain/') && !file.endsWith('/canonical.ts'),
      ),
    ).toEqual([]);
  });

  it('no type is given up', () => {
    const marked = /biome-ignore lint\/suspicious\/noExplicitAny: \S/;
    const unmarked = sources.flatMap((source) =>
      nodesOf(source.tree)
        .filter(({ kind }) => kind === ts.SyntaxKind.AnyKeyword)
        .filter((node) => {
          const line = source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree)).line;
          return !marked.test(source.tree.text.split('\n')[line - 1] ?? '');
        })
        .map((node) => placeOf(source, node)),
    );
    expect(unmarked).toEqual([]);
  });
});

describe('A file is one idea', () => {
  const longest = 300;
  it(`of at most ${longest} lines`, () => {
    const long = ['src', 'test', 'bench', 'migrations']
      .flatMap(filesUnder)
      .filter((file) => /\.tsx?$/.test(file))
      .filter((file) => readText(file).split('\n').length - 1 > longest);
    expect(long).toEqual([]);
  });
});

/** Each speaks to hosts that an operator or a steward named, with deadlines; what comes in from outside names none. */
const doorsOut: Readonly<Record<string, string>> = {
  'src/verifying/log-over-http.ts': 'the log whose address whoever checks it typed on the command line',
  'src/publisher/witnesses.ts': 'the witnesses of the settings',
  'src/rails/paypal-transport.ts': 'PayPal, at the address of the settings',
  'src/intake/imap.ts': 'the mail host that a steward named',
  'src/intake/dkim-keys.ts': 'the resolver of this machine, for keys of interac.ca',
  'src/web/passkey.script.ts': 'runs in a browser, and asks its own host',
};

describe('Nothing is fetched but from hosts that are set', () => {
  it('and every file that opens a line to outside is listed with its reason', () => {
    const opens =
      /\bfetch\(|\bhttps?\.(?:request|get)\(|\b(?:net|tls)\.connect\(|new ImapFlow\(|new Resolver\(|from 'node:(?:https|tls|dgram|http2)'|\bWebSocket\(/;
    const opening = filesUnder('src').filter((file) => /\.tsx?$/.test(file) && !/\.spec\./.test(file) && opens.test(readText(file)));
    expect(opening.sort()).toEqual(Object.keys(doorsOut).sort());
  });
});
