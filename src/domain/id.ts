/** How an id of ours is written, to stand within a longer pattern. */
export const idPattern = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

const whole = new RegExp(`^${idPattern}$`);

export const isId = (text: string | undefined): text is string => whole.test(text ?? '');
