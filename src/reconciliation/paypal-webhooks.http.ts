import {
  BadRequestException,
  Controller,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  PayloadTooLargeException,
  Post,
  type RawBodyRequest,
  Req,
  ServiceUnavailableException,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Public } from '../web/allow.js';
import { PayPalWebhooks } from './paypal-webhooks.js';

/** Where PayPal says that something happened. Whoever it is has to be PayPal by its signature, not by anything else. */
@Controller('webhooks/paypal')
export class PayPalWebhooksController {
  constructor(@Inject(PayPalWebhooks) private readonly webhooks: PayPalWebhooks) {}

  /** 2xx ends PayPal's repeats. Whatever is refused is told no more than that. */
  @Post(':ledger')
  @HttpCode(204)
  @Public()
  async arrived(@Param('ledger') slug: string, @Req() { headers, rawBody }: RawBodyRequest<FastifyRequest>): Promise<void> {
    const end = await this.webhooks.take(slug, headers, rawBody ?? Buffer.alloc(0));
    switch (end) {
      case 'taken':
      case 'known-already':
        return;
      case 'nobody-here':
        throw new NotFoundException();
      case 'not-known':
        throw new ServiceUnavailableException('PayPal could not be asked whether it sent this. Send it again later.');
      case 'too-large':
        throw new PayloadTooLargeException('A webhook is smaller than this.');
      case 'not-genuine':
      case 'replayed':
      case 'unreadable':
        throw new BadRequestException('This is not a webhook that PayPal sent to this ledger.');
    }
  }
}
