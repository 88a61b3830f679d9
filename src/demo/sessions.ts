import type { Day, Instant } from '../domain/calendar.js';
import { type Money, money } from '../domain/money.js';
import type { Dice } from './dice.js';
import { at, daysOf } from './span.js';

/** How a client pays. A noted e-transfer is written down by hand before the bank's file brings it too. */
type Way = 'e-transfer' | 'noted e-transfer' | 'paypal' | 'cheque' | 'cash';

export interface Session {
  readonly payer: string;
  readonly day: Day;
  readonly paidAt: Instant;
  readonly amount: Money;
  readonly offering: string;
  readonly way: Way;
  /** Given back later, in minor units. */
  readonly refundMinor?: bigint;
  /** Noted by hand and taken from the file as well, by mistake: one of the two is voided. */
  readonly isDoubled?: true;
  /** Cash that was found in a drawer after its month was closed. */
  readonly isLate?: true;
}

type Client = Pick<Session, 'payer' | 'amount' | 'offering' | 'way'>;

const prices: Record<string, readonly number[]> = {
  'ces-50': [150, 160, 175, 180, 200, 210, 225, 240, 250],
  'ces-75': [220, 240, 260, 280, 300, 320, 350],
  group: [60],
  'counselling-reduced': [60, 75, 90],
};
const pricesAbroad = [150, 165, 180, 200, 225];
const restDays = 6;

/** Each client has an offering, a way to pay and a price of their own, and keeps them all year. */
function clientsOf(payers: readonly string[], dice: Dice): Client[] {
  const offerings = payers.map((_payer, index) => {
    if (index % 7 === 5) return 'counselling-reduced';
    if (index % 6 === 4) return 'group';
    return index % 5 < 3 ? 'ces-50' : 'ces-75';
  });
  return payers.map((payer, index) => {
    const offering = offerings[index]!;
    const inside = offering.startsWith('ces');
    const abroad = inside && index % 5 === 1;
    const amount = money(BigInt(dice.pick(abroad ? pricesAbroad : prices[offering]!)) * 100n, abroad ? 'USD' : 'CAD');
    return { payer, amount, offering, way: abroad ? 'paypal' : wayOf(index) };
  });
}

function wayOf(index: number): Way {
  if (index % 8 === 3) return 'paypal';
  if (index % 16 === 4) return 'cheque';
  if (index % 16 === 7) return 'cash';
  return index % 9 === 0 ? 'noted e-transfer' : 'e-transfer';
}

/** `count` sessions spread evenly over the working days, each client resting some days in between. */
export function sessionsOf(payers: readonly string[], from: Day, to: Day, count: number, dice: Dice): Session[] {
  const workdays = daysOf(from, to).filter((day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()));
  const lastSeen = new Map<string, number>();
  const clients = clientsOf(payers, dice);
  const sessions = Array.from({ length: count }, (_none, index): Session => {
    const place = Math.floor(((index + dice.between(0, 99) / 100) * workdays.length) / count);
    const day = workdays[place]!;
    const client = dice.pick(clients.filter(({ payer }) => place - (lastSeen.get(payer) ?? -restDays) >= restDays));
    lastSeen.set(client.payer, place);
    const clock = `${String(dice.between(9, 20)).padStart(2, '0')}:${String(dice.between(0, 59)).padStart(2, '0')}`;
    return { ...client, day, paidAt: at(day, clock) };
  });
  return withMishaps(sessions);
}

/** Three refunds, one payment in the books twice, one found late: chosen by place, so that the same seed has the same ones. */
function withMishaps(sessions: readonly Session[]): Session[] {
  const half = Math.floor(sessions.length / 2);
  const nth = (from: number, fits: (session: Session) => boolean) => sessions.findIndex((session, index) => index >= from && fits(session));
  const isPaypalAtHome = ({ way, amount }: Session) => way === 'paypal' && amount.currency === 'CAD';
  const mishaps = new Map<number, Partial<Session>>([
    [nth(20, isPaypalAtHome), { refundMinor: 2000n }],
    [nth(half, isPaypalAtHome), { refundMinor: sessions[nth(half, isPaypalAtHome)]?.amount.minor }],
    [nth(half + 30, ({ way }) => way === 'cheque'), { refundMinor: 3000n }],
    [nth(40, ({ way }) => way === 'noted e-transfer'), { isDoubled: true }],
    [nth(60, ({ way }) => way === 'cash'), { isLate: true }],
  ]);
  return sessions.map((session, index) => ({ ...session, ...mishaps.get(index) }));
}
