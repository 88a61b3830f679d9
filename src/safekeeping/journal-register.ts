import type { DataSource } from 'typeorm';
import type { JournalBegan } from './journal-lines.js';
import type { JournalRegister } from './journal.js';

/** Which journals this database has written to, as the database itself keeps it. */
export const journalRegister = (dataSource: DataSource): JournalRegister => ({
  async known() {
    const rows = await dataSource.query<{ journal_id: string }[]>('select journal_id from journal');
    return rows.map(({ journal_id }) => journal_id);
  },
  async note({ journal, at }: JournalBegan) {
    await dataSource.query('insert into journal (journal_id, began_at) values ($1, $2) on conflict do nothing', [journal, at]);
  },
});
