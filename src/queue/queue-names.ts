/** Approved payouts on their way to a rail. */
export const payouts = 'payouts';
/** Asking accounts what moved. */
export const accounts = 'accounts';
/** Adding to what the world may see. */
export const publication = 'publication';
/** Sweeps, expiries, backups: what recurs. */
export const upkeep = 'upkeep';

export const queueNames = [payouts, accounts, publication, upkeep] as const;
export type QueueName = (typeof queueNames)[number];
