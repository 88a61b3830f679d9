const usual = ['CAD', 'USD', 'EUR', 'GBP', 'AUD'];

/** The ledger's own first, then those that clients abroad most often pay in. */
export const currenciesFor = (own: string): string[] => [own, ...usual.filter((currency) => currency !== own)];
