/** The wrapping keys that the start opened; bound by `VaultModule.forRoot`. */
export const WRAPPING_KEYS = Symbol('wrapping keys');
