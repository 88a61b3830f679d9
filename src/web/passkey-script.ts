import { assetOf, assetPath } from './asset.js';
import { passkeyScript } from './passkey.script.js';

/** The script that speaks to a passkey's device, as bytes, under a name that is its content. */
export const passkeys = assetOf(passkeyScript, 'js');
export const passkeysPath = assetPath(passkeys);
