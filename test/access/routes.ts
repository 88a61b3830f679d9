import 'reflect-metadata';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { type LetsIn, letsIn } from '../../src/web/allow.js';

/** A route as its controller declares it. */
export interface Route {
  /** `GET /console/:ledger/payments`. */
  readonly name: string;
  readonly verb: 'GET' | 'POST';
  /** With its parameters: `/console/:ledger/payments`. */
  readonly path: string;
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
    const verb = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] as Route['verb'];
    const whom = (Reflect.getMetadata(letsIn, handler) ?? Reflect.getMetadata(letsIn, controller)) as LetsIn | undefined;
    const at = path.posix.join('/', pathOf(controller), pathOf(handler));
    const full = at.length > 1 ? at.replace(/\/$/, '') : at;
    return { name: `${verb} ${full}`, verb, path: full, whom };
  });
}

/** Every route of the program, read from its controllers. */
export const routes: readonly Route[] = controllerFiles.flatMap((file) => {
  const exported = require(path.join(sources, file)) as Record<string, unknown>;
  return Object.values(exported).flatMap((each) => (isController(each) ? routesOf(each) : []));
});
