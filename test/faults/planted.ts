/** One for every box and column in which a person's words come to us: each stands nowhere else in the world. */
export const person = (who: string) => ({
  link: `https://social.example/@${who}-qanary-link/17`,
  handle: `${who}-qanary-link`,
  address: `${who}-qanary-address@mail.example`,
  payee: `${who} Qanary Payee`,
  reference: `${who}-QANARY-OUT`,
});
export const gone = person('gone');
export const stays = person('stays');
/** Paid over PayPal's API; nothing is written by hand there. */
const { reference: _none, ...overPayPal } = person('online');
export const online = overPayPal;
export const others = {
  payer: 'Qanary Payer, of "Río & Søn"',
  paymentReference: 'QANARY-IN-88',
  bankText: 'QANARY-BANK-66',
  bankName: 'QANARYNAME TESTPERSON',
  payPalName: 'Qanary Marlow',
  payPalMail: 'qanary-marlow@pal.example',
  payPalSubject: 'Qanary subject 31',
  payPalNote: 'Qanary note 32',
  payPalApp: 'Qanary_App_nVZ0b9x3-51',
  payPalSecret: 'Qanary_Secret_aLdZz8iCr8N7-52',
  mailName: 'QANARY MAILNAME',
  feedbackWords: 'Qanary feedback words 41',
  feedbackName: 'Qanary Feedbackname',
  feedbackReply: 'qanary-reply@mail.example',
  feedbackAnswer: 'Qanary feedback answer 42',
  feedbackChanged: 'Qanary feedback changed 43',
};
export const words = [...Object.values(gone), ...Object.values(stays), ...Object.values(online), ...Object.values(others)];

/** Pages of the console on which people's calls, lines and payouts stand; that of each payout comes to these. */
export const consolePages = [
  '',
  '/calls',
  '/calls?order=by-day',
  '/feedback',
  '/payments',
  '/payouts',
  '/payouts/new',
  '/payouts/share',
  '/payouts/in-doubt',
  '/settings/sending',
  '/accounts',
  '/imports',
  '/imports/review',
  '/imports/lines',
  '/months',
  '/people',
];
