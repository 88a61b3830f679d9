/** The one message that PayPal's document knows for a question that is not as it should be. */
export const malformed = 'Request is not well-formed, syntactically incorrect, or violates schema.';

/** A no, in PayPal's form. */
export const no = (name: string, details: readonly object[] = [], message = 'See the details.'): object => ({
  name,
  message,
  debug_id: '8c3d2e',
  information_link: `https://developer.paypal.com/docs/api/payments.payouts-batch/#${name}`,
  details,
});
