import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { instant } from '../domain/calendar.js';
import { invalid } from '../domain/refusal.js';
import { violates } from '../event-store/faults.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { checkPassword, hashPassword, isPassword } from './passwords.js';
import { checkSignInName, signInNameOf } from './sign-in-name.js';
import { StewardAccountRow } from './steward-account.row.js';

export interface Credentials {
  /** The name to sign in with. */
  readonly name: string;
  readonly password: string;
}

/** A name and a hashed password, checked and ready to be written. Hashing takes its time, so it is done before a transaction. */
export type NewAccount = StewardAccountRow;

/** Those who can sign in on this host. */
@Injectable()
export class StewardAccounts {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws InvalidInput naming `name` or `password` */
  async prepare({ name, password }: Credentials): Promise<NewAccount> {
    const signInName = checkSignInName(name);
    checkPassword(password, signInName);
    const passwordHash = await hashPassword(password);
    return Object.assign(new StewardAccountRow(), {
      accountId: newId(this.clock),
      signInName,
      passwordHash,
      madeAt: instant(this.clock()),
    });
  }

  /** @throws InvalidInput when the name is taken. @returns the account's id */
  async add(account: NewAccount, database: EntityManager = this.dataSource.manager): Promise<string> {
    try {
      await database.insert(StewardAccountRow, account);
      return account.accountId;
    } catch (error) {
      if (!violates(error, 'sign_in_name_is_taken')) throw error;
      throw invalid('name', 'This name is taken on this host. If it is yours, sign in; otherwise choose another.');
    }
  }

  /** @returns the account's id; undefined when name and password do not belong together */
  async whose({ name, password }: Credentials): Promise<string | undefined> {
    const found = await this.dataSource.manager.findOneBy(StewardAccountRow, { signInName: signInNameOf(name) });
    return (await isPassword(found?.passwordHash, password)) ? found?.accountId : undefined;
  }

  /** For one who is signed in already. */
  async isPasswordOf(accountId: string, password: string): Promise<boolean> {
    const found = await this.dataSource.manager.findOneBy(StewardAccountRow, { accountId });
    return isPassword(found?.passwordHash, password);
  }

  /** @throws InvalidInput naming `password` */
  async changePassword(accountId: string, password: string): Promise<void> {
    checkPassword(password, (await this.nameOf(accountId)) ?? '');
    await this.dataSource.manager.update(StewardAccountRow, { accountId }, { passwordHash: await hashPassword(password) });
  }

  async nameOf(accountId: string): Promise<string | undefined> {
    return (await this.dataSource.manager.findOneBy(StewardAccountRow, { accountId }))?.signInName;
  }
}
