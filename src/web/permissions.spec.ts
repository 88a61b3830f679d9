import { readFileSync } from 'node:fs';
import { isAllowed, permissionNames, ruleOf } from './permissions.js';
import { rolesPage } from '../access/roles-page.js';

const may = (role: 'steward' | 'bookkeeper' | 'approver' | 'auditor', kind: 'account' | 'token' = 'account') =>
  permissionNames.filter((permission) => isAllowed({ role, kind }, permission));

describe('Roles', () => {
  it('let a steward do everything', () => {
    expect(may('steward')).toEqual(permissionNames);
  });

  it('let an auditor only read', () => {
    expect(may('auditor')).toEqual(['books.view', 'events.read']);
  });

  it("let an approver see amounts, approve and stop payouts, and see nobody's details", () => {
    expect(may('approver')).toEqual(['books.view', 'payouts.approve', 'payouts.stop']);
  });

  it('let a bookkeeper record and import, but neither approve nor see the details of people who receive', () => {
    expect(may('bookkeeper')).toEqual(expect.arrayContaining(['payments.record', 'observations.import', 'months.close']));
    expect(may('bookkeeper').filter((permission) => /^(payouts|calls|people|fund|policies|publication|tokens)\./.test(permission))).toEqual(
      [],
    );
  });

  it('let no token invite people, make tokens, connect an account, forget a person or give their code, say how much may go out, or take the ledger away', () => {
    const inPerson = permissionNames.filter((permission) => !may('steward', 'token').includes(permission));
    const expected = ['export.take', 'accounts.connect', 'calls.code', 'people.erase', 'payouts.limit', 'people.manage', 'tokens.manage'];
    expect(inPerson).toEqual(expected);
  });

  it('are told in words that end the sentence "may …"', () => {
    for (const permission of permissionNames) expect(ruleOf(permission).may).toMatch(/^[a-z].*[a-z]$/);
  });

  it('stand in docs/roles.md as they are in the table', () => {
    expect(readFileSync('docs/roles.md', 'utf8')).toBe(rolesPage());
  });
});
