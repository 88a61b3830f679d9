import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';

const mostStops = 150;

/** Where the keyboard stands: what a person hears there, and whether she sees that she is there. */
export interface Stop {
  readonly says: string;
  readonly type: string;
  readonly isSeen: boolean;
}

/** One who has a keyboard and nothing else: Tab, arrows, letters, Enter and Space. */
export class Keyboard {
  /** Fields into which something was typed, and pages that were opened, since the last count. */
  typed = 0;
  screens = 0;
  /** Stops at which nothing showed where one is. */
  readonly unseen: string[] = [];

  constructor(readonly page: Page) {
    page.on('load', () => {
      this.screens += 1;
    });
  }

  async open(path: string): Promise<void> {
    await this.page.goto(path);
  }

  /** What has the focus now. */
  stop(): Promise<Stop> {
    return this.page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement;
      const label = at.labels?.[0]?.innerText ?? at.getAttribute('aria-label') ?? at.innerText ?? '';
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      const { top, bottom, left, right } = at.getBoundingClientRect();
      const isInSight = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
      return {
        says: label.replace(/\s+/g, ' ').trim(),
        type: at.type ?? at.tagName.toLowerCase(),
        isSeen: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && isInSight,
      };
    });
  }

  async tab(): Promise<Stop> {
    await this.page.keyboard.press('Tab');
    const stop = await this.stop();
    if (!stop.isSeen && stop.type !== 'body') this.unseen.push(`${stop.says} on ${this.page.url()}`);
    return stop;
  }

  /** Tab until one stands where the page says this. */
  async to(says: string): Promise<void> {
    const heard: string[] = [];
    for (let stops = 0; stops < mostStops; stops += 1) {
      const stop = await this.tab();
      if (stop.says.startsWith(says)) return;
      heard.push(stop.says);
    }
    throw new Error(`The keyboard found no “${says}” on ${this.page.url()}; it heard: ${[...new Set(heard)].join(' | ')}`);
  }

  async type(says: string, text: string): Promise<void> {
    await this.to(says);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
    this.typed += 1;
  }

  /** Of several that exclude each other: to the group, then by arrow. */
  async choose(says: string): Promise<void> {
    for (let stops = 0; stops < mostStops; stops += 1) {
      if ((await this.tab()).type !== 'radio') continue;
      const first = (await this.stop()).says;
      for (let at = first, turns = 0; turns < 12; turns += 1) {
        if (at.startsWith(says)) return void (await this.page.keyboard.press('Space'));
        await this.page.keyboard.press('ArrowDown');
        at = (await this.stop()).says;
        if (at === first) break;
      }
    }
    throw new Error(`The keyboard found no “${says}” to choose on ${this.page.url()}.`);
  }

  async tick(says: string): Promise<void> {
    await this.to(says);
    await this.page.keyboard.press('Space');
  }

  /** To a button or a link, and in. */
  async press(says: string): Promise<void> {
    await this.to(says);
    await this.enter();
  }

  async enter(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.page.keyboard.press('Enter');
    await loaded;
  }

  heading(): Promise<string> {
    return this.page.locator('h1').innerText();
  }

  text(): Promise<string> {
    return this.page.locator('main').innerText();
  }

  /** Looks again until the page says so: a job may still be at work. */
  async untilItSays(words: string): Promise<void> {
    for (let tries = 0; tries < 60 && !(await this.text()).includes(words); tries += 1) {
      await pause(150);
      await this.page.reload();
    }
  }
}
