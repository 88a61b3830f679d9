import type { Asked } from '../domain/asked.js';
import { type FeedbackAbout, type WrittenFeedback, faultsOfWritten, subjectsOfFeedback } from '../domain/feedback.js';
import type { FieldFault } from '../domain/refusal.js';

export type Written = Omit<WrittenFeedback, keyof Asked>;

/** Nobody sees this box; a program that fills in every box does. */
export const unseenBox = 'website';

const known = ['about', 'month', 'entry', 'words', 'name', 'reply', 'mayPublish', unseenBox];

/**
 * Reads the public form. Words are kept as typed; only the browser's line ends become plain ones.
 * @param size how many entries the public log shows
 */
export function readWritten(
  posted: Readonly<Record<string, unknown>>,
  size: number,
): { readonly written: Written; readonly faults: readonly FieldFault[] } {
  const text = (name: string): string | undefined => {
    const value = posted[name];
    const one = Array.isArray(value) ? value[0] : value;
    return typeof one === 'string' && one.trim() ? one.replaceAll('\r\n', '\n') : undefined;
  };
  const [name, reply] = [text('name')?.trim(), text('reply')?.trim()];
  const about = readAbout(text);
  const written: Written = {
    about: about ?? { what: 'redistributing' },
    words: text('words') ?? '',
    mayPublish: text('mayPublish') === 'yes',
    ...(name && { name }),
    ...(reply && { reply }),
  };
  const faults = [
    ...(about ? [] : [{ field: 'about', says: 'Choose what it is about.', code: 'feedback/no-subject' }]),
    ...faultsOfWritten(written),
    ...notThereYet(written.about, size),
    ...Object.keys(posted)
      .filter((field) => !known.includes(field))
      .map((field) => unknownField(field.slice(0, 40))),
    ...(text(unseenBox)
      ? [
          {
            field: 'form',
            says: 'A box that nobody sees was filled in. It is empty again; send the form once more, and nothing is lost.',
            code: 'feedback/unseen-box-filled',
          },
        ]
      : []),
  ];
  return { written, faults };
}

const unknownField = (name: string): FieldFault => ({
  field: 'form',
  says: `There is no field "${name}" here. Send the form as it stands below.`,
  code: 'feedback/unknown-field',
  names: { name },
});

function readAbout(text: (name: string) => string | undefined): FeedbackAbout | undefined {
  const what = text('about') ?? 'redistributing';
  const subject = subjectsOfFeedback.find((each) => each === what);
  if (subject === 'month') return { what: subject, month: text('month')?.trim() ?? '' };
  if (subject === 'entry') {
    const typed = text('entry')?.trim() ?? '';
    return { what: subject, entry: /^\d{1,15}$/.test(typed) ? Number(typed) : Number.NaN };
  }
  return subject && { what: subject };
}

function notThereYet(about: FeedbackAbout, size: number): FieldFault[] {
  if (about.what !== 'entry' || !(about.entry >= size)) return [];
  if (size === 0)
    return [{ field: 'entry', says: 'The public log has no entry yet. Choose another subject.', code: 'feedback/log-is-empty' }];
  const says = `The public log has entries 0 to ${size - 1} so far. Choose one of them.`;
  return [{ field: 'entry', says, code: 'feedback/no-such-entry', names: { last: size - 1 } }];
}
