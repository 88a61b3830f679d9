import type { INestApplicationContext } from '@nestjs/common';
import { evolveFund, type FundFact, emptyFund } from '../../src/domain/fund.js';
import { type LedgerFact, evolveBooks, ledgerStream } from '../../src/domain/ledger.js';
import { type PaymentFact, evolvePayment } from '../../src/domain/payment.js';
import { EventReader } from '../../src/event-store/event-reader.js';
import { Rebuilding } from '../../src/event-store/rebuild.js';
import { obligations } from '../../src/obligations/obligations.projection.js';
import { poolOf } from '../in-program.js';

/** Ways to go through all of a ledger's books. Each says how many events it read. */
export const readings = { replay, lastTenth, bare, rebuild } as const;
export type Reading = keyof typeof readings;

/** Lifted to today's payloads and folded into what the books say. */
async function replay(app: INestApplicationContext, ledger: string, after = 0n): Promise<number> {
  let books = ledgerStream.unborn;
  let fund = emptyFund('CAD');
  let paid = 0n;
  let read = 0;
  for await (const page of app.get(EventReader, { strict: false }).pages(ledger, after)) {
    for (const event of page) {
      read += 1;
      if (event.stream === ledgerStream.name) books = evolveBooks(books, event as LedgerFact);
      else if (event.stream.startsWith('fund/')) fund = evolveFund(fund, event as FundFact);
      else if (event.stream.startsWith('payment/')) {
        const payment = evolvePayment({ status: 'unknown' }, event as PaymentFact);
        if (payment.status === 'received') paid += payment.received.amount.minor;
      }
    }
  }
  if (fund.derived.minor * 5n !== paid) throw new Error(`A fifth of ${paid} is not ${fund.derived.minor}: the books were read wrongly.`);
  return read;
}

async function lastTenth(app: INestApplicationContext, ledger: string): Promise<number> {
  const head = await app.get(EventReader, { strict: false }).head(ledger);
  return replay(app, ledger, (head * 9n) / 10n);
}

const page = 1000;

/** The least that reading can be: the same columns by a cursor, their JSON parsed and let go. */
async function bare(app: INestApplicationContext, ledger: string): Promise<number> {
  const client = await poolOf(app).connect();
  try {
    await client.query('begin');
    await client.query(
      `declare every_event no scroll cursor for select position, stream, version, type, schema, data, meta, happened_at::text, recorded_at::text
       from event where ledger_id = '${ledger}' order by position`,
    );
    let read = 0;
    let keys = 0;
    for (let count = page; count === page; ) {
      const { rows } = await client.query<{ data: string }>(`fetch ${page} from every_event`);
      for (const { data } of rows) keys += JSON.parse(data) ? 1 : 0;
      count = rows.length;
      read += count;
    }
    await client.query('commit');
    if (keys !== read) throw new Error(`${read - keys} events hold no JSON.`);
    return read;
  } finally {
    client.release();
  }
}

/** One projection made again beside the live rows, and compared with them. */
async function rebuild(app: INestApplicationContext, ledger: string): Promise<number> {
  const { rows, different } = await app.get(Rebuilding, { strict: false }).rebuild(obligations, ledger, true);
  if (rows === 0 || different > 0) throw new Error(`Of ${rows} obligations rebuilt, ${different} are not as they stood.`);
  return Number(await app.get(EventReader, { strict: false }).head(ledger));
}
