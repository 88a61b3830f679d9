import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type FieldFault, InvalidInput } from '../domain/refusal.js';

/**
 * What comes in from outside is checked against its DTO: unknown fields are refused, every fault is named with the path of
 * its field and a sentence. A message written on the decorator stands as it is; the library's own are put in our words.
 */
export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new InvalidInput(faultsOf(errors)),
  });

/** Faults of nested objects and lists under their full path: `bands.lower.from`, `lines.3.amount`. */
export function faultsOf(errors: readonly ValidationError[], above = ''): FieldFault[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const field = above ? `${above}.${property}` : property;
    const [constraint, message] = Object.entries(constraints)[0] ?? [];
    const own: FieldFault[] = constraint && message ? [{ field, says: sentence(constraint, message, property) }] : [];
    return [...own, ...faultsOf(children, field)];
  });
}

const between = (message: string): string | undefined => /(\d[\d_.]*)\D*$/.exec(message)?.[1];

const sentences: Readonly<Record<string, (message: string, property: string) => string>> = {
  whitelistValidation: (_, property) => `There is no field "${property.slice(0, 40)}" here. Leave it out, or check its spelling.`,
  unknownValue: () => 'Nothing that could be read was sent. Send the fields as JSON or as a form.',
  nestedValidation: () => 'Send this as an object with its own fields.',
  isDefined: () => 'This is missing. Fill it in.',
  isNotEmpty: () => 'This is empty. Fill it in.',
  isString: () => 'Send this as text.',
  isBoolean: () => 'Send this as true or false.',
  isInt: () => 'Send a whole number.',
  isNumber: () => 'Send a number.',
  isArray: () => 'Send this as a list.',
  isObject: () => 'Send this as an object with its own fields.',
  isUuid: () => 'This is not an id of ours. Take it from the address or the answer where you found it.',
  isEmail: () => 'This is not an e-mail address. Write it like name@example.org.',
  isUrl: () => 'This is not a link. Copy it whole, with https://.',
  matches: () => 'This is not in the form that is asked for here.',
  minLength: (message) => `This is too short: at least ${between(message) ?? 'some'} characters.`,
  maxLength: (message) => `This is too long: at most ${between(message) ?? 'a few'} characters.`,
  isLength: () => 'This is too short or too long.',
  min: (message) => `At least ${between(message)}.`,
  max: (message) => `At most ${between(message)}.`,
  arrayMinSize: (message) => `Choose at least ${between(message)}.`,
  arrayMaxSize: (message) => `Choose at most ${between(message)} at once.`,
  isIn: (message) => choices(message),
  isEnum: (message) => choices(message),
};

/** `method must be one of the following values: interac, paypal` → `Choose one of: interac, paypal.` */
const choices = (message: string): string => `Choose one of: ${message.split('values: ')[1] ?? 'those offered'}.`;

/** The library writes `amount must be …`, in small letters from the start; a sentence of ours begins with a capital and stays. */
function sentence(constraint: string, message: string, property: string): string {
  const isLibrarys = /^[a-z]/.test(message);
  if (!isLibrarys) return message;
  return sentences[constraint]?.(message, property) ?? 'This is not in the form that is asked for here.';
}
