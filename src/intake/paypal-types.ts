import { keyOf } from './csv.js';

/** What a PayPal row is, whatever the language and the year call it. */
export type Kind =
  | 'payment'
  | 'refund'
  /** A payout of ours came back. */
  | 'returned'
  /** A dispute ended for us: what had been taken back is here again. */
  | 'restored'
  | 'conversion'
  | 'hold'
  | 'release'
  | 'withdrawal'
  | 'funding'
  | 'authorisation'
  | 'memo'
  | 'fee';

/** `ended`: nothing moved, or it went back. */
export type Progress = 'completed' | 'pending' | 'ended';

/**
 * The types that PayPal's reports name, in English, French and German, as found in published exports. Only a type that
 * stands here under `payment` can ever be income; one that stands nowhere is shown to a person. A type may be added; it never
 * moves to another kind, because rows are known again by their kind.
 */
const typesByKind: Record<Kind, string> = {
  payment: `
    General Payment | Payment | Mobile Payment | Website Payment | Express Checkout Payment | Subscription Payment
    Recurring Payment | PreApproved Payment Bill User Payment | Pre-approved Payment Bill User Payment | Donation Payment
    Mass Pay Payment | Mass Payment | Direct Credit Card Payment | Virtual Terminal Payment | eBay Auction Payment
    Invoice Payment | Payment Received | Donation Received | Subscription Payment Received | Recurring Payment Received
    Web Accept Payment Received | Shopping Cart Payment Received | Express Checkout Payment Received | Mobile Payment Received
    Paiement standard | Paiement général | Paiement | Paiement mobile | Paiement sur site marchand | Paiement sur site Web
    Paiement Express Checkout | Paiement PayPal Express | Paiement d'abonnement | Paiement récurrent | Paiement de don
    Paiement préapprouvé d'un utilisateur de facture de paiement | Paiement groupé | Paiement en nombre | Paiement DCC
    Paiement reçu | Paiement de facture
    Allgemeine Zahlung | Zahlung | Handyzahlung | Website-Zahlung | PayPal Express-Zahlung | Abonnementzahlung
    Wiederkehrende Zahlung | Zahlung im Einzugsverfahren mit Zahlungsrechnung | Spendenzahlung | Sammelzahlung
    Massenzahlung | eBay-Auktionszahlung | Zahlung erhalten | Rechnungszahlung`,
  refund: `
    Payment Refund | Refund | Payment Reversal | General Reversal | Chargeback
    Remboursement de paiement | Remboursement | Annulation de paiement | Opposition
    Rückzahlung | Rückerstattung | Zahlungsrückbuchung`,
  returned: 'Mass Payment Refund | Mass Payment Reversal | Mass Pay Refund | Mass Pay Reversal',
  restored: 'Chargeback Reversal | Chargeback Reimbursement | Chargeback Cancellation',
  conversion: `
    General Currency Conversion | Currency Conversion | User Initiated Currency Conversion
    Conversion de devise standard | Conversion de devise générale | Conversion de devise | Conversion de devises
    Conversion de devise initiée par l'utilisateur
    Allgemeine Währungsumrechnung | Währungsumrechnung | Von Nutzer eingeleitete Währungsumrechnung`,
  hold: `
    Payment Hold | General Hold | General Temporary Hold | Account Hold for Open Authorization | Hold on Available Balance
    Hold on Balance for Dispute Investigation | Payment Review Hold | Reserve Hold
    Suspension de paiement | Suspension du compte pour autorisation ouverte | Solde suspendu pour enquête sur un litige
    Allgemeine Einbehaltung | Einbehaltung für offene Autorisierung | Einbehaltung einer Zahlung`,
  release: `
    Payment Release | General Hold Release | Reversal of General Account Hold | Reserve Release
    Cancellation of Hold for Dispute Resolution
    Déblocage de paiement | Annulation d'une suspension de compte standard
    Annulation de la suspension pour résolution du litige
    Freigabe allgemeiner Einbehaltung | Rückbuchung allgemeiner Einbehaltung | Freigabe einer Zahlung`,
  withdrawal: `
    General Withdrawal | General Withdrawal - Bank Account | General Withdrawal - Bank Transfer | User Initiated Withdrawal
    Withdraw Funds to Bank Account | Withdraw Funds to a Bank Account | General Card Withdrawal
    General Credit Card Withdrawal | Auto-sweep | Transfer to Bank
    Retrait initié par l'utilisateur | Retrait général | Virement standard | Virement vers le compte bancaire
    Allgemeine Abbuchung | Von Nutzer eingeleitete Abbuchung | Bankabbuchung von PayPal-Konto | Auszahlung auf das Bankkonto
    Allgemeine Abbuchung von Kreditkarte`,
  funding: `
    Bank Deposit to PP Account | General Card Deposit | General Credit Card Deposit | Add Funds from a Bank Account
    General Funding of PayPal Account | Reversal of ACH Deposit | Reversal of ACH Withdrawal Transaction
    Virement bancaire sur le compte PayPal | Dépôt bancaire sur le compte PayPal
    Bankgutschrift auf PayPal-Konto | Allgemeine Gutschrift auf Kreditkarte | Rückbuchung von ACH-Gutschrift
    Rückbuchung von ACH-Abbuchung`,
  authorisation: `
    General Authorization | Authorization | Reauthorization | Void of Authorization | Order
    Autorisation standard | Autorisation générale | Autorisation
    Allgemeine Autorisierung | Autorisierung`,
  memo: `
    Invoice Sent | Shopping Cart Item | Request Sent | Money Request | Facture envoyée | Article du panier
    Demande envoyée | Rechnung gesendet | Warenkorbartikel`,
  fee: `
    Partner Fee | Chargeback Fee | Payment Fee | Fee for Mass Pay Request | General Fee
    Commission de partenaire | Frais de contestation | Partnergebühr | Rücklastschriftgebühr`,
};

const statuses: Record<Progress, string> = {
  completed: 'Completed | Cleared | Terminé | Terminée | Effectué | Effectuée | Abgeschlossen',
  pending: `
    Pending | On Hold | Held | Placed | Processing | In Progress | Unclaimed | Uncleared | Under Review
    En attente | En cours | En cours de traitement | Non réclamé | Suspendu | Non compensé
    Ausstehend | Offen | In Bearbeitung | Nicht eingefordert | Einbehalten | Nicht abgeschlossen`,
  ended: `
    Denied | Refused | Rejected | Declined | Canceled | Cancelled | Voided | Expired | Failed | Removed | Returned
    Refusé | Annulé | Expiré | Échec | Supprimé | Retourné | Rejeté
    Abgelehnt | Storniert | Abgelaufen | Fehlgeschlagen | Entfernt | Zurückgegeben`,
};

function lookUp<Meaning extends string>(table: Record<Meaning, string>): (words: string) => Meaning | undefined {
  const byKey = new Map<string, Meaning>();
  for (const meaning of Object.keys(table) as Meaning[]) {
    for (const words of table[meaning].split(/[|\n]/)) if (words.trim()) byKey.set(keyOf(words), meaning);
  }
  return (words) => byKey.get(keyOf(words));
}

/** What the type names; nothing for a type that we do not know. */
export const kindOf = lookUp(typesByKind);
/** How far the row got; nothing for a status that we do not know (`Refunded` is one: a person looks at both rows). */
export const progressOf = lookUp(statuses);

/** True for a row that moves no balance: an invoice sent, an item of a cart. */
export const isMemo = (impact: string): boolean => keyOf(impact) === 'memo';
