import type { FastifyInstance } from 'fastify';
import { largestMailBytes } from '../domain/mail.js';

/**
 * Lets a request carry a mail as it travels (RFC 5322). Its bytes reach the route as they were sent: a signature is checked
 * over them. What is larger than any mail we read is refused by its length, or where it passes the bound, and not held.
 */
export function rawMails(server: FastifyInstance): void {
  server.addContentTypeParser('message/rfc822', { parseAs: 'buffer', bodyLimit: largestMailBytes }, (_request, body, done) => {
    done(null, body);
  });
}
