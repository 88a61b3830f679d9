import { Inject, Injectable } from '@nestjs/common';
import { Authenticators } from './authenticators.js';
import { isOneTimeCode } from './one-time-codes.js';
import { RecoveryCodes } from './recovery-codes.js';
import { SignInSteps } from './sign-in-steps.js';

/** What is asked beside the password, of those who set it up. */
@Injectable()
export class SecondStep {
  constructor(
    @Inject(Authenticators) private readonly authenticators: Authenticators,
    @Inject(RecoveryCodes) private readonly recovery: RecoveryCodes,
    @Inject(SignInSteps) private readonly steps: SignInSteps,
  ) {}

  /** For one whose password was right. Undefined where nothing more is asked. */
  async begin(accountId: string): Promise<string | undefined> {
    return (await this.authenticators.isOn(accountId)) ? this.steps.begin('code', { accountId }) : undefined;
  }

  /** `over`: it has run out, was used, or was tried too often, so one begins with the password again. */
  async take(step: string, typed: string): Promise<{ readonly accountId: string } | 'wrong' | 'over'> {
    const asked = await this.steps.tryAt(step, 'code');
    if (!asked?.accountId) return 'over';
    if (!(await this.isRight(asked.accountId, typed))) return 'wrong';
    return (await this.steps.end(step)) ? { accountId: asked.accountId } : 'over';
  }

  /** True also where none is asked for. */
  async isRight(accountId: string, typed: string): Promise<boolean> {
    if (!(await this.authenticators.isOn(accountId))) return true;
    return isOneTimeCode(typed) ? this.authenticators.isRight(accountId, typed) : this.recovery.use(accountId, typed);
  }
}
