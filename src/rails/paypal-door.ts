import type { PayPalCredentials, PayPalDoor } from '../domain/paypal.js';
import type { Settings } from '../settings.js';
import { type PayPalApi, paypalApi } from './paypal.js';
import { searchAll, troubleOf } from './paypal-search.js';

const line = { connectMs: 10_000, totalMs: 30_000, largestAnswerBytes: 8_000_000 };

/** PayPal, as the books ask it. Where it is found is the operator's to say: no input leads anywhere else. */
export function payPalDoor(
  { payPalUrl, payPalSandboxUrl }: Pick<Settings, 'payPalUrl' | 'payPalSandboxUrl'>,
  waits: Partial<typeof line> = {},
): PayPalDoor {
  const apiOf = ({ environment, clientId, clientSecret, webhookId }: PayPalCredentials): PayPalApi =>
    paypalApi({
      ...line,
      ...waits,
      baseUrl: environment === 'live' ? payPalUrl : payPalSandboxUrl,
      clientId,
      clientSecret,
      ...(webhookId && { webhookId }),
    });
  return {
    tryAccess: async (credentials) => {
      const end = await apiOf(credentials).tryAccess();
      return end.outcome === 'accepted' ? undefined : troubleOf(end);
    },
    search: (credentials, window) => searchAll(apiOf(credentials), window),
    verify: (credentials, headers, rawBody) => apiOf(credentials).verifyWebhook(headers, rawBody),
  };
}
