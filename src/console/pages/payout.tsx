import { Amount } from '../../web/amounts.js';
import { Back, Notice, SummaryList } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { ConsolePage } from './frame.js';
import { PayoutActs, type PayoutDetail } from './payout-acts.js';
import { payoutWords } from './payouts.js';
import { pathsOf } from './paths.js';
import { railWords } from './words.js';

export function PayoutPage(payout: PayoutDetail) {
  const { frame, line, because, card, history, reference, form } = payout;
  const at = pathsOf(frame.ledger.slug);
  const call = line.call ?? 'a person we have no name for';
  return (
    <ConsolePage frame={frame} title={`A payout, ${inSentence(payoutWords[line.state].heading)}`} place="payouts" faults={form.faults}>
      <Back href={at.payouts}>Money out</Back>
      <h1>
        <Amount of={line.amount} /> for {call}
      </h1>
      <SummaryList
        rows={[
          {
            term: 'Now',
            says: (
              <>
                {line.holder === frame.steward ? 'In your hands' : payoutWords[line.state].heading}
                {line.holder && line.holder !== frame.steward && `: ${line.holder}`}, since <DayText of={line.since} />
              </>
            ),
          },
          { term: 'How', says: railWords[line.rail] },
          ...(card ? [{ term: 'Code', says: <span class="mono">{card.code}</span> }] : []),
          ...(reference ? [{ term: 'Reference', says: <span class="mono">{reference}</span> }] : []),
        ]}
      />
      {because && <Notice>{because}</Notice>}
      <PayoutActs payout={payout} />
      {history.length > 0 && (
        <>
          <h2>What happened</h2>
          <ul class="rows">
            {history.map(({ day, words }) => (
              <li>
                <p>{words}</p>
                <DayText of={day} />
              </li>
            ))}
          </ul>
        </>
      )}
    </ConsolePage>
  );
}

/** PayPal keeps its capitals. */
const inSentence = (heading: string): string => heading.charAt(0).toLowerCase() + heading.slice(1);
