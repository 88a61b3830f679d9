import { Back, Button, Buttons, Notice, PostForm, Step } from '../../web/components.js';
import type { Form } from '../../web/form.js';
import { ConsolePage, type Frame } from './frame.js';
import { pathsOf } from './paths.js';
import { grouped } from './words.js';

export interface ImportProgress {
  readonly frame: Frame;
  readonly form: Form;
  readonly import: string;
  /** "RBC chequing, 1 to 31 October 2026". */
  readonly source: string;
  /** `stopped`: nobody is at it any more. */
  readonly is: 'under-way' | 'stopped';
  /** Lines that are through, of all. */
  readonly through: number;
  readonly lines: number;
}

/** How far a file is that is being brought in. The page looks again by itself, and needs no script for it. */
export function ImportProgressPage({ frame, form, import: id, source, is, through, lines }: ImportProgress) {
  const at = pathsOf(frame.ledger.slug);
  const isStopped = is === 'stopped';
  return (
    <ConsolePage frame={frame} title={isStopped ? 'It stopped on its way' : 'It is being recorded'} place="payments">
      <Back href={at.imports}>Another file</Back>
      <h1>
        {grouped(through)} of {grouped(lines)} lines
      </h1>
      <p class="words">{source}</p>
      <Notice>
        {isStopped
          ? 'It stopped on its way. What is recorded stays, and what you said of the other lines is kept: go on, and nothing is recorded twice.'
          : 'It goes on by itself, also when you close this page. Come back to it when you like.'}
      </Notice>
      {isStopped ? (
        <PostForm action={at.importGoOn(id)} formKey={form.key}>
          <Buttons>
            <Button>Go on</Button>
            <Step href={at.today} quiet>
              Leave it for now
            </Step>
          </Buttons>
        </PostForm>
      ) : (
        <Buttons>
          <Step href={at.import(id)}>Look again</Step>
          <Step href={at.today} quiet>
            Today
          </Step>
        </Buttons>
      )}
    </ConsolePage>
  );
}
