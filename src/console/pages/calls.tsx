import type { Platform } from '../../domain/call.js';
import type { Day } from '../../domain/calendar.js';
import type { Money } from '../../domain/money.js';
import { Amount } from '../../web/amounts.js';
import { Button, Buttons, More, PostForm, Step } from '../../web/components.js';
import { DayText } from '../../web/days.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';

export interface CallCard {
  readonly call: string;
  /** Two random words. */
  readonly name: string;
  readonly notedOn: Day;
  /** As the person gave them. */
  readonly neededBy?: Day;
  readonly asked?: Money;
  readonly platform: Platform;
  /** Opened by the steward's own browser, never fetched by us. Absent where she may not see it. */
  readonly link?: string;
  /** Neutral words: "once, in October". Blocks nothing. */
  readonly answeredBefore?: string;
}

export interface Calls {
  readonly frame: Frame;
  readonly order: 'shuffled' | 'by-day';
  readonly calls: readonly CallCard[];
}

const platformWords: Partial<Record<Platform, string>> = {
  instagram: 'Instagram',
  twitter: 'Twitter',
  bluesky: 'Bluesky',
  mastodon: 'Mastodon',
  facebook: 'Facebook',
  tiktok: 'TikTok',
  threads: 'Threads',
  tumblr: 'Tumblr',
  gofundme: 'GoFundMe',
};

/** A quiet list, never a ranking: cards alike in size, shuffled each day. */
export function CallsPage({ frame, order, calls }: Calls) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <ConsolePage frame={frame} title="Calls" place="calls">
      <h1>Calls</h1>
      <Buttons>
        <Step href={at.newCall}>Note a call</Step>
      </Buttons>
      {calls.length === 0 ? (
        <p>No calls noted. When you come across one, note it here.</p>
      ) : (
        <>
          <nav class="places" aria-label="Order of the calls">
            <ul>
              <li>
                <a href={at.calls} aria-current={order === 'shuffled' ? 'page' : undefined}>
                  Shuffled, new each day
                </a>
              </li>
              <li>
                <a href={at.callsByDay} aria-current={order === 'by-day' ? 'page' : undefined}>
                  By the day the caller gave
                </a>
              </li>
            </ul>
          </nav>
          <ul class="cards">
            {calls.map((card) => (
              <Card card={card} frame={frame} />
            ))}
          </ul>
        </>
      )}
      <p>
        <a href={at.callsAway}>Calls put away</a>
      </p>
    </ConsolePage>
  );
}

function Card({ card: { call, name, notedOn, neededBy, asked, platform, link, answeredBefore }, frame }: { card: CallCard; frame: Frame }) {
  const at = pathsOf(frame.ledger.slug);
  return (
    <li class="card">
      <h2 id={`call-${call}`}>
        <a href={at.call(call)}>{name}</a>
      </h2>
      <p class="words">
        Noted on <DayText of={notedOn} />
        {platformWords[platform] && `, from ${platformWords[platform]}`}
      </p>
      {neededBy && (
        <p>
          Needs it by <DayText of={neededBy} />, in their words.
        </p>
      )}
      {asked && (
        <p>
          Asked for <Amount of={asked} />.
        </p>
      )}
      {answeredBefore && <p>Answered before: {answeredBefore}. That’s fine.</p>}
      <Buttons>
        <Step href={at.newPayoutFor(call)} quiet about={` for ${name}`}>
          Send money
        </Step>
        {link && isWebLink(link) && (
          <a href={link} rel="noopener noreferrer external" target="_blank">
            Open their post<span class="unseen"> for {name}, in a new tab</span> <span aria-hidden="true">↗</span>
          </a>
        )}
      </Buttons>
      <More words={`Put ${name} away`}>
        <PostForm action={at.putAwayCall(call)} formKey={frame.formKey} act={`put-away-${call}`} label={`Put ${name} away`}>
          <p class="hint">No reason is needed; choose what fits, or the first.</p>
          <Buttons>
            {putAway.map(({ value, words }) => (
              <Button name="reason" value={value} quiet>
                {words}
              </Button>
            ))}
          </Buttons>
        </PostForm>
      </More>
    </li>
  );
}

/** Only what a browser opens as a page is a link. */
const isWebLink = (link: string): boolean => /^https?:\/\//i.test(link) && URL.canParse(link);

const putAway = [
  { value: 'not-this-time', words: 'Not this time' },
  { value: 'answered-elsewhere', words: 'Answered elsewhere' },
];
