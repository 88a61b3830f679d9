import { roles } from '../domain/ledger.js';
import { permissionNames, ruleOf } from '../web/permissions.js';

/** `docs/roles.md`, made from the table of permissions. A spec keeps the two equal. */
export function rolesPage(): string {
  const head = ['may', ...roles, 'a token too', 'permission'];
  const lines = permissionNames.map((permission) => {
    const { may, roles: allowed, inPerson } = ruleOf(permission);
    return [may, ...roles.map((role) => (allowed.includes(role) ? 'yes' : '')), inPerson ? '' : 'yes', `\`${permission}\``];
  });
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |').replaceAll('|  |', '| |');
  return `${[...above, row(head), row(head.map(() => '---')), ...lines.map(row), ...below].join('\n')}\n`;
}

const above = [
  '# Who may do what',
  '',
  'Roles are held in one ledger at a time: the same person can be steward in one and auditor in another, and sees nothing of a',
  'third. This page is made from `src/web/permissions.ts`, and a test keeps the two equal.',
  '',
];

const below = [
  '',
  'Every route of the program names the permission it needs: [routes.md](routes.md) has them all. Where a role does not reach, the',
  'answer is 403. A ledger in which one holds no role answers 404, exactly as one that does not exist. A token acts with the role',
  'it was given, in its ledger alone, until it expires or is revoked; what says no under "a token too" needs a person who is',
  'signed in.',
  '',
  'A role that is changed, a session that is ended and a token that is revoked are refused at once by the program that was asked,',
  'and within five seconds by every other program on the same database.',
];
