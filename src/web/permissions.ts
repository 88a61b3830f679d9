import { type Role, roles } from '../domain/ledger.js';

interface Rule {
  /** Ends the sentence "may …". */
  readonly may: string;
  readonly roles: readonly Role[];
  /** Only for a person who is signed in, never for a token. */
  readonly inPerson?: true;
  /** What is done in a browser asks once more who it is, if that was said long ago: money, forgetting, and who may do what. */
  readonly askedAgain?: true;
}

const everyone: readonly Role[] = roles;
const books: readonly Role[] = ['steward', 'bookkeeper'];
const steward: readonly Role[] = ['steward'];

/**
 * Who may do what in a ledger: the one table. An auditor only reads; a bookkeeper writes down what the accounts say; an
 * approver sees amounts and approves; people's details are for stewards.
 */
export const permissions = {
  'books.view': { may: 'see amounts: payments, what is owed, payouts, months and reports', roles: everyone },
  'events.read': { may: "read the events of the ledger, with people's details still sealed", roles: ['steward', 'auditor'] },
  'export.take': { may: 'take the whole ledger away as an export', roles: steward, inPerson: true, askedAgain: true },
  'payments.record': { may: 'record payments', roles: books },
  'payments.correct': { may: 'refund, correct and void payments', roles: books },
  'payers.forget': { may: 'forget who paid', roles: steward, askedAgain: true },
  'observations.view': { may: 'see what banks and mails say, in their own words', roles: books },
  'observations.import': { may: 'bring in files', roles: books },
  'observations.match': { may: 'match and dismiss what was brought in', roles: books },
  'accounts.manage': { may: 'name the accounts that are watched and state their balances', roles: books },
  'accounts.connect': {
    may: 'connect accounts to PayPal, so that they are asked by themselves',
    roles: steward,
    inPerson: true,
    askedAgain: true,
  },
  'months.close': { may: 'explain differences and close months', roles: books },
  'calls.view': { may: 'see calls and the details of the people behind them', roles: steward },
  'calls.log': { may: 'note calls, check them again and put them away', roles: steward },
  'calls.code': {
    may: 'give a person the code of their own page, with which they are forgotten and say what arrived',
    roles: steward,
    inPerson: true,
    askedAgain: true,
  },
  'people.erase': { may: 'forget a person', roles: steward, inPerson: true, askedAgain: true },
  'payouts.propose': { may: 'propose payouts', roles: steward },
  'payouts.approve': { may: 'approve payouts', roles: ['steward', 'approver'], askedAgain: true },
  'payouts.stop': { may: 'cancel payouts that are not yet sent, and stop all sending', roles: ['steward', 'approver'] },
  'payouts.limit': {
    may: 'say how much may go out, from which account, and let stopped sending go on',
    roles: steward,
    inPerson: true,
    askedAgain: true,
  },
  'payouts.send': { may: 'see where a payout goes, send it, and say how it ended', roles: steward, askedAgain: true },
  'fund.advance': { may: 'pass on more than is available', roles: steward, askedAgain: true },
  'policies.manage': { may: 'adopt the pledge, define offerings, state what was owed before', roles: steward },
  'publication.manage': { may: 'confirm the public address, choose the publication rules, publish', roles: steward },
  'feedback.answer': { may: 'answer, publish and hide feedback', roles: steward },
  'people.manage': { may: 'invite people, change their roles and remove them', roles: steward, inPerson: true, askedAgain: true },
  'tokens.manage': { may: 'make and revoke tokens for programs', roles: steward, inPerson: true, askedAgain: true },
} as const satisfies Readonly<Record<string, Rule>>;

export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as Permission[];
export const ruleOf = (permission: Permission): Rule => permissions[permission];

export function isAllowed({ role, kind }: { readonly role: Role; readonly kind: 'account' | 'token' }, permission: Permission): boolean {
  const rule = ruleOf(permission);
  return rule.roles.includes(role) && (kind === 'account' || !rule.inPerson);
}
