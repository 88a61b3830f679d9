import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { checkout } from '../checkout.js';
import { parsePositive } from '../domain/money.js';
import type { Band, Offering } from '../domain/offering.js';
import type { TaxTreatment } from '../domain/tax.js';

/** Offerings that a new ledger can begin with, all of them open to change afterwards. */
export interface OfferingPreset {
  /** The file's name without its ending: `co-envisioning`. */
  readonly value: string;
  readonly title: string;
  readonly offerings: readonly Offering[];
}

type WrittenBand = readonly [from: string, to: string];

/** As it stands in the file: amounts as text, all in one currency. */
interface WrittenPreset {
  readonly title: string;
  readonly currency: string;
  readonly offerings: readonly {
    readonly offering: string;
    readonly name: string;
    readonly bands?: { readonly lower: WrittenBand; readonly upper: WrittenBand };
    readonly tax: TaxTreatment;
    readonly insidePledge: boolean;
  }[];
}

const folder = path.join(checkout, 'config', 'offerings');

/** Every preset under `config/offerings`, by file name. To offer another one is to put a file there. */
export function offeringPresets(): OfferingPreset[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort();
  return files.map((file) =>
    presetOf(path.basename(file, '.json'), JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as WrittenPreset),
  );
}

function presetOf(value: string, { title, currency, offerings }: WrittenPreset): OfferingPreset {
  const bandOf = ([from, to]: WrittenBand, field: string): Band => ({
    from: parsePositive(from, currency, field),
    to: parsePositive(to, currency, field),
  });
  return {
    value,
    title,
    offerings: offerings.map(({ bands, ...rest }) => ({
      ...rest,
      ...(bands && {
        bands: { lower: bandOf(bands.lower, `${rest.offering}.lower`), upper: bandOf(bands.upper, `${rest.offering}.upper`) },
      }),
    })),
  };
}
