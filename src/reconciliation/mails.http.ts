import { Controller, HttpCode, Inject, Param, Post, Req, UnauthorizedException, UnsupportedMediaTypeException } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { Public } from '../web/allow.js';
import { Refusal } from '../domain/refusal.js';
import { MailArrivals } from './mail-arrivals.js';
import { MailSecrets } from './mail-secrets.queries.js';

/**
 * Mails, handed in whole by the practice's own mail host or a script beside it. Whoever hands one in signs it with the
 * ledger's secret; a ledger that is not there, one without a secret and a wrong signature are answered alike.
 */
@Controller('webhooks/mail/:ledger')
export class MailsController {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(MailArrivals) private readonly arrivals: MailArrivals,
    @Inject(MailSecrets) private readonly secrets: MailSecrets,
  ) {}

  /** Headers: `Ledger-Timestamp`, seconds since 1970; `Ledger-Signature`, see `HandedIn`. The same mail again adds nothing. */
  @Post()
  @HttpCode(200)
  @Public()
  async handIn(@Param('ledger') slug: string, @Req() request: FastifyRequest) {
    const { body, headers } = request;
    if (!Buffer.isBuffer(body)) throw new UnsupportedMediaTypeException('Send the mail as it came, whole, as message/rfc822.');
    const signed = { seconds: textOf(headers['ledger-timestamp']), signature: textOf(headers['ledger-signature']), bytes: body };
    const ledger = await this.ledgerOf(slug);
    if (!ledger || !(await this.secrets.isSigned(ledger, signed))) {
      throw new UnauthorizedException(
        'Sign the mail with the secret of this ledger: Ledger-Timestamp now, in seconds, and Ledger-Signature v1= with the HMAC-SHA-256 of both.',
      );
    }
    const arrived = await this.arrivals.arrive(ledger, body, 'webhook');
    if (!('outcome' in arrived)) throw new Refusal(`mail/${arrived.fault}`, `This mail counts for nothing. ${arrived.why}`);
    return { outcome: arrived.outcome };
  }

  private async ledgerOf(slug: string): Promise<string | undefined> {
    const rows: { ledger_id: string }[] = await this.dataSource.query('select ledger_id from ledger where slug = $1', [slug.slice(0, 100)]);
    return rows[0]?.ledger_id;
  }
}

const textOf = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? undefined : header);
