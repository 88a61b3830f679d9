import ts from 'typescript';
import { schemas } from '../../src/domain/events.js';
import { nameOf, storedExamples } from '../events/examples.js';
import { type Source, codesIn, nodesOf, placeOf, sources, tableUnder } from './sources.js';

const namesOf = (node: ts.Node): readonly string[] =>
  (ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : []).map(({ expression }) =>
    (ts.isCallExpression(expression) ? expression.expression : expression).getText(),
  );

/** A command is a plain class of the domain whose one member is `readonly input`. */
function isCommand(node: ts.Node): node is ts.ClassDeclaration {
  if (!ts.isClassDeclaration(node) || node.members.length !== 1) return false;
  const [only] = node.members;
  return (
    only !== undefined &&
    ts.isConstructorDeclaration(only) &&
    only.parameters.length === 1 &&
    only.parameters[0]!.name.getText() === 'input'
  );
}

const classesIn = (source: Source) => nodesOf(source.tree).filter(ts.isClassDeclaration);

function handled({ tree }: Source): readonly string[] {
  return nodesOf(tree)
    .filter(ts.isClassDeclaration)
    .flatMap((node) =>
      (ts.getDecorators(node) ?? []).flatMap(({ expression }) =>
        ts.isCallExpression(expression) && expression.expression.getText() === 'CommandHandler'
          ? expression.arguments.map((argument) => argument.getText())
          : [],
      ),
    );
}

describe('A command is asked of one handler', () => {
  const inDomain = sources.filter(({ file }) => file.startsWith('src/domain/'));
  const commands = inDomain.flatMap((source) => classesIn(source).filter(isCommand)).map((node) => node.name!.text);
  const handlers = sources.flatMap(handled);

  it.each(commands)('%s has exactly one', (command) => {
    expect(handlers.filter((name) => name === command)).toHaveLength(1);
  });

  it('and every handler handles a command of the books', () => {
    expect(handlers.filter((name) => !commands.includes(name))).toEqual([]);
  });

  it('a handler is named after its message', () => {
    const misnamed = sources.flatMap((source) =>
      classesIn(source).flatMap((node) =>
        (ts.getDecorators(node) ?? []).flatMap(({ expression }) => {
          if (!ts.isCallExpression(expression) || !/^(?:Command|Query)Handler$/.test(expression.expression.getText())) return [];
          return node.name?.text === `${expression.arguments[0]?.getText()}Handler` ? [] : [placeOf(source, node)];
        }),
      ),
    );
    expect(misnamed).toEqual([]);
  });
});

describe('An event is known to more than its writer', () => {
  const types = Object.keys(schemas);
  const rows = tableUnder('docs/events.md', 'Every event');

  it('each has its stored example', () => {
    const stored = storedExamples().map(nameOf);
    expect(types.filter((type) => !stored.includes(`${type}.${schemas[type as keyof typeof schemas]}.json`))).toEqual([]);
  });

  it('each has one line in docs/events.md, and there are no others', () => {
    expect(rows.map(([event = '']) => codesIn(event)[0]).sort()).toEqual([...types].sort());
  });

  it('each line names its stream, says one sentence, and says who may see it', () => {
    for (const [, stream = '', says = '', seenBy = ''] of rows) {
      expect(codesIn(stream)).toEqual([expect.stringMatching(/^[a-z]+(?:\/…)?$/)]);
      expect(says).toMatch(/^[A-Z].+\.$/);
      expect(seenBy).toMatch(/^(?:Books|Stewards|World)/);
    }
  });

  it('each says what happened, never that something was updated', () => {
    expect(types.filter((type) => /Updated|Processed|Modified|Created|Deleted/.test(type))).toEqual([]);
  });
});

describe('A controller', () => {
  it('lies in a file of that role, where the test of every route looks for it', () => {
    const controllers = sources.filter((source) => classesIn(source).some((node) => namesOf(node).includes('Controller')));
    expect(controllers.length).toBeGreaterThan(5);
    expect(controllers.filter(({ file }) => !/\.http\.tsx?$/.test(file)).map(({ file }) => file)).toEqual([]);
  });
});
