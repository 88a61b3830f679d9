import type { Base, PledgePolicy } from '../../domain/pledge.js';
import type { Words } from '../../languages/words.js';
import { Amount, percent } from '../../web/amounts.js';
import { DayText } from '../../web/days.js';
import { useWords } from '../../web/reading.js';
import { Say } from '../../web/say.js';
import { workedExample } from '../../web/worked-example.js';

/** The base, said to someone who has never kept books. */
const ofWhat = {
  gross: 'promise.share-of-gross',
  'net-of-tax': 'promise.share-net-of-tax',
  'net-of-tax-and-fees': 'promise.share-net-of-tax-and-fees',
} as const satisfies Readonly<Record<Base, string>>;

/** `20 % of what people pay is redistributed`: the promise in one sentence, without its full stop. */
export const promiseSentence = ({ shareBp, base }: Pick<PledgePolicy, 'shareBp' | 'base'>, words: Words): string =>
  words.say(ofWhat[base], { share: percent(shareBp, words) });

const taken = {
  gross: 'worked.taken-from-gross',
  'net-of-tax': 'worked.taken-net-of-tax',
  'net-of-tax-and-fees': 'worked.taken-net-of-tax-and-fees',
} as const satisfies Readonly<Record<Base, string>>;

/** How the share is worked out, with one payment as an example, computed as the books compute it. */
export function WorkedOut({ policy, currency }: { policy: PledgePolicy; currency: string }) {
  const words = useWords();
  const { shareBp, base, currencyRule, startsOn, version } = policy;
  const { paid, tax, fee, base: bases, owed } = workedExample(shareBp, currency);
  const left = <Amount of={bases[base]} />;
  return (
    <>
      <ol class="steps">
        <li>
          <Say it="worked.paid" slots={{ paid: <Amount of={paid} /> }} />
        </li>
        {base === 'net-of-tax' && (
          <li>
            <Say it="worked.tax-out" slots={{ tax: <Amount of={tax} />, left }} />
          </li>
        )}
        {base === 'net-of-tax-and-fees' && (
          <li>
            <Say it="worked.tax-and-fee-out" slots={{ tax: <Amount of={tax} />, fee: <Amount of={fee} />, left }} />
          </li>
        )}
        <li>
          <Say
            it="worked.share"
            slots={{
              share: percent(shareBp, words),
              owed: (
                <strong>
                  <Amount of={owed[base]} />
                </strong>
              ),
            }}
          />
        </li>
      </ol>
      <p>
        <Say it={taken[base]} /> <Say it="worked.rounding" />{' '}
        {currencyRule === 'home' ? <Say it="worked.home-currency" slots={{ currency }} /> : <Say it="worked.each-currency" />}
      </p>
      <p class="words">
        <Say it="worked.version" slots={{ version: String(version), day: <DayText of={startsOn} /> }} />
      </p>
    </>
  );
}
