/** Where each page and form of the console is. Controllers answer at these; pages link to them. */
export function pathsOf(slug: string) {
  const base = `/console/${slug}`;
  const payment = (id: string) => `${base}/payments/${id}`;
  const call = (id: string) => `${base}/calls/${id}`;
  const payout = (id: string) => `${base}/payouts/${id}`;
  const month = (name: string) => `${base}/months/${name}`;
  return {
    today: base,
    payments: `${base}/payments`,
    paymentsOf: (name: string) => `${base}/payments?month=${name}`,
    newPayment: `${base}/payments/new`,
    payment,
    correctPayment: (id: string) => `${payment(id)}/correct`,
    refundPayment: (id: string) => `${payment(id)}/refund`,
    reversePayment: (id: string) => `${payment(id)}/reverse`,
    reinstatePayment: (id: string) => `${payment(id)}/reinstate`,
    forgetPayer: (id: string) => `${payment(id)}/forget-payer`,
    voidPayment: (id: string) => `${payment(id)}/void`,
    imports: `${base}/imports`,
    review: `${base}/imports/review`,
    lines: `${base}/imports/lines`,
    linesThat: (became: 'matched' | 'dismissed') => `${base}/imports/lines?that=${became}`,
    lineParts: (id: string) => `${base}/imports/lines/${id}/parts`,
    reopenLine: (id: string) => `${base}/imports/lines/${id}/reopen`,
    totals: `${base}/totals`,
    totalsOf: (month: string) => `${base}/totals?month=${month}`,
    importTotals: (id: string) => `${base}/totals/imports/${id}`,
    withdrawTotal: `${base}/totals/withdraw`,
    mailInbox: `${base}/imports/mails`,
    import: (id: string) => `${base}/imports/${id}`,
    mappings: `${base}/imports/mappings`,
    forgetMapping: (id: string) => `${base}/imports/mappings/${id}/forget`,
    importGoOn: (id: string) => `${base}/imports/${id}/go-on`,
    importFile: (id: string) => `${base}/imports/files/${id}`,
    calls: `${base}/calls`,
    callsByDay: `${base}/calls?order=by-day`,
    newCall: `${base}/calls/new`,
    call,
    putAwayCall: (id: string) => `${call(id)}/put-away`,
    callsAway: `${base}/calls/away`,
    recheckCall: (id: string) => `${call(id)}/recheck`,
    takeBackCall: (id: string) => `${call(id)}/take-back`,
    consentOf: (id: string) => `${call(id)}/consent`,
    giveCode: (id: string) => `${call(id)}/code`,
    endCode: (id: string) => `${call(id)}/end-code`,
    forgetPerson: (id: string) => `${call(id)}/forget`,
    payouts: `${base}/payouts`,
    inDoubt: `${base}/payouts/in-doubt`,
    newPayout: `${base}/payouts/new`,
    shareOut: `${base}/payouts/share`,
    newPayoutFor: (id: string) => `${base}/payouts/new?call=${id}`,
    payout,
    /** What can be done with a payout; each is a POST. */
    act: (id: string, act: PayoutAct) => `${payout(id)}/${act}`,
    months: `${base}/months`,
    exports: (file: string) => `${base}/exports/${file}`,
    month,
    closeMonth: (name: string) => `${month(name)}/close`,
    closingDay: `${base}/months/closing-day`,
    statements: `${base}/statements`,
    statementsOf: (account: string) => `${base}/statements?account=${account}`,
    statement: ({ account, currency, from, through }: { account: string; currency: string; from: string; through: string }) =>
      `${base}/statements/${account}/${currency}/${from}/${through}`,
    promise: `${base}/promise`,
    offerings: `${base}/offerings`,
    public: `${base}/public`,
    confirmAddress: `${base}/public/address`,
    adoptRules: `${base}/public/rules`,
    feedback: `${base}/feedback`,
    oneFeedback: (id: string) => `${base}/feedback/${id}`,
    actOnFeedback: (id: string, act: 'answer' | 'publish' | 'hide') => `${base}/feedback/${id}/${act}`,
    settings: `${base}/settings`,
    held: `${base}/settings/held`,
    sending: `${base}/settings/sending`,
    sendingAct: (act: string) => `${base}/settings/sending/${act}`,
    accounts: `${base}/accounts`,
    mails: `${base}/mails`,
    mailAddress: `${base}/mails/address`,
    mailBox: `${base}/mails/mailbox`,
    forgetMailBox: (account: string) => `${base}/mails/mailbox/${account}/forget`,
    mailSecret: `${base}/mails/secret`,
    endMailSecret: `${base}/mails/secret/end`,
    payPal: (id: string) => `${base}/accounts/${id}/paypal`,
    removePayPal: (id: string) => `${base}/accounts/${id}/paypal/remove`,
    opening: `${base}/opening`,
    ahead: `${base}/ahead`,
    coverAhead: `${base}/ahead/cover`,
    takeBackAhead: `${base}/ahead/take-back`,
    people: `${base}/people`,
    invite: `${base}/people/invitations`,
    takeBack: (id: string) => `${base}/people/invitations/${id}/take-back`,
    roleOf: (account: string) => `${base}/people/${account}/role`,
    tokens: `${base}/tokens`,
    revokeToken: (id: string) => `${base}/tokens/${id}/revoke`,
  };
}

export type Paths = ReturnType<typeof pathsOf>;

export type PayoutAct =
  | 'approve'
  | 'cover'
  | 'cancel'
  | 'show-address'
  | 'sent'
  | 'not-sent'
  | 'undo'
  | 'arrived'
  | 'came-back'
  | 'take-back'
  | 'end-attempt'
  | 'stop-resending'
  | 'say-paid'
  | 'say-never-created';

/** Of the host, not of one ledger. */
export const hostPaths = {
  ledgers: '/console',
  signIn: '/console/sign-in',
  signOut: '/console/sign-out',
  hideAmounts: '/console/hide-amounts',
};
