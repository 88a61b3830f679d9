import type { Client } from 'pg';

/** Owns the database and its tables, migrates them, and can do nothing beyond. */
export const ownerRole = 'ledger_owner';
/** What the program runs as: it may do what the migrations grant it. */
export const serviceRole = 'ledger_service';

/** Any number will do that nothing else of ours takes: one start at a time makes roles and databases. */
const makingLock = [7300, 2];

/** A password, and whether it was made just now: then a role that is already there must learn it. */
export interface Password {
  readonly secret: string;
  readonly isNew: boolean;
}

/** Owner and service are there and can sign in with these passwords. Repeatable after a crash at any point. */
export async function ensureRoles(bootstrap: Client, passwords: Record<string, Password>): Promise<void> {
  await alone(bootstrap, async () => {
    const { rows } = await bootstrap.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [
      Object.keys(passwords),
    ]);
    const present = new Set(rows.map((row) => row.rolname));
    for (const [role, { secret, isNew }] of Object.entries(passwords)) {
      const verb = present.has(role) ? 'alter' : 'create';
      if (verb === 'alter' && !isNew) continue;
      await bootstrap.query(
        `${verb} role ${bootstrap.escapeIdentifier(role)} login nosuperuser nocreatedb nocreaterole ` +
          `password ${bootstrap.escapeLiteral(secret)}`,
      );
    }
  });
}

/** The database is there, belongs to the owner, and lets in owner and service alone. `template` is one to copy. */
export async function ensureDatabase(bootstrap: Client, name: string, template?: string): Promise<void> {
  const database = bootstrap.escapeIdentifier(name);
  await alone(bootstrap, async () => {
    // Without a list of rights, or with one that names everybody (grantee 0), everybody may connect.
    const { rows } = await bootstrap.query<{ isOpen: boolean }>(
      `select datacl is null or exists (select from aclexplode(datacl) where grantee = 0) as "isOpen"
         from pg_database where datname = $1`,
      [name],
    );
    if (rows.length === 0) {
      const copied = template ? `template ${bootstrap.escapeIdentifier(template)}` : '';
      await bootstrap.query(`create database ${database} owner ${ownerRole} ${copied}`);
    } else if (!rows[0]!.isOpen) return;
    await bootstrap.query(`
      revoke all on database ${database} from public;
      grant connect, temporary on database ${database} to ${serviceRole}`);
  });
}

async function alone(bootstrap: Client, work: () => Promise<void>): Promise<void> {
  await bootstrap.query('select pg_advisory_lock($1, $2)', makingLock);
  try {
    await work();
  } finally {
    await bootstrap.query('select pg_advisory_unlock($1, $2)', makingLock).catch(() => undefined);
  }
}
