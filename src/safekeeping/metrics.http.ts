import { timingSafeEqual } from 'node:crypto';
import { Controller, Get, Header, Inject, Req, UnauthorizedException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { forTheHost } from '../database/rows-in-sight.js';
import { Measures } from '../event-store/measures.js';
import { Public } from '../web/allow.js';

/** Who may read the measures: whoever knows the token, or, where nothing stands before the program, this machine. */
export interface MetricsDoor {
  readonly token?: string;
  /** False where a proxy stands before the program: to us, all that it passes on comes from near by. */
  readonly letsInLoopback: boolean;
}
export const METRICS_DOOR = Symbol('metrics door');

const loopback = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const localHost = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/;
const traces = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];

/** Figures for whoever keeps the program running. No person, no ledger. */
@Public()
@Controller()
export class MetricsController {
  constructor(
    @Inject(Measures) private readonly measures: Measures,
    @Inject(METRICS_DOOR) private readonly door: MetricsDoor,
  ) {}

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  text(@Req() request: FastifyRequest): Promise<string> {
    if (!this.mayRead(request))
      throw new UnauthorizedException('Send the token that is set as LEDGER_METRICS_TOKEN: Authorization: Bearer …');
    return forTheHost(() => this.measures.text());
  }

  private mayRead({ headers, socket }: FastifyRequest): boolean {
    const { token, letsInLoopback } = this.door;
    if (token !== undefined && headers.authorization !== undefined) return isEqual(headers.authorization, `Bearer ${token}`);
    const isNear = loopback.test(socket.remoteAddress ?? '') && localHost.test(headers.host ?? '');
    return letsInLoopback && isNear && traces.every((name) => headers[name] === undefined);
  }
}

function isEqual(sent: string, expected: string): boolean {
  const [a, b] = [Buffer.from(sent), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
