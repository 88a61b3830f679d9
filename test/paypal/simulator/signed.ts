import { createHmac } from 'node:crypto';
import { type Event, bytesOf } from './movements.js';

const webhookId = '1JE4291016473214C';

/** What PayPal's signature stands on, with a secret of the simulator's in place of PayPal's key: the very bytes count. */
const signatureOf = (webhook: string, transmission: string, sentAt: string, body: string): string =>
  `s${createHmac('sha256', 'the simulator’s own').update([webhook, transmission, sentAt, body].join('|')).digest('base64')}`;

/** @param over headers in place of the right ones; an empty one is not sent */
export function signedHeaders(event: Event, transmission: string, over: Readonly<Record<string, string>>): Record<string, string> {
  const sentAt = over['paypal-transmission-time'] ?? event.create_time;
  const headers = {
    'paypal-auth-algo': 'SHA256withRSA',
    'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42',
    'paypal-transmission-id': transmission,
    'paypal-transmission-time': sentAt,
    'paypal-transmission-sig': signatureOf(webhookId, transmission, sentAt, bytesOf(event)),
    ...over,
  };
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
}

/** What PayPal says of a webhook when it is asked: by the bytes as they stand in the question. */
export function verified(question: string): 'SUCCESS' | 'FAILURE' {
  const told = JSON.parse(question) as Record<string, string>;
  const [, bytes = ''] = /"webhook_event":(.*)\}$/s.exec(question) ?? [];
  const right = signatureOf(told.webhook_id!, told.transmission_id!, told.transmission_time!, bytes);
  return told.transmission_sig === right ? 'SUCCESS' : 'FAILURE';
}
