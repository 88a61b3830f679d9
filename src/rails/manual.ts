import { randomInt } from 'node:crypto';
import { type ManualRail, manualRails } from '../domain/call.js';
import type { Rail } from '../domain/rail.js';

/** No letters or digits that look alike when read aloud or copied by hand. */
const letters = 'ABCDEFGHJKMNPQRTUVWXYZ2346789';

/** Sending by hand, in the bank's or PayPal's own app: the job makes the card, a person does the rest. */
export const manualRail: Rail = {
  carries: (rail) => manualRails.includes(rail as ManualRail),
  carry: async () => ({ prepared: { code: Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('') } }),
};
