import { platformOf } from './call.js';

/** Where a call stands and where its money goes: by these the same person is found again. */
export interface PersonMarks {
  readonly address: string;
  readonly link?: string;
}

/**
 * Texts that are equal for the same person and of which only keyed fingerprints are ever kept: where the money goes, and the
 * handle that a link names. A link to a single post names nobody. They propose, and a steward decides.
 */
export function marksOf({ address, link }: PersonMarks): readonly string[] {
  const handle = link && handleIn(link);
  const way = plainAddress(address);
  return [...(way ? [`address ${way}`] : []), ...(handle ? [`handle ${handle}`] : [])];
}

/** `(416) 555-0100` and `416 555 0100`, `$Sam` and `sam`, `Sam@Mail.example` and `sam@mail.example` are one address each. */
function plainAddress(address: string): string {
  const text = address.normalize('NFKC').trim().toLowerCase();
  const digits = text.replace(/[\s().+-]/g, '');
  if (/^\d{7,15}$/.test(digits)) return digits.replace(/^1(?=\d{10}$)/, '');
  return text.replace(/\s+/g, ' ').replace(/^[@$]/, '');
}

const notHandles = [
  'p',
  'reel',
  'reels',
  'stories',
  'share',
  'status',
  'watch',
  'groups',
  'events',
  'posts',
  'photo',
  'photo.php',
  'i',
  'intent',
  'f',
  'explore',
  'web',
];

/** `instagram sam` from `https://www.instagram.com/sam/`; undefined where the address of the page names no one. */
function handleIn(link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const url = new URL(link);
  const platform = platformOf(link);
  const [first = '', second = ''] = url.pathname
    .split('/')
    .filter(Boolean)
    .map((part) => decoded(part).toLowerCase());
  const named = platform === 'bluesky' && first === 'profile' ? second : first;
  const at = named.startsWith('@');
  const handle = named.replace(/^@/, '');
  if (!/^[\w.-]{2,64}$/.test(handle) || notHandles.includes(handle)) return undefined;
  if (platform === 'gofundme' || (platform === 'other' && !at)) return undefined;
  return platform === 'mastodon' || platform === 'other' ? `${url.hostname} ${handle}` : `${platform} ${handle}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
