import { Column, Entity, PrimaryColumn } from 'typeorm';
import { at } from '../database/columns.js';

/** Whose consent to a receipt stands, and under which subject their slot key lies. Made by no event: it goes without a trace. */
@Entity('receipt_consent')
export class ReceiptConsentRow {
  @PrimaryColumn('uuid') ledgerId: string;
  @PrimaryColumn('uuid') recipientId: string;
  @Column('uuid') slotSubjectId: string;
  @Column(at) givenAt: string;
}
