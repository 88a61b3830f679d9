/**
 * What can be wrong with the framing of a log, each by its name: closed, so that whoever reads a log can answer every
 * one of them. What is wrong with an entry or with the money has names of its own (`entry/…`, `pool/…`).
 */
export type LogFaultCode =
  | 'key/malformed'
  | 'note/malformed'
  | 'note/not-signed'
  | 'note/bad-signature'
  | 'checkpoint/malformed'
  | 'checkpoint/other-origin'
  | 'checkpoint/too-large'
  | 'tile/malformed'
  | 'tile/other-root'
  | 'bundle/malformed'
  | 'bundle/other-leaf'
  | 'proof/malformed'
  | 'proof/not-included'
  | 'proof/not-consistent'
  | 'policy/malformed'
  | 'policy/unknown-log'
  | 'policy/no-quorum'
  | 'receipt/malformed'
  | 'receipt/other-log'
  | 'receipt/other-batch'
  | 'receipt/not-in-batch';

/** Bytes that are not what a log of this kind may say. The code names the rule that they break, the sentence the place. */
export class LogFault extends Error {
  constructor(
    readonly code: LogFaultCode,
    sentence: string,
  ) {
    super(sentence);
    this.name = 'LogFault';
  }
}
