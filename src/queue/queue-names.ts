/** Approved payouts on their way to a rail. */
export const payouts = 'payouts';
/** Adding to what the world may see. */
export const publication = 'publication';
/** Sweeps, expiries, backups: what recurs. */
export const upkeep = 'upkeep';

export const queueNames = [payouts, publication, upkeep] as const;
export type QueueName = (typeof queueNames)[number];
