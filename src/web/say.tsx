import type { ComponentChildren } from 'preact';
import type { English, Key } from '../languages/english.js';
import type { SlotsOf } from '../languages/message.js';
import { useWords } from './reading.js';

/** A message of the page's language, its slots filled with parts of the page; none are needed where it has none. */
type SayProps<K extends Key> = { readonly it: K } & (keyof SlotsOf<English[K], ComponentChildren> extends never
  ? { readonly slots?: undefined }
  : { readonly slots: SlotsOf<English[K], ComponentChildren> });

export function Say<K extends Key>({ it, slots }: SayProps<K>) {
  return <>{useWords().fill<ComponentChildren>(it, slots)}</>;
}
