import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { ApiTokens } from './api-tokens.js';
import { AccountController } from './account.http.js';
import { Authenticators } from './authenticators.js';
import { ConfirmController } from './confirm.http.js';
import { Passkeys } from './passkeys.js';
import { RecoveryCodes } from './recovery-codes.js';
import { SecondStep } from './second-step.js';
import { SignInSteps } from './sign-in-steps.js';
import { BrowserSessions, PUBLIC_URL } from './browser-sessions.js';
import { HostSettings } from './host-settings.js';
import { Invitations } from './invitations.js';
import { InvitationsController } from './invitations.http.js';
import { LedgerDirectory } from './ledger-directory.js';
import { Memberships } from './memberships.js';
import { Sessions } from './sessions.js';
import { SetupLinks } from './setup-links.js';
import { SignInController } from './sign-in.http.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { StewardAccounts } from './steward-accounts.js';

const forOthers = [
  ApiTokens,
  BrowserSessions,
  HostSettings,
  Invitations,
  LedgerDirectory,
  Memberships,
  Sessions,
  SetupLinks,
  StewardAccounts,
];

/** Who gets in: accounts, sessions, roles, invitations, tokens, and the guard before every route. */
@Module({})
export class AccessModule {
  static forRoot({ publicUrl }: { readonly publicUrl?: string }): DynamicModule {
    return {
      module: AccessModule,
      global: true,
      controllers: [SignInController, ConfirmController, AccountController, InvitationsController],
      providers: [
        { provide: PUBLIC_URL, useValue: publicUrl },
        { provide: APP_GUARD, useClass: AccessGuard },
        SignInThrottle,
        SignInSteps,
        SecondStep,
        Authenticators,
        RecoveryCodes,
        Passkeys,
        ...forOthers,
      ],
      exports: forOthers,
    };
  }
}
