import { css } from './style.css.js';
import { assetOf, assetPath } from './asset.js';

/** The one stylesheet, as bytes, under a name that is its content. */
export const stylesheet = assetOf(css, 'css');
export const stylesheetPath = assetPath(stylesheet);
