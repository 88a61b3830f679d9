import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readAddCheckpoint } from '../public-log/add-checkpoint.js';
import { LogFault } from '../public-log/log-fault.js';
import { vkeyOf } from '../public-log/note-key.js';
import { Public } from '../web/allow.js';
import { Witnessing } from './witnessing.js';

const text = 'text/plain; charset=utf-8';

/** Where other practices hand in their checkpoints (C2SP tlog-witness). Open to everyone: what counts is the signature. */
@Public()
@Controller('witness')
export class WitnessController {
  constructor(@Inject(Witnessing) private readonly witnessing: Witnessing) {}

  @Get('vkey')
  async vkey(@Res() reply: FastifyReply): Promise<void> {
    const key = await this.witnessing.key();
    void reply
      .code(key ? 200 : 404)
      .type(text)
      .send(key ? `${vkeyOf(key)}\n` : 'This host witnesses nobody.\n');
  }

  @Post('add-checkpoint')
  async add(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const answer = await this.answerTo(typeof request.body === 'string' ? request.body : '');
    reply.code(answer.status).header('cache-control', 'no-store');
    if (answer.status === 200) void reply.type(text).send(answer.line);
    else if (answer.status === 409) void reply.type('text/x.tlog.size').send(`${answer.size}\n`);
    else void reply.type(text).send(`${answer.says}\n`);
  }

  private async answerTo(body: string) {
    try {
      return await this.witnessing.add(readAddCheckpoint(body));
    } catch (fault) {
      if (fault instanceof LogFault) return { status: 400, says: fault.message } as const;
      throw fault;
    }
  }
}
