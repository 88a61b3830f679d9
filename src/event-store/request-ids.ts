import { Inject, Injectable } from '@nestjs/common';
import { namesNobody } from './asker.js';
import { FINGERPRINTS, type Fingerprints } from './tokens.js';

/**
 * Under which id a request is remembered. An id made of a UUID stands as it came; a sender's own words might name somebody, so
 * their fingerprint stands in their place: it finds the same words again, and gives none away.
 */
@Injectable()
export class RequestIds {
  constructor(@Inject(FINGERPRINTS) private readonly fingerprints: Fingerprints) {}

  async stored(ledger: string, sent: string): Promise<string> {
    if (namesNobody(sent)) return sent;
    const [fingerprint] = await this.fingerprints(ledger, [`request id\n${sent}`]);
    return `sent-${fingerprint!.toString('base64url')}`;
  }
}
