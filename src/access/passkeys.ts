import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { DataSource } from 'typeorm';
import { type Day, instant } from '../domain/calendar.js';
import { invalid } from '../domain/refusal.js';
import { violates } from '../event-store/faults.js';
import { newId } from '../event-store/ids.js';
import { CLOCK, type Clock } from '../event-store/tokens.js';
import { SignInSteps } from './sign-in-steps.js';

/** What a passkey is bound to: a device gives it to no page of another host. */
export interface Site {
  /** The host's name without a port: `ledger.example`. */
  readonly name: string;
  /** `https://ledger.example`. */
  readonly origin: string;
}

/** A question for the device, and the step under which its answer is expected. */
export interface Question {
  readonly step: string;
  readonly options: object;
}

export interface Passkey {
  readonly passkeyId: string;
  readonly name: string;
  readonly madeAt: Date;
  readonly lastUsedOn: Day | null;
}

interface Kept {
  readonly passkey_id: string;
  readonly account_id: string;
  readonly public_key: Buffer;
  readonly sign_count: string;
}

/** Loaded when first asked for: most starts need none of it. */
const webAuthn = () => import('@simplewebauthn/server');

/**
 * Devices that sign in by themselves (WebAuthn level 2). The device asks its person for a finger, a face or a number, so a passkey is two
 * factors in one and needs neither password nor code. Every question is answered once, within minutes.
 */
@Injectable()
export class Passkeys {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SignInSteps) private readonly steps: SignInSteps,
  ) {}

  ofAccount(accountId: string): Promise<Passkey[]> {
    return this.dataSource.query(
      `select passkey_id as "passkeyId", name, made_at as "madeAt", last_used_on::text as "lastUsedOn" from passkey
       where account_id = $1 order by passkey_id`,
      [accountId],
    );
  }

  /** What a device is asked in order to make one for this account. */
  async askForNew(accountId: string, signInName: string, site: Site): Promise<Question> {
    const { generateRegistrationOptions } = await webAuthn();
    const there = await this.dataSource.query<{ id: Buffer }[]>('select credential_id as id from passkey where account_id = $1', [
      accountId,
    ]);
    const options = await generateRegistrationOptions({
      rpName: 'Mutual-aid ledger',
      rpID: site.name,
      userName: signInName,
      userID: new Uint8Array(Buffer.from(accountId)),
      attestationType: 'none',
      excludeCredentials: there.map(({ id }) => ({ id: id.toString('base64url') })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    return { step: await this.steps.begin('new-passkey', { accountId, challenge: options.challenge }), options };
  }

  /** @throws InvalidInput when the device's answer is not one to what this account was asked */
  async add(accountId: string, { step, answer, name }: { step: string; answer: string; name: string }, site: Site): Promise<void> {
    const { verifyRegistrationResponse } = await webAuthn();
    const asked = await this.steps.tryAt(step, 'new-passkey');
    if (!asked?.challenge || asked.accountId !== accountId || !(await this.steps.end(step))) throw notAnswered();
    const checked = await verifyRegistrationResponse({
      response: parsed(answer) as RegistrationResponseJSON,
      expectedChallenge: asked.challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.name,
      requireUserVerification: true,
    }).catch(() => undefined);
    if (!checked?.registrationInfo) throw notAnswered();
    const { id, publicKey, counter } = checked.registrationInfo.credential;
    try {
      await this.dataSource.query(
        `insert into passkey (passkey_id, account_id, credential_id, public_key, sign_count, name, made_at) values ($1, $2, $3, $4, $5, $6, $7)`,
        [newId(this.clock), accountId, Buffer.from(id, 'base64url'), Buffer.from(publicKey), counter, name, instant(this.clock())],
      );
    } catch (error) {
      if (violates(error, 'passkey_credential_id_key')) throw invalid('answer', 'This device has a passkey here already.');
      throw error;
    }
  }

  /** What any device is asked: it knows itself for whom it can answer. */
  async ask(site: Site): Promise<Question> {
    const { generateAuthenticationOptions } = await webAuthn();
    const options = await generateAuthenticationOptions({ rpID: site.name, userVerification: 'required' });
    return { step: await this.steps.begin('passkey', { challenge: options.challenge }), options };
  }

  /** @returns whose passkey answered; undefined when the answer is not one to what was asked here */
  async whose(step: string, answer: string, site: Site): Promise<string | undefined> {
    const asked = await this.steps.tryAt(step, 'passkey');
    if (!asked?.challenge || !(await this.steps.end(step))) return undefined;
    const response = parsed(answer) as AuthenticationResponseJSON;
    const kept = await this.keptAs(response?.id);
    if (!kept) return undefined;
    const { verifyAuthenticationResponse } = await webAuthn();
    const checked = await verifyAuthenticationResponse({
      response,
      expectedChallenge: asked.challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.name,
      requireUserVerification: true,
      credential: { id: response.id, publicKey: new Uint8Array(kept.public_key), counter: Number(kept.sign_count) },
    }).catch(() => undefined);
    if (!checked?.verified) return undefined;
    await this.dataSource.query('update passkey set sign_count = $2, last_used_on = $3 where passkey_id = $1', [
      kept.passkey_id,
      checked.authenticationInfo.newCounter,
      instant(this.clock()).slice(0, 10),
    ]);
    return kept.account_id;
  }

  async end(accountId: string, passkeyId: string): Promise<void> {
    await this.dataSource.query('delete from passkey where account_id = $1 and passkey_id = $2', [accountId, passkeyId]);
  }

  private async keptAs(id: unknown): Promise<Kept | undefined> {
    if (typeof id !== 'string' || id.length > 1400) return undefined;
    const rows = await this.dataSource.query<Kept[]>(
      'select passkey_id, account_id, public_key, sign_count from passkey where credential_id = $1',
      [Buffer.from(id, 'base64url')],
    );
    return rows[0];
  }
}

const notAnswered = () => invalid('answer', 'The device did not answer what it was asked, or too late. Try again.');

function parsed(answer: string): { readonly id?: unknown } | undefined {
  try {
    const read: unknown = JSON.parse(answer);
    return typeof read === 'object' && read !== null ? (read as { id?: unknown }) : undefined;
  } catch {
    return undefined;
  }
}
