const start = '/console';

/** Where to go after signing in: a page of our console, whatever was asked for. Nothing leads to another host. */
export function localPath(next: unknown): string {
  if (typeof next !== 'string' || next.length > 500 || !/^\/console(?:[/?][\x21-\x5b\x5d-\x7e]*)?$/.test(next)) return start;
  const { origin, pathname, search } = new URL(next, 'http://here.invalid');
  const stays = origin === 'http://here.invalid' && /^\/console(?:\/|$)/.test(pathname) && !/^\/console\/sign-(?:in|out)/.test(pathname);
  return stays ? pathname + search : start;
}

export const signInPath = (next: string): string => {
  const path = localPath(next);
  return path === start ? '/console/sign-in' : `/console/sign-in?next=${encodeURIComponent(path)}`;
};
