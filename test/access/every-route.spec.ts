import 'reflect-metadata';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { type LetsIn, letsIn } from '../../src/web/allow.js';

interface Route {
  readonly name: string;
  readonly whom: LetsIn | undefined;
}

const sources = path.resolve(__dirname, '../../src');
const controllerFiles = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) => /\.http\.tsx?$/.test(file));

type Class = new (...given: never[]) => object;
const isController = (each: unknown): each is Class => typeof each === 'function' && Reflect.hasMetadata(PATH_METADATA, each);

const pathOf = (of: object): string => [Reflect.getMetadata(PATH_METADATA, of)].flat()[0] as string;

function routesOf(controller: Class): Route[] {
  const methods = Object.getOwnPropertyNames(controller.prototype).map((name) => (controller.prototype as Record<string, object>)[name]!);
  const handlers = methods.filter((method) => Reflect.hasMetadata(METHOD_METADATA, method));
  return handlers.map((handler) => {
    const verb = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number];
    const whom = (Reflect.getMetadata(letsIn, handler) ?? Reflect.getMetadata(letsIn, controller)) as LetsIn | undefined;
    return { name: `${verb} ${path.posix.join('/', pathOf(controller), pathOf(handler))}`, whom };
  });
}

const routes: Route[] = controllerFiles.flatMap((file) => {
  const exported = require(path.join(sources, file)) as Record<string, unknown>;
  return Object.values(exported).flatMap((each) => (isController(each) ? routesOf(each) : []));
});

describe('Every route of the program', () => {
  it('is found here', () => {
    expect(routes.map(({ name }) => name)).toContain('POST /console/sign-in');
  });

  it('says whom it lets in', () => {
    expect(routes.filter(({ whom }) => whom === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('that asks for a role names the ledger in its path', () => {
    const asks = routes.filter(({ whom }) => whom !== undefined && whom !== 'everyone' && whom !== 'signed-in');
    expect(asks.filter(({ name }) => !name.includes('/:ledger')).map(({ name }) => name)).toEqual([]);
  });

  it('under /api wants a token or lets in everyone: a session opens nothing there', () => {
    expect(routes.filter(({ name, whom }) => name.includes(' /api/') && whom === 'signed-in').map(({ name }) => name)).toEqual([]);
  });
});
