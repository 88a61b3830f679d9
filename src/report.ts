import { inApplication } from './in-application.js';
import { monthAsked } from './month-asked.js';
import { namedLedger } from './named-ledger.js';
import { monthCsv } from './reports/month-csv.js';
import { monthJson } from './reports/month-json.js';
import { MonthReports } from './reports/month-reports.js';

/** Prints what a month came to: CSV for spreadsheets, or JSON under the names of the API. Changes nothing. */
export async function report(args: string[] = []): Promise<void> {
  const { month, ledger: slug, json } = monthAsked('report', args);
  await inApplication(async (app) => {
    const { ledger } = await namedLedger(app, slug);
    const told = await app.get(MonthReports).of(ledger, month);
    process.stdout.write(json ? `${JSON.stringify(monthJson(told))}\n` : monthCsv(told));
  });
}
