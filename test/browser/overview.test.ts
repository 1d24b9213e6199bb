import type { Page } from 'playwright-core';
import {
  findSeriousDefects,
  startBrowser,
  takePicture,
  type TestBrowser,
} from '../support/browser';
import { hireAs } from '../support/people';
import {
  startSellingProvider,
  TASKS,
  type Organisation,
  type SellingProvider,
} from '../support/selling-provider';

describe('the overview in the admin panel', () => {
  let house: SellingProvider;
  let nord: Organisation;
  let browser: TestBrowser;

  beforeAll(async () => {
    house = await startSellingProvider();
    nord = await house.open('NORD');
    for (const wanted of ['order', 'order', 'help'] as const) {
      await nord.applications[0].post(TASKS, nord.requestFor(wanted)).expect(201);
    }
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await house.dispose();
  });

  const open = async (options: Parameters<TestBrowser['signIn']>[1] = {}): Promise<Page> => {
    const page = await browser.signIn(house.provider, options);
    await page.goto(`${house.provider.url}/admin/plugins/orderbridge`);
    return page;
  };

  it('says how much waits, as staff’s lists have it, and leads there', async () => {
    const page = await open();
    for (const [label, count] of [
      ['orders to approve', 2],
      ['orders assigned to nobody', 2],
      ['requests assigned to nobody', 1],
      ['orders assigned to me', 0],
      ['tasks that are stuck', 0],
    ] as const) {
      await page.getByLabel(`${label}: ${String(count)}`, { exact: true }).waitFor();
    }
    await page.getByRole('link', { name: 'orders to approve' }).click();
    await page.getByText('ORD0000002').first().waitFor();
    expect(page.url()).toContain('plugin::orderbridge.order');
  });

  it('says of each connection whether messages get through', async () => {
    const page = await open();
    const row = page.getByRole('row', { name: /From NORD/ });
    expect(await row.innerText()).toMatch(/webhooks[\s\S]*live/);
  });

  it('shows whoever may not read connections what is left', async () => {
    await hireAs(house.provider, {
      role: 'orderbridge-agent',
      firstname: 'Ada',
      lastname: 'Agent',
    });
    const page = await open({
      user: { email: 'ada.agent@example.com', password: 'Person-password-1' },
    });
    await page.getByLabel('orders assigned to nobody: 2', { exact: true }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('heading', { name: 'Connections' }).count()).toBe(0);
  });

  it.each([
    ['light', 'en', 'What waits'],
    ['dark', 'de', 'Was wartet'],
  ] as const)('has nothing serious against it in %s (%s)', async (theme, locale, heading) => {
    const page = await open({ theme, locale });
    await page.getByRole('heading', { name: heading }).waitFor();
    await page.getByRole('row', { name: /From NORD/ }).waitFor();
    await takePicture(page, `overview-${theme}`);
    expect(await findSeriousDefects(page, 'main')).toEqual([]);
  });
});
