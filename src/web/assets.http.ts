import { Controller, Get, Header, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from './allow.js';
import { stylesheet } from './stylesheet.js';

/** The stylesheet, under the name of its content: kept for a year, compressed once when the program starts. */
@Controller('assets')
export class AssetsController {
  @Public()
  @Get(':name')
  @Header('Vary', 'Accept-Encoding')
  asset(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (name !== stylesheet.name) throw new NotFoundException();
    const accepts = String(request.headers['accept-encoding'] ?? '');
    const encoding = /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gzip' : undefined;
    if (encoding) reply.header('Content-Encoding', encoding);
    reply
      .header('Cache-Control', 'public, max-age=31536000, immutable')
      .header('ETag', `"${stylesheet.name}${encoding ? `-${encoding}` : ''}"`)
      .type('text/css; charset=utf-8')
      .send(encoding ? stylesheet[encoding] : stylesheet.plain);
  }
}
