import type { Asked } from './asked.js';

/** Make every publication that has fallen due. */
export class Publish {
  constructor(readonly input: Asked) {}
}

/** Sign the head of all that is published, write its tiles, and show it. Sent again, it shows the same bytes. */
export class SignCheckpoint {
  constructor(readonly input: Asked) {}
}
