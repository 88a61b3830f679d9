import { type DynamicModule, Module } from '@nestjs/common';
import { WRAPPING_KEYS } from './tokens.js';
import { Vault } from './vault.js';
import { WrappingKeyCheck } from './wrapping-key-check.js';
import { wrappingKeysOf } from './wrapping-key.js';

/** Sealed fields for everyone. It refuses to start with a wrapping key that is not this database's. */
@Module({})
export class VaultModule {
  /** @param wrappingKey 32 bytes, from the runtime */
  static forRoot(wrappingKey: Buffer): DynamicModule {
    return {
      module: VaultModule,
      global: true,
      providers: [{ provide: WRAPPING_KEYS, useValue: wrappingKeysOf(wrappingKey) }, Vault, WrappingKeyCheck],
      exports: [Vault],
    };
  }
}
