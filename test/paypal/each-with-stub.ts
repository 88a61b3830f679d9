import type { PayPalAccess } from '../../src/rails/paypal.js';
import { PayPalSimulator } from './simulator/simulator.js';

/** A stub of its own for each test; after each, nothing may have broken PayPal's documents, and nothing may have been printed. */
export function eachWithStub(opened: (stub: PayPalSimulator) => void) {
  let stub: PayPalSimulator;
  let spies: readonly jest.SpyInstance[] = [];
  const printed = (): readonly unknown[] => spies.flatMap((spy) => spy.mock.calls as unknown[]);

  beforeEach(async () => {
    stub = await new PayPalSimulator().open();
    opened(stub);
    spies = [
      ...(['log', 'dir', 'warn', 'error', 'info', 'debug'] as const).map((name) => jest.spyOn(console, name)),
      jest.spyOn(process.stdout, 'write'),
      jest.spyOn(process.stderr, 'write'),
    ].map((spy) => spy.mockReturnValue(undefined as never));
  });

  afterEach(async () => {
    const words = printed();
    jest.restoreAllMocks();
    await stub.close();
    expect(stub.breaches).toEqual([]);
    expect(words).toEqual([]);
  });

  const access = (over: Partial<PayPalAccess> = {}): PayPalAccess => ({
    baseUrl: stub.url,
    clientId: 'river',
    clientSecret: 'river-secret',
    webhookId: '1JE4291016473214C',
    connectMs: 500,
    totalMs: 700,
    largestAnswerBytes: 1_000_000,
    ...over,
  });

  return { access, printed };
}
