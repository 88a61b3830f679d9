import { marksOf } from './same-person.js';

const handle = (link: string) => marksOf({ address: '', link })[0];
const address = (text: string) => marksOf({ address: text })[0];

describe('The same person is proposed, never merged', () => {
  it.each([
    ['Sam@Mail.example ', 'sam@mail.example'],
    ['(416) 555-0100', '+1 416 555 0100'],
    ['$Sam', 'sam'],
    ['@sam', 'SAM'],
  ])('"%s" and "%s" are one place to send money to', (one, other) => {
    expect(address(one)).toBe(address(other));
  });

  it.each([
    ['sam@mail.example', 'sam@post.example'],
    ['416 555 0100', '416 555 0101'],
  ])('"%s" and "%s" are two', (one, other) => {
    expect(address(one)).not.toBe(address(other));
  });

  it.each<[string, string | undefined]>([
    ['https://www.instagram.com/Sam.River/', 'handle instagram sam.river'],
    ['https://x.com/sam/status/17', 'handle twitter sam'],
    ['https://bsky.app/profile/sam.example/post/3k', 'handle bluesky sam.example'],
    ['https://mastodon.social/@sam/109', 'handle mastodon.social sam'],
    ['https://social.example/@sam/109', 'handle social.example sam'],
    ['https://www.tiktok.com/@sam/video/7', 'handle tiktok sam'],
    ['https://www.instagram.com/p/abc/', undefined],
    ['https://www.gofundme.com/f/help', undefined],
    ['https://paper.example/sam', undefined],
    ['no link', undefined],
    ['https://x.com/%E0%A4%A', undefined],
  ])('%s names %s', (link, named) => {
    expect(handle(link)).toBe(named);
  });

  it('nowhere to send to and no link is nobody', () => {
    expect(marksOf({ address: '  ' })).toEqual([]);
  });
});
