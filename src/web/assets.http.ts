import { Controller, Get, Header, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from './allow.js';
import { passkeys } from './passkey-script.js';
import { stylesheet } from './stylesheet.js';

const assets = new Map([stylesheet, passkeys].map((asset) => [asset.name, asset]));

/** The stylesheet and the one script, under the names of their contents: kept for a year, compressed once when the program starts. */
@Controller('assets')
export class AssetsController {
  @Public()
  @Get(':name')
  @Header('Vary', 'Accept-Encoding')
  asset(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const asset = assets.get(name);
    if (!asset) throw new NotFoundException();
    const accepts = String(request.headers['accept-encoding'] ?? '');
    const encoding = /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gzip' : undefined;
    if (encoding) reply.header('Content-Encoding', encoding);
    reply
      .header('Cache-Control', 'public, max-age=31536000, immutable')
      .header('ETag', `"${asset.name}${encoding ? `-${encoding}` : ''}"`)
      .type(asset.type)
      .send(encoding ? asset[encoding] : asset.plain);
  }
}
