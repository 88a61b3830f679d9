import { type Day, type Instant, isDay, parseWhen } from '../domain/calendar.js';
import { type Money, negated, oneAmount, parseAmount, parsePositive } from '../domain/money.js';
import { type FieldFault, InvalidInput } from '../domain/refusal.js';
import type { Form } from '../web/form.js';

/** What a browser posted: texts, or lists of them where a name stood several times. */
export type Posted = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What was typed, without the button that was pressed. */
export function typedOf({ step: _step, another: _another, ...typed }: Posted): Form['typed'] {
  return typed;
}

/**
 * Reads the fields of a form one by one and keeps every fault, so that all are shown at once. `done` refuses the form when
 * anything was wrong, or when it held a field that nobody asked for.
 */
export class FormReading {
  private readonly faults: FieldFault[] = [];
  private readonly asked = new Set<string>(['act', 'step', 'another']);

  constructor(private readonly posted: Posted) {}

  /** A text as typed, or undefined where the box was left empty. */
  optional(name: string, longest = 200): string | undefined {
    this.asked.add(name);
    const value = this.posted[name];
    const text = typeof value === 'string' ? value : value?.[0];
    if (text === undefined || text.trim() === '') return undefined;
    if (text.length > longest) this.faults.push({ field: name, says: `This is too long: at most ${longest} characters.` });
    return text.trim();
  }

  text(name: string, whatToDo: string, longest = 200): string {
    const text = this.optional(name, longest);
    if (text === undefined) this.faults.push({ field: name, says: whatToDo });
    return text ?? '';
  }

  all(name: string): readonly string[] {
    this.asked.add(name);
    const value = this.posted[name];
    return typeof value === 'string' ? [value] : (value ?? []);
  }

  oneOf<T extends string>(name: string, choices: readonly T[], whatToDo: string): T {
    const text = this.optional(name);
    const found = choices.find((choice) => choice === text);
    if (found === undefined) this.faults.push({ field: name, says: whatToDo });
    return found ?? choices[0]!;
  }

  isTicked(name: string): boolean {
    return this.optional(name) !== undefined;
  }

  money(name: string, currencyName = 'currency', allowZero = false): Money {
    if (Array.isArray(this.posted[name])) return this.sentTwice(name, currencyName);
    const amount = this.text(name, 'Enter the amount, like 200 or 200.00.', 40);
    const currency = this.text(currencyName, 'Choose the currency.', 20);
    if (!amount || !currency) return { minor: 0n, currency };
    return this.tried(() => (allowZero ? parseAmount : parsePositive)(amount, currency, name), { minor: 0n, currency });
  }

  optionalMoney(name: string, currencyName = 'currency', allowZero = true): Money | undefined {
    this.asked.add(currencyName);
    const isLeftOut = !Array.isArray(this.posted[name]) && this.optional(name, 40) === undefined;
    return isLeftOut ? undefined : this.money(name, currencyName, allowZero);
  }

  /** With its sign: what stands on an account may be below zero. */
  signedMoney(name: string, currency: string): Money {
    const text = this.text(name, 'Enter the amount, like 1000.00, or -50.00 where it is below zero.', 40);
    if (!text || !currency) return { minor: 0n, currency };
    const isNegative = /^[-−]/.test(text);
    const amount = this.tried(() => parseAmount(isNegative ? text.slice(1) : text, currency, name), { minor: 0n, currency });
    return isNegative ? negated(amount) : amount;
  }

  /** Which of several amounts is meant, nobody can know. */
  private sentTwice(name: string, currencyName: string): Money {
    this.asked.add(name).add(currencyName);
    this.refuse(name, oneAmount);
    return { minor: 0n, currency: '' };
  }

  /** Fields that may stand in the form and say nothing. */
  passOver(...names: readonly string[]): void {
    for (const name of names) this.asked.add(name);
  }

  /** A fault that the caller found, told with the others. */
  refuse(field: string, says: string): void {
    this.faults.push({ field, says });
  }

  when(name: string, zone: string, now: Instant): Instant {
    const text = this.text(name, 'Enter the day, like 2026-10-04.', 40);
    return text ? this.tried(() => parseWhen(text, zone, now, name), now) : now;
  }

  day(name: string): Day {
    const text = this.text(name, 'Enter the day, like 2026-10-04.', 40);
    if (text && !isDay(text)) this.faults.push({ field: name, says: `${text} is not in the calendar. Write it like 2026-10-04.` });
    return text;
  }

  optionalDay(name: string): Day | undefined {
    return this.optional(name, 40) === undefined ? undefined : this.day(name);
  }

  /** `20` or `12.5` percent → 2000 or 1250 basis points. */
  percent(name: string, whatToDo: string): number {
    const text = this.text(name, whatToDo, 20).replace(',', '.').replace(/\s*%$/, '');
    const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text);
    if (!match && text) this.faults.push({ field: name, says: whatToDo });
    return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : 0;
  }

  /** @throws InvalidInput with every fault at its field */
  done(): void {
    for (const name of Object.keys(this.posted)) {
      if (!this.asked.has(name))
        this.faults.push({ field: name, says: `There is no field "${name.slice(0, 40)}" here. Open the page again.` });
    }
    if (this.faults.length > 0) throw new InvalidInput(this.faults);
  }

  private tried<T>(read: () => T, otherwise: T): T {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      this.faults.push(...error.faults);
      return otherwise;
    }
  }
}
