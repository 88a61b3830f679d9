export interface Operation {
  /** Method and path, under `/api/v1/ledgers/{ledger}/` unless it begins with a slash. */
  readonly does: string;
  readonly says: string;
}

const operation = (does: string, says: string): Operation => ({ does, says });

/**
 * Every operation of the API in one sentence, in the order in which the description shows them. A test holds this list
 * against the routes, so that none is missing and none is invented.
 */
export const contents: readonly Operation[] = [
  operation('GET payments', 'Payments, newest first'),
  operation('POST payments', 'Record a payment; what it adds to what is owed is decided with it'),
  operation('GET payments/{payment}', 'One payment'),
  operation('POST payments/{payment}/refunds', 'Record that some or all of a payment went back'),
  operation('POST payments/{payment}/reversals', 'Record that PayPal or a bank took some or all of a payment back'),
  operation('POST payments/{payment}/reinstatements', 'Record that what was taken back came again'),
  operation(
    'POST payments/{payment}/corrections',
    'Say right what was recorded wrongly of a payment; what it adds to what is owed follows',
  ),
  operation('POST payments/{payment}/forget-payer', 'Forget who paid, here and wherever else they are named; amounts stay'),
  operation('POST payments/{payment}/void', 'Take a wrongly recorded payment out of the books'),
  operation('GET obligations', 'What is owed, line by line, newest first'),
  operation('GET obligations/funds', 'What is available, reserved and passed on, by currency'),
  operation('POST obligations/opening-balance', 'State what was owed and had been paid before this ledger; once a currency'),
  operation(
    'POST obligations/advances',
    'Cover out of your own pocket what is passed on beyond what is available, as a credit or for good',
  ),
  operation('POST obligations/advances/met', 'Take back of what is available what was covered ahead'),
  operation('GET policies', 'The promise in all its versions, oldest first'),
  operation('POST policies', 'Adopt a new version of the promise'),
  operation('POST policies/preview', 'What the last twelve months would have set aside under another wording; adopts nothing'),
  operation('GET offerings', 'What is sold'),
  operation('POST offerings', 'Define what is sold'),
  operation('GET accounts', 'The bank and PayPal accounts that are watched'),
  operation('POST accounts', 'Name an account to watch'),
  operation('POST imports', "Bring in an account's file; answers what each line would become, and records nothing yet"),
  operation('GET imports/{import}', 'The preview again; it is kept for a day'),
  operation('POST imports/{import}/confirm', 'Record the lines of a preview; the same file twice adds nothing'),
  operation('GET mappings', 'What the columns of described files are'),
  operation('POST mappings', "Say what the columns of an account's files are; the same name again replaces it"),
  operation('POST mappings/{mapping}/forget', 'Forget it; lines that were read by it stay as they are'),
  operation('GET observations', "Lines of the accounts' files and what became of them, newest first"),
  operation('POST observations/{observation}/allocate', 'Say of which payments a line that waits is the money, each with its part'),
  operation('POST observations/{observation}/reopen', 'Take back what was said of a line by mistake; it waits for review again'),
  operation('GET totals', 'What a booking program says came in by day and method, and where the ledger says otherwise'),
  operation('POST totals', 'Keep what a booking program says; said again it adds nothing, and it makes no payment'),
  operation('POST totals/withdraw', 'Take back one total that was read wrongly'),
  operation('GET calls', 'Open calls for mutual aid'),
  operation('POST calls', 'Note a call'),
  operation('POST calls/{call}/close', 'Put a call away'),
  operation('POST calls/{call}/recheck', 'Say whether it is still open, having looked'),
  operation('POST calls/{call}/withdraw', 'Say that the person took it back'),
  operation('POST calls/{call}/consents', 'Note that the person agreed to one thing; no payout depends on it'),
  operation('POST calls/{call}/consents/withdraw', 'Note that they took that back'),
  operation('GET payouts', 'Payouts, newest first'),
  operation('POST payouts', 'Propose a payout'),
  operation('GET payouts/{payout}', 'One payout'),
  operation('POST payouts/{payout}/approve', 'Approve a payout: its amount is reserved'),
  operation('POST payouts/{payout}/card', "Open a payout's card: shows its holder, and nobody else, where the money goes"),
  operation('POST payouts/{payout}/put-back', 'Say that it was not sent, and free the card'),
  operation('POST payouts/{payout}/sent', 'Say that it was sent'),
  operation('POST payouts/{payout}/undo', 'Take that back, within ten minutes'),
  operation('POST payouts/{payout}/confirm', 'Say that it arrived, and how that is known'),
  operation('POST payouts/{payout}/returned', 'Say that it came back'),
  operation('POST payouts/{payout}/cancel', 'Cancel a payout whose card was never opened'),
  operation('GET payouts/{payout}/receipts', 'Receipts of a payout that is published, for the person who asked for one'),
  operation('POST payouts/{payout}/end-attempt', 'End an attempt that PayPal has answered and not taken up'),
  operation('POST payouts/{payout}/stop-resending', 'Say that a payout in doubt is not to be sent again by itself'),
  operation('POST payouts/{payout}/say-paid', 'Say that a payout in doubt was sent; a reading of it proves it'),
  operation('POST payouts/{payout}/say-never-created', 'Say that a payout in doubt was never created; search and statement prove it'),
  operation('GET payouts/rules', 'How much may go out, with how many people, and from which account'),
  operation('POST payouts/limits', 'Set the ceilings of one currency; what is raised may wait for a second person'),
  operation('POST payouts/limits/confirm', 'Agree, as a second person, to ceilings that are to be raised'),
  operation('POST payouts/stop', 'Stop everything that is not yet sent'),
  operation('POST payouts/resume', 'Let sending go on'),
  operation('POST payouts/account', 'Choose the PayPal account from which the program pays'),
  operation('GET statements', 'What accounts say of themselves, and what their lines come to beside it'),
  operation('POST statements', 'Assert the statement of an account: a period, its opening and its closing'),
  operation('GET months', 'Months that are closed, newest first'),
  operation('POST months/{month}/close', 'Close a month; it never changes again'),
  operation('GET reports/{month}', 'What a month came to, as its report says'),
  operation('GET publications', 'What is published, newest entry first'),
  operation('GET publications/next', 'What the next publication would say, and what waits'),
  operation('POST publications/rules', 'Adopt the rules of publication'),
  operation('POST publications/public-address', 'Confirm the public address, once and for life'),
  operation('POST publications/payers-confirmed', 'Confirm that what waits came from enough different payers'),
  operation('GET feedback', 'Feedback without its words: what waits for an answer first'),
  operation('GET feedback/{feedback}', 'One, with what was written until that is forgotten'),
  operation('POST feedback/{feedback}/answer', 'Note that it was answered, and what changed because of it'),
  operation(
    'POST feedback/{feedback}/publish',
    'Publish exactly this text, where whoever wrote it agreed; shown with the next publication',
  ),
  operation('POST feedback/{feedback}/hide', 'Take it off the public page, or put it away'),
  operation('GET events', 'The books themselves, oldest event first; sealed fields stay sealed'),
  operation('GET /{ledger}/feed.json', 'The publications as JSON Feed 1.1'),
  operation('GET /{ledger}/feed.atom', 'The publications as Atom'),
  operation('GET /{ledger}/events', 'New heads of the public log as server-sent events'),
  operation('GET /{ledger}/log/checkpoint', 'The signed head of the public log (C2SP tlog-checkpoint)'),
  operation('GET /{ledger}/log/vkey', 'The key that signs it'),
  operation('GET /{ledger}/log/policy', 'Whom to believe (C2SP tlog-policy)'),
  operation('POST /witness/add-checkpoint', 'Hand in the head of another log to be witnessed (C2SP tlog-witness)'),
  operation('GET /healthz', 'The program answers'),
  operation('GET /readyz', 'The program can serve'),
  operation('GET /metrics', 'Figures about the program for Prometheus; with a token, or from this machine'),
];

/** `POST /api/v1/ledgers/{ledger}/payments` */
export function routeOf({ does }: Operation): { method: string; path: string } {
  const [method = '', path = ''] = does.split(' ');
  return { method: method.toLowerCase(), path: path.startsWith('/') ? path : `/api/v1/ledgers/{ledger}/${path}` };
}
