/** True for `interac.ca` and what lies under it: `payments.interac.ca`, and neither `notinterac.ca` nor `interac.ca.example`. */
export const isInteracs = (domain: string): boolean => /^(?:[a-z0-9-]+\.)*interac\.ca$/i.test(domain);

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
