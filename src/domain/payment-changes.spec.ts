import { asked, cash, promising, refusalOf } from '../../test/support/given.js';
import { type Payment, type PaymentFact, evolvePayment, paymentStream, recordPayment } from './payment.js';
import { refundPayment, reinstatePayment, reversePayment } from './payment-changes.js';

const october = { month: '2026-10' };
const unknown = paymentStream('p1').unborn;
const entry = { amount: cash('200.00 CAD'), method: 'paypal', offering: 'ces-50', receivedAt: '2026-10-04T16:00:00.000Z' } as const;
const fold = (facts: readonly PaymentFact[], before: Payment = unknown): Payment => facts.reduce(evolvePayment, before);
const recorded = () => fold(recordPayment(unknown, 'p1', entry, {}, promising(), october).payment);

describe('What PayPal or a bank takes back', () => {
  const reverse = (payment: Payment, amount: string) =>
    reversePayment(
      payment,
      { ...asked, payment: 'p1', amount: cash(amount), reversedAt: '2026-10-20T16:00:00.000Z', reason: 'chargeback' },
      promising(),
      october,
    );
  const reinstate = (payment: Payment, amount: string) =>
    reinstatePayment(
      payment,
      { ...asked, payment: 'p1', amount: cash(amount), reinstatedAt: '2026-10-28T16:00:00.000Z' },
      promising(),
      october,
    );
  const received = recorded();
  const reversed = fold(reverse(received, '150.00 CAD').payment, received);

  it('takes with it what it had added, and says why', () => {
    expect(reverse(received, '150.00 CAD')).toMatchObject({
      payment: [{ type: 'PaymentReversed', data: { amount: cash('150.00 CAD'), reason: 'chargeback', ...october } }],
      fund: [{ data: { by: cash('-30.00 CAD'), reason: 'reversed' } }],
    });
  });

  it('adds it again when it comes again, up to what was taken back', () => {
    expect(reinstate(reversed, '150.00 CAD').fund).toMatchObject([{ data: { by: cash('30.00 CAD'), reason: 'reversed' } }]);
    expect(refusalOf(() => reinstate(reversed, '150.01 CAD'))).toBe('payment/reinstated-above-reversed');
    const back = fold(reinstate(reversed, '150.00 CAD').payment, reversed);
    expect(refusalOf(() => reinstate(back, '0.01 CAD'))).toBe('payment/reinstated-above-reversed');
  });

  it('is no refund: what the practice gave back does not come again', () => {
    const refunded = fold(
      refundPayment(
        received,
        { ...asked, payment: 'p1', amount: cash('50.00 CAD'), refundedAt: '2026-10-19T16:00:00.000Z' },
        promising(),
        october,
      ).payment,
      received,
    );
    expect(refusalOf(() => reinstate(refunded, '50.00 CAD'))).toBe('payment/reinstated-above-reversed');
  });

  it.each<[string, Payment, string, string]>([
    ['more than is left', reversed, '50.01 CAD', 'payment/refunded-above-amount'],
    ['nothing', received, '0.00 CAD', 'amount'],
    ['a payment nobody recorded', unknown, '1.00 CAD', 'payment/unknown'],
  ])('is never %s', (_, payment, amount, why) => {
    expect(refusalOf(() => reverse(payment, amount))).toBe(why);
  });
});
