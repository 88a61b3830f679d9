import type { Asked } from './asked.js';
import type { Instant } from './calendar.js';
import { type Call, type CallFact, type Consent, consentsOf } from './call.js';
import { Refusal } from './refusal.js';

export interface ConsentChange extends Asked {
  readonly call: string;
  readonly consent: Consent;
}

export class GiveConsent {
  constructor(readonly input: ConsentChange) {}
}

export class WithdrawConsent {
  constructor(readonly input: ConsentChange) {}
}

/** Each is asked for by itself and off until given; no payment ever depends on one. */
export function giveConsent(call: Call, { call: id, consent }: ConsentChange, now: Instant): CallFact[] {
  if (call.status === 'unknown') throw new Refusal('call/unknown', 'There is no such call in this ledger.');
  if (call.status === 'withdrawn') throw new Refusal('call/withdrawn', 'The person took this call back. Ask them again under another.');
  if (consentsOf(call).includes(consent)) return [];
  return [{ type: 'ConsentGiven', data: { call: id, consent }, happenedAt: now }];
}

/** At any time, also after the call is put away. */
export function withdrawConsent(call: Call, { call: id, consent }: ConsentChange, now: Instant): CallFact[] {
  if (call.status === 'unknown') throw new Refusal('call/unknown', 'There is no such call in this ledger.');
  if (!consentsOf(call).includes(consent)) return [];
  return [{ type: 'ConsentWithdrawn', data: { call: id, consent }, happenedAt: now }];
}
