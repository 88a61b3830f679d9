import { ApiTokenRow } from './api-token.row.js';
import { InvitationRow } from './invitation.row.js';
import { MembershipRow } from './membership.row.js';
import { SessionRow } from './session.row.js';
import { StewardAccountRow } from './steward-account.row.js';

/** Every table of this room that is read and written as rows. */
export const accessRows = [ApiTokenRow, InvitationRow, MembershipRow, SessionRow, StewardAccountRow];
