import type { PayPalCredentials, PayPalDoor } from '../domain/paypal.js';
import type { PayPalPayoutDoor } from '../domain/paypal-payout.js';
import type { Settings } from '../settings.js';
import { type PayPalApi, paypalApi } from './paypal.js';
import { payPalPayouts } from './paypal-payouts.js';
import { searchAll, troubleOf } from './paypal-search.js';

const line = { connectMs: 10_000, totalMs: 30_000, largestAnswerBytes: 8_000_000 };

type Hosts = Pick<Settings, 'payPalUrl' | 'payPalSandboxUrl'>;
type ApiOf = (credentials: PayPalCredentials) => PayPalApi;

/** Where PayPal is found is the operator's to say: no input leads anywhere else. */
const apiAt =
  ({ payPalUrl, payPalSandboxUrl }: Hosts, waits: Partial<typeof line>): ApiOf =>
  ({ environment, clientId, clientSecret, webhookId }) =>
    paypalApi({
      ...line,
      ...waits,
      baseUrl: environment === 'live' ? payPalUrl : payPalSandboxUrl,
      clientId,
      clientSecret,
      ...(webhookId && { webhookId }),
    });

/** PayPal, as the books ask it. */
export function payPalDoor(hosts: Hosts, waits: Partial<typeof line> = {}): PayPalDoor {
  const apiOf = apiAt(hosts, waits);
  return {
    tryAccess: async (credentials) => {
      const end = await apiOf(credentials).tryAccess();
      return end.outcome === 'accepted' ? undefined : troubleOf(end);
    },
    search: (credentials, window) => searchAll(apiOf(credentials), window),
    verify: (credentials, headers, rawBody) => apiOf(credentials).verifyWebhook(headers, rawBody),
  };
}

/** PayPal, as the payouts ask it: a thousand of them to one account share a token. */
export const payPalPayoutDoor = (hosts: Hosts, waits: Partial<typeof line> = {}): PayPalPayoutDoor =>
  payPalPayouts(remembering(apiAt(hosts, waits)));

const mostRemembered = 100;

/** One for each set of credentials, so that its token is kept. Those of an account that was not asked for long are let go. */
function remembering(apiOf: ApiOf): ApiOf {
  const apis = new Map<string, PayPalApi>();
  return (credentials) => {
    const { environment, clientId, clientSecret } = credentials;
    const key = JSON.stringify([environment, clientId, clientSecret]);
    const api = apis.get(key) ?? apiOf(credentials);
    apis.delete(key);
    apis.set(key, api);
    if (apis.size > mostRemembered) apis.delete(apis.keys().next().value!);
    return api;
  };
}
