/** An mbox file (RFC 4155) begins so, and so does every mail in it. */
const separator = Buffer.from('From ');

export const isMailbox = (head: Uint8Array): boolean => Buffer.from(head.subarray(0, separator.length)).equals(separator);

/**
 * The mails of a mailbox, in their order. A line that begins with "From " after an empty one begins a mail; within a mail,
 * such lines carry one `>` more than they were written with.
 */
export function mailsIn(bytes: Uint8Array): Uint8Array[] {
  const text = Buffer.from(bytes).toString('latin1');
  const starts = [...text.matchAll(/(?:^|\r?\n\r?\n)From [^\r\n]*\r?\n/g)].map((match) => ({
    end: match.index,
    begin: match.index + match[0].length,
  }));
  return starts.map(({ begin }, index) => {
    const mail = text.slice(begin, starts[index + 1]?.end);
    return Buffer.from(`${mail.replace(/^>(>*From )/gm, '$1')}${starts[index + 1] ? '\n' : ''}`, 'latin1');
  });
}
