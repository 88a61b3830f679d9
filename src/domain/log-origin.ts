/** The host and ledger that a steward confirms become the log's name for life: `ledger.example/north-street/log`. */
export const logOrigin = (publicHost: string, slug: string, number = 1): string => `${publicHost}/${slug}/${logName(number)}`;

/** `log` for a ledger's first, `log-2` for the one that came after a compromise. */
export const logName = (number: number): string => (number === 1 ? 'log' : `log-${number}`);

/** Which of a ledger's logs it is, from 1. */
export const logNumber = (origin: string): number => Number(/\/log-(\d{1,3})$/.exec(origin)?.[1] ?? '1');

/** The name of the log that would come after this one. */
export const successorOrigin = (origin: string): string => origin.replace(/\/log(?:-\d+)?$/, `/${logName(logNumber(origin) + 1)}`);
