import type { Band, Offering } from '../../domain/offering.js';
import { Amount } from '../../web/amounts.js';
import { Back, Button, Buttons, PostForm, Table } from '../../web/components.js';
import { Choice } from '../../web/choices.js';
import { Field, MoneyField } from '../../web/fields.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { taxWords } from './words.js';

export interface Offerings {
  readonly frame: Frame;
  readonly offerings: readonly Offering[];
  /** Fields: offering, name, lowerFrom, lowerTo, upperFrom, upperTo, currency, treatment, taxPercent, insidePledge (yes, no). */
  readonly form: Form;
}

export function OfferingsPage({ frame, offerings, form }: Offerings) {
  const at = pathsOf(frame.ledger.slug);
  const heads = [{ words: 'Offering' }, { words: 'Lower band' }, { words: 'Upper band' }, { words: 'Tax' }, { words: 'Promise' }];
  return (
    <ConsolePage frame={frame} title="Offerings" place="settings" faults={form.faults}>
      <Back href={at.settings}>Settings</Back>
      <h1>What you offer</h1>
      <p>A payment stores the offering, never the band: whom a band is for stands only in your promise’s own words.</p>
      {offerings.length > 0 && (
        <Table caption="Offerings in use" heads={heads}>
          {offerings.map(({ offering, name, bands, tax, insidePledge }) => (
            <tr>
              <th scope="row">
                {name} <small class="mono">{offering}</small>
              </th>
              <td>
                <BandWords of={bands?.lower} />
              </td>
              <td>
                <BandWords of={bands?.upper} />
              </td>
              <td>{taxWords(tax)}</td>
              <td>{insidePledge ? 'inside' : 'outside'}</td>
            </tr>
          ))}
        </Table>
      )}
      <h2>Define one, or define one anew</h2>
      <p class="words">The same short name defines it anew, from now on. What was recorded before stays as it was.</p>
      <OfferingForm frame={frame} form={form} />
    </ConsolePage>
  );
}

const BandWords = ({ of }: { of?: Band }) =>
  of ? (
    <span class="nowrap">
      <Amount of={of.from} /> to <Amount of={of.to} />
    </span>
  ) : (
    <>any amount</>
  );

function OfferingForm({ frame, form }: { frame: Frame; form: Form }) {
  const at = pathsOf(frame.ledger.slug);
  const currencies = [frame.ledger.currency];
  const bands = [
    ['lowerFrom', 'Lower band, from'],
    ['lowerTo', 'Lower band, to'],
    ['upperFrom', 'Upper band, from'],
    ['upperTo', 'Upper band, to'],
  ] as const;
  return (
    <PostForm action={at.offerings} formKey={form.key}>
      <div class="pair">
        <Field form={form} name="offering" label="Short name" width="medium" hint="Small letters and hyphens, like ces-50." />
        <Field form={form} name="name" label="Name" hint="As you say it, like “Session of 50 minutes”." />
      </div>
      <p class="hint">Bands are used for one thing: to ask you again when an amount is not usual. Leave them blank where any amount is.</p>
      <div class="pair">
        {bands.map(([name, label]) => (
          <MoneyField form={form} name={name} label={label} optional currencies={currencies} />
        ))}
      </div>
      <Choice
        form={form}
        name="treatment"
        label="Tax"
        initial="taxable"
        options={[
          { value: 'taxable', words: 'Tax is inside the price' },
          { value: 'zero-rated', words: 'Zero-rated' },
          { value: 'exempt', words: 'Exempt' },
          { value: 'not-registered', words: 'I am not registered for tax' },
        ]}
      />
      <Field
        form={form}
        name="taxPercent"
        label="Rate, where tax is inside the price"
        optional
        inputMode="decimal"
        width="short"
        suffix="%"
        initial="5"
      />
      <Choice
        form={form}
        name="insidePledge"
        label="Is it part of your promise?"
        initial="yes"
        options={[
          { value: 'yes', words: 'Yes, its share is set aside' },
          { value: 'no', words: 'No, it stands outside', hint: 'Recorded and shown to you; nothing is set aside.' },
        ]}
      />
      <Buttons>
        <Button>Define it</Button>
      </Buttons>
    </PostForm>
  );
}
