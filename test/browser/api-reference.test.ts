import type { Page } from 'playwright-core';
import { findSeriousDefects, startBrowser, type TestBrowser } from '../support/browser';
import { startTestInstance, type TestInstance } from '../support/instance';

describe('the description of the API in the admin panel', () => {
  let instance: TestInstance;
  let browser: TestBrowser;

  beforeAll(async () => {
    instance = await startTestInstance('provider');
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await instance.dispose();
  });

  const open = async (options: Parameters<TestBrowser['signIn']>[1] = {}): Promise<Page> => {
    const page = await browser.signIn(instance, options);
    await page.goto(`${instance.url}/admin/plugins/orderbridge/api`);
    return page;
  };

  it('shows every route of the document, with its body, its answers and its codes', async () => {
    const page = await open();
    const answer = await fetch(`${instance.url}/api/orderbridge/openapi.json`);
    const { paths } = (await answer.json()) as { paths: Record<string, Record<string, unknown>> };
    const all = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()}${path}`),
    );
    const triggers = page.locator('main h3 button');
    await triggers.first().waitFor();
    const shown = await triggers.allInnerTexts();
    const plain = shown.map((text) => text.replace(/\s+/g, ''));
    expect(all.filter((route) => !plain.some((text) => text.startsWith(route)))).toEqual([]);

    await page
      .getByRole('searchbox')
      .or(page.locator('input[name="search"]'))
      .first()
      .fill('submit');
    await page
      .getByRole('button', { name: /POST.*provider-tasks/ })
      .first()
      .click();
    const main = page.locator('main');
    await main.getByText('idempotency-key', { exact: false }).first().waitFor();
    await main.getByText('item.revision_outdated', { exact: false }).first().waitFor();
  });

  it.each([
    ['light', 'en', 'REST API'],
    ['dark', 'de', 'REST-API'],
  ] as const)(
    'has nothing serious against it in %s, and is in the language of the panel: %s',
    async (theme, locale, title) => {
      const page = await open({ theme, locale });
      await page.getByRole('heading', { name: title, exact: true }).waitFor();
      await page.locator('main h3 button').first().click();
      expect(await findSeriousDefects(page, 'main')).toEqual([]);
    },
  );
});
