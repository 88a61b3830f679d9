import type { ChainEnd, Fact, Stream } from '../domain/fact.js';

type AnyFact = Fact<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: a map of streams holds states of any kind; each comes back as its own below
export type AnyStream = Stream<any, any>;

/** What a decision reads and writes, by the names it gives them; several streams of one kind as a list. */
export type Streams = Readonly<Record<string, AnyStream | readonly AnyStream[]>>;

type StateOf<S> = S extends Stream<infer State, infer _F extends AnyFact> ? State : never;
type FactOf<S> = S extends Stream<infer _State, infer F extends AnyFact> ? F : never;

export type StatesOf<S extends Streams> = {
  readonly [K in keyof S]: S[K] extends readonly (infer Each)[] ? readonly StateOf<Each>[] : StateOf<S[K]>;
};

/** Facts for each stream that gets any. Written in the order in which the keys stand. */
export type FactsOf<S extends Streams> = {
  readonly [K in keyof S]?: S[K] extends readonly (infer Each)[] ? readonly (readonly FactOf<Each>[])[] : readonly FactOf<S[K]>[];
};

/**
 * Synchronous and pure: states and the time in, facts out. Throws a `Refusal` to say no. It may be called more than once
 * before one of its answers stands, so it changes nothing that it closes over.
 *
 * `end` is where the chain ends before this command's own events, those of its groupmates before it included: what it decides is
 * written right behind it, or it is decided anew on another one. docs/decisions/0016-what-a-close-seals.md.
 */
export type Decision<S extends Streams> = (states: StatesOf<S>, now: string, end: ChainEnd) => FactsOf<S>;

export const allOf = (streams: Streams): AnyStream[] => Object.values(streams).flatMap((one) => one as AnyStream | AnyStream[]);
