/** The other languages' files, as far as the page needs them. The build writes them here, so that the page stays one file. */
export const written: readonly { readonly file: string; readonly text: string }[] = [];
