import type { Page } from 'playwright-core';
import { answersFor } from '../../scripts/demo/answers.mjs';
import { OFFERING, SPECIFICATION } from '../../scripts/demo/catalog.mjs';
import { signInRequester } from '../../scripts/demo/clients.mjs';
import { createRequester, pair, REQUESTER } from '../../scripts/demo/main-path.mjs';
import {
  findSeriousDefects,
  startBrowser,
  takePicture,
  type TestBrowser,
} from '../support/browser';
import { startTestInstance, type AdminClient, type TestInstance } from '../support/instance';
import { waitUntil } from '../support/wait-until';

const TYPES = '/admin/content-manager/collection-types/plugin::orderbridge';
const TASKS = '/api/orderbridge/provider-tasks';
const PASSWORD = 'Requester-password-1';
const SILENT = { event: () => undefined };

interface Item {
  readonly documentId: string;
  readonly name: string;
  readonly offeredRevision: number;
}

/** The one path through the product that has to work, with staff in the panel and a consumer at the other end. */
describe('from a publish to a solution in the admin panel', () => {
  let provider: TestInstance;
  let consumer: TestInstance;
  let browser: TestBrowser;
  let admins: { provider: AdminClient; consumer: AdminClient };
  let requester: Awaited<ReturnType<typeof signInRequester>>;
  let offering: string;
  let specification: string;
  let page: Page;

  beforeAll(async () => {
    [provider, consumer] = await Promise.all([
      startTestInstance('provider'),
      startTestInstance('consumer'),
    ]);
    admins = { provider: await provider.admin(), consumer: await consumer.admin() };
    const { organisation } = await pair(admins.provider, admins.consumer, SILENT);
    await createRequester(admins.consumer, organisation, PASSWORD);
    requester = await signInRequester(consumer.url, {
      identifier: REQUESTER.username,
      password: PASSWORD,
    });
    const made = await admins.provider.create('product-specification', SPECIFICATION);
    specification = made.documentId as string;
    await admins.provider.publish('product-specification', specification);
    const draft = await admins.provider.create('product-offering', {
      ...OFFERING,
      productSpecification: { connect: [{ documentId: specification }] },
    });
    offering = draft.documentId as string;
    browser = await startBrowser();
    page = await browser.signIn(provider);
  });

  afterAll(async () => {
    await browser.close();
    await Promise.all([provider.dispose(), consumer.dispose()]);
  });

  const show = (type: string, documentId: string) =>
    page.goto(`${provider.url}${TYPES}.${type}/${documentId}`);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const dialog = () => page.getByRole('dialog');
  const confirm = (name: string) => dialog().getByRole('button', { name, exact: true }).click();
  const see = (text: string | RegExp) => page.getByText(text).first().waitFor();

  /** Waits for an item at the consumer, and activates it as its admin. */
  const activate = async (name: string, revision: number): Promise<string> => {
    const find = async (): Promise<Item | undefined> =>
      ((await admins.consumer.find('remote-catalog-item')) as Item[]).find(
        (item) => item.name === name && item.offeredRevision === revision,
      );
    await waitUntil(`${name} to be offered`, async () => (await find()) !== undefined);
    const { documentId = '' } = (await find()) ?? {};
    await admins.consumer.post(`/orderbridge/remote-catalog-items/${documentId}/activate`);
    return documentId;
  };

  const ask = async (item: string): Promise<string> => {
    const { data: found } = await requester.get(`/api/orderbridge/remote-catalog-items/${item}`);
    const { data } = await requester.post(TASKS, {
      data: {
        lines: [
          {
            item,
            quantity: found.form.quantity.minimum,
            answers: answersFor(found.form) as object,
          },
        ],
      },
    });
    return data.documentId as string;
  };

  /** What the requester sees once the provider has moved it there. */
  const becomes = async (task: string, state: string) => {
    await waitUntil(`the consumer's task to be ${state}`, async () => {
      const { data } = await requester.get(`${TASKS}/${task}`);
      return data.state === state;
    });
    return (await requester.get(`${TASKS}/${task}`)).data;
  };

  const parentOf = async (path: string, number: string): Promise<string> => {
    const { data } = await admins.provider.get(`/orderbridge/${path}?filters[number]=${number}`);
    return data[0].documentId as string;
  };

  it('publishes an offering, and its order form with a look at what that does', async () => {
    await show('product-offering', offering);
    await see('It has not been published yet.');
    await press('Publish');
    await see('Version 1 (ordered now)');
    await page.getByRole('link', { name: 'Revision 1' }).click();
    await page.waitForURL(/remote-record-producer/);
    await page.locator('aside').getByRole('button', { name: 'Publish', exact: true }).click();
    await dialog().getByText('It is the first revision').waitFor();
    await dialog()
      .getByText(/^Add consumer criteria to/)
      .waitFor();
    const isOff = await dialog().getByRole('button', { name: 'Publish', exact: true }).isDisabled();
    expect(isOff).toBe(true);
    await dialog().getByRole('combobox').click();
    await page.getByRole('option', { name: 'All consumers' }).click();
    await page.keyboard.press('Escape');
    await dialog().getByText(`“${OFFERING.name}”, seen by 1 consumer.`).waitFor();
    expect(await findSeriousDefects(page, '[role="dialog"]')).toEqual([]);
    await confirm('Publish');
    await page.locator('aside').getByText('Published', { exact: true }).first().waitFor();
    await activate(OFFERING.name, 1);
  });

  it('takes up a newer specification, shows the difference before it is offered, and shows it anew where it has changed', async () => {
    const [bandwidth, addresses, contact] = SPECIFICATION.characteristics;
    await admins.provider.update('product-specification', specification, {
      characteristics: [
        bandwidth,
        { ...addresses, valueTo: 128 },
        { ...contact, label: 'Contact at the office' },
        { name: 'backup', label: 'Mobile backup', valueType: 'yes_no' },
      ],
    });
    await admins.provider.publish('product-specification', specification);
    await show('product-offering', offering);
    await see('Newer specification available');
    await press('Republish with the newest');
    await see('Version 2 (ordered now)');
    await page.getByRole('link', { name: 'Revision 2' }).waitFor();
    await takePicture(page, 'offering');
    await page.getByRole('link', { name: 'Revision 2' }).click();
    await page.locator('aside').getByRole('button', { name: 'Publish', exact: true }).click();
    await dialog().getByText('Makes revision 2').waitFor();
    await dialog().getByText('Mobile backup').waitFor();
    await dialog().getByText('Label: Contact on site → Contact at the office').waitFor();
    await dialog().getByText('Largest value: 64 → 128').waitFor();
    await takePicture(page, 'publish-preview');
    expect(await findSeriousDefects(page, '[role="dialog"]')).toEqual([]);

    // Somebody renames a field meanwhile: what was looked at is not what would be published.
    const [draft] = await admins.provider.find(
      'remote-record-producer',
      'filters[kind][$eq]=order&filters[state][$eq]=draft',
    );
    await admins.provider.update('remote-record-producer', draft.documentId as string, {
      overrides: [{ field: '/characteristics/backup', label: 'Backup over the air' }],
    });
    await confirm('Publish');
    await see(/has changed since it was looked at/);
    await dialog().getByText('Backup over the air').waitFor();
    const { data: left } = await admins.provider.get(
      `/orderbridge/remote-record-producers/${draft.documentId as string}`,
    );
    expect(left.state).toBe('draft');
    await confirm('Publish');
    await page.locator('aside').getByText('Published', { exact: true }).first().waitFor();
    await page.locator('aside').getByText('Inactive', { exact: true }).waitFor();
  });

  it('approves what the consumer orders, and the consumer sees it', async () => {
    const item = await activate(OFFERING.name, 2);
    const task = await ask(item);
    const { parentNumber } = await becomes(task, 'received');
    await show('order', await parentOf('orders', parentNumber));
    await press('Approve');
    await confirm('Approve');
    await see('Acknowledged');
    await becomes(task, 'work_in_progress');
    await press('Start');
    await confirm('Start');
    await see('In progress');
    await page.getByLabel(/New comment/).fill('The technician comes on Tuesday at nine.');
    await press('Send the comment');
    await see('The comment was sent.');
    await waitUntil('the comment to arrive', async () => {
      const { data } = await requester.get(`${TASKS}/${task}`);
      return data.comments.length === 1;
    });
    await see('Contact at the office');
    await takePicture(page, 'order', { height: 1800, left: 288 });
    expect(await findSeriousDefects(page, 'aside')).toEqual([]);
  });

  it('publishes the form for help, assigns a request and proposes a solution, and the consumer sees each', async () => {
    // More than the content manager lists at once stand before the one that is chosen.
    for (let index = 0; index < 101; index += 1) {
      const rule = { '==': [{ var: 'country' }, 'SE'] };
      await admins.provider.create('consumer-criteria', { name: `A ${String(index)}`, rule });
    }
    const [help] = await admins.provider.find('remote-record-producer', 'filters[kind][$eq]=help');
    await show('remote-record-producer', help.documentId as string);
    await page.locator('aside').getByRole('button', { name: 'Publish', exact: true }).click();
    await dialog().getByRole('combobox').click();
    await page.getByRole('option', { name: 'All consumers' }).click();
    await page.keyboard.press('Escape');
    await dialog().getByText('seen by 1 consumer.').waitFor();
    await confirm('Publish');
    await page.locator('aside').getByText('Published', { exact: true }).first().waitFor();

    const task = await ask(await activate('Ask for help', 1));
    const { parentNumber } = await becomes(task, 'received');
    await show('service-request', await parentOf('service-requests', parentNumber));
    await press('Assign to me');
    await confirm('Assign to me');
    await becomes(task, 'work_in_progress');
    await press('Propose solution');
    await dialog().getByRole('combobox').click();
    await page.getByRole('option').first().click();
    await dialog().locator('textarea').first().fill('The line card was replaced.');
    await confirm('Propose solution');
    await see('Resolved');
    const { serviceRequest } = await becomes(task, 'resolved');
    expect(serviceRequest.resolution).toMatchObject({ notes: 'The line card was replaced.' });
    expect(await findSeriousDefects(page, 'aside')).toEqual([]);
  });

  it('is summed up in the overview by state, with a way to each', async () => {
    const [item] = (await admins.consumer.find(
      'remote-catalog-item',
      `filters[name][$eq]=${OFFERING.name}`,
    )) as Item[];
    for (let count = 0; count < 2; count += 1) {
      await becomes(await ask(item?.documentId ?? ''), 'received');
    }
    await page.goto(`${provider.url}/admin/plugins/orderbridge`);
    const orders = page.getByRole('region', { name: 'Orders', exact: true });
    await orders.getByText('In progress').waitFor();
    await page.getByRole('row', { name: /Nordwind/ }).waitFor();
    await takePicture(page, 'overview', { height: 1020 });
    expect(await findSeriousDefects(page, 'main')).toEqual([]);
    await orders.getByRole('link', { name: 'In progress' }).click();
    await page.getByText('ORD0000001').first().waitFor();
    expect(page.url()).toContain('plugin::orderbridge.order');
  });

  it.each([
    ['light', 'de', 'Was veröffentlicht wurde'],
    ['dark', 'en', 'What its publish made'],
    ['dark', 'de', 'Was veröffentlicht wurde'],
  ] as const)('has nothing serious against its pages in %s (%s)', async (theme, locale, title) => {
    page = await browser.signIn(provider, { theme, locale });
    await show('product-offering', offering);
    await see(new RegExp(title, 'i'));
    await page.getByRole('link', { name: 'Revision 2' }).waitFor();
    expect(await findSeriousDefects(page, 'aside')).toEqual([]);
    await page.getByRole('link', { name: 'Revision 2' }).click();
    await page
      .locator('aside')
      .getByText(/Auschecken|auschecken|Check out/)
      .first()
      .waitFor();
    expect(await findSeriousDefects(page, 'aside')).toEqual([]);
  });
});
