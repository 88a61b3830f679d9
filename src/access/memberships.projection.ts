import { project } from '../event-store/projection.js';
import { MembershipRow } from './membership.row.js';

/** Roles are events, so the books say who could do what on any day; this is today's answer. */
export const memberships = project(MembershipRow, {
  StewardAdded: (rows, { ledger, data }) => rows.insert({ ledgerId: ledger, accountId: data.steward, role: data.role }),
  StewardRoleChanged: (rows, { ledger, data }) => rows.set({ ledgerId: ledger, accountId: data.steward }, { role: data.role }),
  StewardRemoved: (rows, { ledger, data }) => rows.remove({ ledgerId: ledger, accountId: data.steward }),
});
