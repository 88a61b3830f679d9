import type { Base, PledgePolicy } from '../../domain/pledge.js';
import { Amount, percent } from '../../web/amounts.js';
import { DayText } from '../../web/days.js';
import { workedExample } from '../../web/worked-example.js';

/** The base, said to someone who has never kept books. */
const ofWhat: Readonly<Record<Base, string>> = {
  gross: 'what people pay',
  'net-of-tax': 'what people pay, once GST is taken out,',
  'net-of-tax-and-fees': 'what people pay, once GST and payment fees are taken out,',
};

/** `20 % of what people pay is redistributed`: the promise in one sentence, without its full stop. */
export const promiseSentence = ({ shareBp, base }: Pick<PledgePolicy, 'shareBp' | 'base'>): string =>
  `${percent(shareBp)} of ${ofWhat[base]} is redistributed`;

const taken: Readonly<Record<Base, string>> = {
  gross: 'Taxes and fees come out of the practice’s own share.',
  'net-of-tax': 'GST is taken out first; fees come out of the practice’s own share.',
  'net-of-tax-and-fees': 'GST and what the payment service keeps are taken out first.',
};

/** How the share is worked out, with one payment as an example, computed as the books compute it. */
export function WorkedOut({ policy, currency }: { policy: PledgePolicy; currency: string }) {
  const { shareBp, base, currencyRule, startsOn, version } = policy;
  const { paid, tax, fee, base: bases, owed } = workedExample(shareBp, currency);
  return (
    <>
      <ol class="steps">
        <li>
          Someone pays <Amount of={paid} />, taxes included.
        </li>
        {base !== 'gross' && (
          <li>
            GST at 5 %, which is <Amount of={tax} />, is taken out
            {base === 'net-of-tax-and-fees' && (
              <>
                , and <Amount of={fee} /> that the payment service keeps
              </>
            )}
            : <Amount of={bases[base]} /> is left.
          </li>
        )}
        <li>
          {percent(shareBp)} of that,{' '}
          <strong>
            <Amount of={owed[base]} />
          </strong>
          , is promised and set aside.
        </li>
      </ol>
      <p>
        {taken[base]} Every payment is worked out by itself and rounded half up to the cent. If someone gets money back, its share comes off
        what is promised next.{' '}
        {currencyRule === 'home'
          ? `Payments in other currencies count in ${currency}, at the rate at which they were settled.`
          : 'Each currency is kept by itself; nothing is converted.'}
      </p>
      <p class="words">
        This is version {version} of the promise, in force from <DayText of={startsOn} />.
      </p>
    </>
  );
}
