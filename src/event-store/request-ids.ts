import { Inject, Injectable } from '@nestjs/common';
import { namesNobody } from './asker.js';
import { FINGERPRINT, type Fingerprint } from './tokens.js';

/**
 * Under which id a request is remembered. An id made of a UUID stands as it came; a sender's own words might name somebody, so
 * their fingerprint stands in their place: it finds the same words again, and gives none away.
 */
@Injectable()
export class RequestIds {
  constructor(@Inject(FINGERPRINT) private readonly fingerprint: Fingerprint) {}

  async stored(ledger: string, sent: string): Promise<string> {
    return namesNobody(sent) ? sent : `sent-${(await this.fingerprint(ledger, `request id\n${sent}`)).toString('base64url')}`;
  }
}
