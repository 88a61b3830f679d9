import { ledgerStream, openBooks } from '../../src/domain/ledger.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { Payments } from '../../src/payments/payments.queries.js';
import { MonthReports } from '../../src/reports/month-reports.js';
import { lastMonth } from '../books/practice-years.js';
import { type Act, byTurns } from '../harness.js';
import { takingNotes } from '../event-store/note.js';
import type { Books } from './books.js';

/** What may not become dearer as books grow. Each takes the ledgers in use by turns. */
export const acts: Readonly<Record<string, (books: Books) => Promise<Act>>> = {
  'one event appended': async ({ program, ledgers }) => byTurns(ledgers.map((ledger) => takingNotes(program, ledger))),
  'a page of 100 events from the middle': async ({ program, ledgers, events }) => {
    const reader = program.app.get(EventReader, { strict: false });
    return byTurns(ledgers.map((ledger) => () => reader.page(ledger, BigInt(events >> 1), 100)));
  },
  'the newest 50 payments': async ({ program, ledgers }) => {
    const payments = program.app.get(Payments, { strict: false });
    return byTurns(ledgers.map((ledger) => () => payments.page(ledger, 50)));
  },
  'the report of a month of 200 payments': async ({ program, ledgers }) => {
    const reports = program.app.get(MonthReports, { strict: false });
    const { zone } = openBooks(await program.app.get(EventReader, { strict: false }).state(ledgers[0]!, ledgerStream));
    return byTurns(ledgers.map((ledger) => () => reports.of(ledger, lastMonth(zone))));
  },
};
