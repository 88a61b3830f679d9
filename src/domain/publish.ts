import type { Asked } from './asked.js';

/** Make every publication that has fallen due. */
export class Publish {
  constructor(readonly input: Asked) {}
}
