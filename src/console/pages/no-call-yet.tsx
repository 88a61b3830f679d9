import { Buttons, Step } from '../../web/components.js';

/** Where money would be sent, and nobody is there yet to whom it could be. */
export function NoCallYet({ noteAt }: { noteAt: string }) {
  return (
    <>
      <p>No calls noted. When you come across one, note it, and it can be answered here.</p>
      <Buttons>
        <Step href={noteAt}>Note a call</Step>
      </Buttons>
    </>
  );
}
