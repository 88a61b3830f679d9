import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { renderPage } from './page.js';

/** A page that depends on who asks: never kept. Its own forms may say that they come from here. */
export function sendPage(reply: FastifyReply, page: VNode, status = 200): void {
  reply
    .code(status)
    .header('Cache-Control', 'no-store')
    .header('Referrer-Policy', 'same-origin')
    .type('text/html; charset=utf-8')
    .send(renderPage(page));
}

export function seeOther(reply: FastifyReply, path: string): void {
  reply.code(303).header('Cache-Control', 'no-store').header('Location', path).send();
}
