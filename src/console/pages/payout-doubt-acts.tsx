import { Tick } from '../../web/choices.js';
import { Button, Buttons, More, PostForm } from '../../web/components.js';
import { Field } from '../../web/fields.js';
import { pathsOf } from './paths.js';
import type { PayoutDetail } from './payout-acts.js';

/** What a person found at PayPal; a reading made now has to show the same. */
export function SayPaid({ payout: { frame, line, form } }: { payout: PayoutDetail }) {
  return (
    <More words="It is at PayPal">
      <PostForm action={pathsOf(frame.ledger.slug).act(line.payout, 'say-paid')} formKey={form.key} act="say-paid" label="It is at PayPal">
        <p>Look for it in your PayPal account. Its number is looked up there at once; only if it is this very payout is it recorded.</p>
        <Field form={form} name="transfer" label="PayPal’s number of the payout" width="medium" hint="Like TJNPH3LPSBYGQ." />
        <Buttons>
          <Button>It is there</Button>
        </Buttons>
      </PostForm>
    </More>
  );
}

/** The other word, with the other evidence: PayPal's search is asked at once, and the statement in the books has to agree. */
export function SayNeverCreated({ payout: { frame, line, form, lineAlike } }: { payout: PayoutDetail }) {
  return (
    <More words="It was never created">
      <PostForm
        action={pathsOf(frame.ledger.slug).act(line.payout, 'say-never-created')}
        formKey={form.key}
        act="say-never-created"
        label="It was never created"
      >
        <p>
          PayPal’s search is asked when you press the button. A statement of the account has to be entered that reaches past the last try
          and adds up with the account’s lines.
        </p>
        <Tick form={form} name="noDebitOnStatement" label="I looked through the statement, and no such payout is on it" />
        {lineAlike && <Tick form={form} name="alikeAreOthers" label="The line of that amount is something else" />}
        <Buttons>
          <Button>It was never created</Button>
        </Buttons>
      </PostForm>
    </More>
  );
}
