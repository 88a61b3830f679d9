import { type DynamicModule, Module } from '@nestjs/common';
import { LIFETIMES, type Lifetimes } from './lifetimes.js';
import { Rewrapping } from './rewrapping.js';
import { WRAPPING_KEYS } from './tokens.js';
import { Vault } from './vault.js';
import { WrappingKeyCheck } from './wrapping-key-check.js';
import { wrappingKeysOf } from './wrapping-key.js';

/** Sealed fields for everyone. It refuses to start with a wrapping key that is not this database's. */
@Module({})
export class VaultModule {
  /** @param current 32 bytes, from the runtime, as are former ones, under which something may still lie */
  static forRoot(current: Buffer, former: readonly Buffer[] = [], lifetimes: Lifetimes = {}): DynamicModule {
    return {
      module: VaultModule,
      global: true,
      providers: [
        { provide: WRAPPING_KEYS, useValue: wrappingKeysOf(current, former) },
        { provide: LIFETIMES, useValue: lifetimes },
        Vault,
        Rewrapping,
        WrappingKeyCheck,
      ],
      exports: [Vault, Rewrapping, WRAPPING_KEYS],
    };
  }
}
