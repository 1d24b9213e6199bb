import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/find-chromium.mjs';
import { ADMIN, type TestInstance } from './instance';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Where pictures of what is looked at go, for people; nowhere where it is not said. */
const PICTURES = process.env['ORDERBRIDGE_SCREENSHOTS'];

/** Nothing of the browser's own goes to the network. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

interface PanelUser {
  readonly email: string;
  readonly password: string;
}

interface SignInOptions {
  readonly user?: PanelUser;
  readonly locale?: 'en' | 'de';
  readonly theme?: 'light' | 'dark';
}

export interface TestBrowser {
  /** Opens a page of the admin panel, as somebody who signs in over its form once. */
  signIn(instance: TestInstance, options?: SignInOptions): Promise<Page>;
  close(): Promise<void>;
}

const fillInLogin = async (context: BrowserContext, { url }: TestInstance, user: PanelUser) => {
  const page = await context.newPage();
  await page.goto(`${url}/admin/auth/login`);
  await page.locator('input[name="email"]').fill(user.email);
  await page.locator('input[name="password"]').fill(user.password);
  await page.locator('button[type="submit"]').click();
  await page.waitForURL(({ pathname }) => !pathname.includes('/auth/'));
  // Strapi's news of itself would stand on every picture.
  if (PICTURES !== undefined) {
    await page.getByRole('button', { name: 'Close the banner' }).click();
  }
  await page.close();
};

export const startBrowser = async (): Promise<TestBrowser> => {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium on this machine');
  const browser: Browser = await chromium.launch({ executablePath, args: FLAGS });
  // Strapi takes a few logins of one person in a few minutes, and no more.
  const signedIn = new Map<string, Promise<BrowserContext>>();

  const open = async (instance: TestInstance, user: PanelUser): Promise<BrowserContext> => {
    const context = await browser.newContext({ viewport: VIEWPORT });
    await fillInLogin(context, instance, user);
    return context;
  };

  return {
    async signIn(instance, { user = ADMIN, locale = 'en', theme = 'light' } = {}) {
      const key = `${instance.url} ${user.email}`;
      const known = signedIn.get(key) ?? open(instance, user);
      signedIn.set(key, known);
      const page = await (await known).newPage();
      await page.addInitScript({
        content: `localStorage.setItem('strapi-admin-language', '${locale}');
          localStorage.setItem('STRAPI_THEME', '${theme}');`,
      });
      return page;
    },

    close: () => browser.close(),
  };
};

const VIEWPORT = { width: 1280, height: 900 };

/** What the browser says of a movement; endless ones, such as a loader's, have no end to wait for. */
interface Movement {
  readonly effect: { getComputedTiming(): { readonly iterations?: number } } | null;
  readonly finished: Promise<unknown>;
}

/** Waits until what comes into view has come: half faded in, everything has too little contrast. */
const untilStill = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const { document } = globalThis as unknown as { document: { getAnimations(): Movement[] } };
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    // One that is called off is over as well.
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });

/**
 * Leaves a picture of the page in the folder that `ORDERBRIDGE_SCREENSHOTS` names, for people to look at.
 *
 * @param height of the window, where what is shown has more to it
 * @param left how much is left out at the left, as a menu
 */
export const takePicture = async (
  page: Page,
  name: string,
  { height = VIEWPORT.height, left = 0 }: { height?: number; left?: number } = {},
): Promise<void> => {
  if (PICTURES === undefined) return;
  // What was done before is told above everything else for a while.
  await page.locator('[data-sonner-toast]').first().waitFor({ state: 'detached' });
  await untilStill(page);
  await page.setViewportSize({ ...VIEWPORT, height });
  await page.screenshot({
    path: path.join(PICTURES, `${name}.png`),
    clip: { x: left, y: 0, width: VIEWPORT.width - left, height },
  });
  await page.setViewportSize(VIEWPORT);
};

/** What is seriously wrong with a part of the page for people who do not see it, or not well. */
export const findSeriousDefects = async (page: Page, selector: string): Promise<string[]> => {
  await page.locator(selector).first().waitFor();
  await untilStill(page);
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (root): Promise<Violation[]> => {
    const { axe } = globalThis as unknown as {
      axe: { run(root: string): Promise<{ violations: Violation[] }> };
    };
    return (await axe.run(root)).violations;
  }, selector);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
};
