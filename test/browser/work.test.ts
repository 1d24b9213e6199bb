import type { Page } from 'playwright-core';
import {
  findSeriousDefects,
  startBrowser,
  takePicture,
  type TestBrowser,
} from '../support/browser';
import {
  startSellingProvider,
  TASKS,
  type Organisation,
  type SellingProvider,
} from '../support/selling-provider';

const TYPES = '/admin/content-manager/collection-types/plugin::orderbridge';

describe('the work in the admin panel', () => {
  let house: SellingProvider;
  let nord: Organisation;
  let browser: TestBrowser;

  beforeAll(async () => {
    house = await startSellingProvider();
    nord = await house.open('NORD');
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await house.dispose();
  });

  const place = async (wanted: 'order' | 'help', by = nord) => {
    const { body } = await by.applications[0].post(TASKS, by.requestFor(wanted)).expect(201);
    const task = body.data as { documentId: string; parentNumber: string };
    const path = wanted === 'order' ? 'orders' : 'service-requests';
    const { body: found } = await house.staff
      .get(`/orderbridge/${path}?filters[number]=${task.parentNumber}`)
      .expect(200);
    return { ...task, parent: found.data[0].documentId as string };
  };

  const open = async (
    type: string,
    documentId: string,
    options: Parameters<TestBrowser['signIn']>[1] = {},
  ): Promise<Page> => {
    const page = await browser.signIn(house.provider, options);
    await page.goto(`${house.provider.url}${TYPES}.${type}/${documentId}`);
    return page;
  };

  const press = (page: Page, name: string) =>
    page.getByRole('button', { name, exact: true }).click();

  it('approves and starts an order and asks about it, with the reason where one is due', async () => {
    const { documentId, parent } = await place('order');
    const page = await open('order', parent);
    await press(page, 'Approve');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByText('Acknowledged', { exact: true }).first().waitFor();

    await press(page, 'Start');
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    await press(page, 'Request information');
    const ask = dialog.getByRole('button', { name: 'Request information', exact: true });
    expect(await ask.isDisabled()).toBe(true);
    await dialog.getByLabel(/Reason/).fill('How many desks are there?');
    await ask.click();
    await page.getByText('Awaiting information', { exact: true }).first().waitFor();

    await page.getByLabel(/New comment/).fill('We come on Monday.');
    await press(page, 'Send the comment');
    await page.getByLabel(/New work note/).fill('A good customer.');
    await press(page, 'Add the note');
    await page.getByText('A good customer.').waitFor();

    const { body } = await nord.applications[0].get(`${TASKS}/${documentId}`).expect(200);
    expect(body.data).toMatchObject({
      state: 'awaiting_info',
      parentState: 'awaiting_information',
    });
    expect(body.data.comments.map((one: { body: string }) => one.body)).toEqual([
      'We come on Monday.',
    ]);
    expect(JSON.stringify(body)).toContain('How many desks are there?');
    expect(JSON.stringify(body)).not.toContain('A good customer.');
  });

  it('says why not the rest', async () => {
    const { parent } = await place('order');
    const page = await open('order', parent);
    await page.getByText('Why not the rest').click();
    const reason = page.locator('details').getByText(/^Complete: /);
    expect(await reason.innerText()).toBe(
      'Complete: "complete" is not possible in the state "new".',
    );
  });

  it('says what is in the way of unpublishing an offering, before and when it is tried', async () => {
    const [offering] = await house.admin.find(
      'product-offering',
      'filters[name][$eq]=Internet access for offices',
    );
    const page = await open('product-offering', offering.documentId as string);
    await page.getByText('Cannot be unpublished').waitFor();
    const reason = 'What is published uses this: "Office in a box".';
    expect(await page.locator('aside').getByText(reason).count()).toBe(1);
    await page.locator('aside').getByRole('button', { name: 'More document actions' }).click();
    await page.getByRole('menuitem', { name: 'Unpublish' }).click();
    await page.getByRole('alert').getByText(reason).waitFor();
  });

  it.each([
    [
      'en',
      'The connection of this request has ended: the other side hears nothing of it any more.',
    ],
    ['de', 'Die Verbindung ist beendet. Wo sie gebraucht wird, muss neu eingeladen werden.'],
  ] as const)(
    'says in the language of whoever looks why nothing can be written (%s)',
    async (locale, reason) => {
      const gone = await house.open(`GONE${locale.toUpperCase()}`);
      const { parent } = await place('help', gone);
      await house.staff
        .post(`/orderbridge/connections/${gone.connection.documentId}/end`)
        .expect(200);
      const page = await open('service-request', parent, { locale });
      await page.locator('aside').getByText(reason, { exact: true }).waitFor();
    },
  );

  it('keeps a dialog and what was typed when the content manager draws its panels anew', async () => {
    const { parent } = await place('order');
    const page = await open('order', parent);
    await press(page, 'Reject');
    const reason = page.getByRole('dialog').getByLabel(/Reason/);
    await reason.fill('We do not sell that there.');
    // A small screen has its panels in another place, so that all of them are made again, both times.
    for (const width of [700, 1280]) {
      const panel = await page.locator('aside').first().elementHandle();
      await page.setViewportSize({ width, height: 900 });
      await panel.waitForElementState('hidden');
    }
    expect(await reason.inputValue()).toBe('We do not sell that there.');
    await page.getByRole('dialog').getByRole('button', { name: 'Reject', exact: true }).click();
    await page.getByText('Rejected', { exact: true }).first().waitFor();
  });

  it.each([
    [
      'light',
      'en',
      'Assign to me',
      'Propose solution',
      'Resolved',
      '"propose solution" is not possible in the state "resolved".',
    ],
    [
      'dark',
      'de',
      'Mir zuweisen',
      'Lösung vorschlagen',
      'Gelöst',
      'In diesem Zustand ist das nicht möglich.',
    ],
  ] as const)(
    'assigns a request for help and proposes a solution, with nothing serious against it in %s (%s)',
    async (theme, locale, assign, propose, resolved, reason) => {
      const { documentId, parent } = await place('help');
      const page = await open('service-request', parent, { theme, locale });
      const dialog = page.getByRole('dialog');
      await press(page, assign);
      await dialog.getByRole('button', { name: assign, exact: true }).click();
      await press(page, propose);
      await dialog.getByRole('combobox').click();
      await page.getByRole('option').first().click();
      await dialog.locator('textarea').first().fill('Please turn it off and on again.');
      expect(await findSeriousDefects(page, '[role="dialog"]')).toEqual([]);
      await takePicture(page, `dialog-${theme}`);
      await dialog.getByRole('button', { name: propose, exact: true }).click();
      await page.getByText(resolved, { exact: true }).first().waitFor();
      const refused = page.locator('aside details').getByText(`${propose}: `);
      expect(await refused.textContent()).toBe(`${propose}: ${reason}`);
      expect(await findSeriousDefects(page, 'aside')).toEqual([]);
      await takePicture(page, `request-${theme}`);
      const { body } = await nord.applications[0].get(`${TASKS}/${documentId}`).expect(200);
      expect(body.data).toMatchObject({ state: 'resolved' });
    },
  );
});
