import type { ComponentChildren } from 'preact';
import { Button, Buttons, Hidden, PostForm } from '../web/components.js';
import { passkeysPath } from '../web/passkey-script.js';

export interface PasskeyAsk {
  /** Where the device's answer goes; its question comes from `/ask` below. */
  readonly action: string;
  readonly formKey: string;
  readonly does: 'use' | 'make';
  readonly children?: ComponentChildren;
  readonly words: string;
  readonly next?: string;
}

/** For the page's head where such a form stands. */
export const passkeyScriptPath = passkeysPath;

/** Hidden until the script is there and the browser knows passkeys. The script asks the device and fills in the rest. */
export function PasskeyForm({ action, formKey, does, children, words, next }: PasskeyAsk) {
  return (
    <div hidden>
      <PostForm action={action} formKey={formKey} act="passkey" passkey={{ does, ask: `${action}/ask` }}>
        {children}
        <Hidden name="step" value="" />
        <Hidden name="answer" value="" />
        {next !== undefined && <Hidden name="next" value={next} />}
        <Buttons>
          <Button quiet={does === 'use'}>{words}</Button>
        </Buttons>
        <p role="status" data-says />
      </PostForm>
    </div>
  );
}
