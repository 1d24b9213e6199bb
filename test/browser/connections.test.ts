import type { Page } from 'playwright-core';
import {
  findSeriousDefects,
  startBrowser,
  takePicture,
  type TestBrowser,
} from '../support/browser';
import { startTestInstance, type TestInstance } from '../support/instance';
import { waitUntil } from '../support/wait-until';

type Side = 'provider' | 'consumer';
type SignIn = Parameters<TestBrowser['signIn']>[1];

const TYPES = '/admin/content-manager/collection-types/plugin::orderbridge';

describe('connections in the admin panel', () => {
  let instances: Record<Side, TestInstance>;
  let browser: TestBrowser;
  /** The organisation, by its document id on each side. */
  const organisation = { provider: '', consumer: '' };

  beforeAll(async () => {
    const [provider, consumer] = await Promise.all([
      startTestInstance('provider'),
      startTestInstance('consumer'),
    ]);
    instances = { provider, consumer };
    for (const side of ['provider', 'consumer'] as const) {
      const admin = await instances[side].admin();
      organisation[side] = (await admin.create('consumer', { name: 'Nordwind' })).documentId;
    }
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await Promise.all([instances.provider.dispose(), instances.consumer.dispose()]);
  });

  const open = async (side: Side, document: string, options: SignIn = {}): Promise<Page> => {
    const page = await browser.signIn(instances[side], options);
    await page.goto(`${instances[side].url}${TYPES}.${document}`);
    return page;
  };
  const openConsumer = (side: Side, options: SignIn = {}) =>
    open(side, `consumer/${organisation[side]}`, options);

  const connectionAt = async (side: Side, name: RegExp) => {
    const { data } = await (await instances[side].admin()).get('/orderbridge/connections');
    const found = (data as { documentId: string; name: string }[]).find((each) =>
      name.test(each.name),
    );
    if (found === undefined) throw new Error(`No connection ${String(name)} at the ${side}`);
    return found.documentId;
  };
  const openConnection = async (side: Side, options: SignIn = {}) =>
    open(
      side,
      `connection/${await connectionAt(side, side === 'provider' ? /Nordwind Log/ : /Fjordnet/)}`,
      options,
    );

  const aside = (page: Page) => page.locator('aside');
  const press = (page: Page, name: string) =>
    aside(page).getByRole('button', { name, exact: true }).click();
  /** Chooses a verb, fills in what it asks for and uses it. */
  const use = async (page: Page, name: string, fields: Readonly<Record<string, string>> = {}) => {
    await press(page, name);
    const dialog = page.getByRole('dialog');
    for (const [label, value] of Object.entries(fields)) {
      await dialog.getByLabel(new RegExp(label)).fill(value);
    }
    await dialog.getByRole('button', { name, exact: true }).click();
  };
  const seen = (page: Page, text: string) =>
    aside(page).getByText(text, { exact: true }).first().waitFor();

  it('invites in one panel, accepts in the other, and both say that they are live', async () => {
    const provider = await openConsumer('provider');
    await press(provider, 'Invite');
    const dialog = provider.getByRole('dialog');
    const invite = dialog.getByRole('button', { name: 'Invite', exact: true });
    expect(await invite.isDisabled()).toBe(true);
    await dialog.getByLabel(/Short code/).fill('nord');
    await invite.click();
    // What the server says no to stays open, with what was typed.
    await provider
      .getByText(/2 to 8 capital letters or digits/)
      .first()
      .waitFor();
    await dialog.getByLabel(/Short code/).fill('NORD');
    await invite.click();
    const shown = dialog.getByRole('textbox', { name: 'Invitation' });
    await shown.waitFor();
    const invitation = await shown.inputValue();
    expect(invitation).toMatch(/^ob1_/);
    await dialog.getByText(/It expires on/).waitFor();
    expect(await findSeriousDefects(provider, '[role="dialog"]')).toEqual([]);
    await takePicture(provider, 'connections-invitation');
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await dialog.waitFor({ state: 'detached' });
    expect(await provider.getByText(invitation).count()).toBe(0);

    const consumer = await openConsumer('consumer');
    await use(consumer, 'Accept an invitation', { Invitation: invitation });
    await seen(consumer, 'live');
    await provider.reload();
    await seen(provider, 'live');
    await aside(provider)
      .getByRole('link', { name: /Nordwind Logistics/ })
      .click();
    await seen(provider, 'Last contact');
    expect(provider.url()).toContain('plugin::orderbridge.connection');
  });

  it('says of an instance that is no provider why it cannot invite', async () => {
    const page = await openConsumer('consumer');
    await page.getByText('Why not the rest').click();
    const reason = aside(page)
      .locator('details')
      .getByText(/^Invite: /);
    expect(await reason.innerText()).toBe('Invite: This instance is no provider.');
  });

  it('pauses and resumes a connection', async () => {
    const page = await openConnection('provider');
    await use(page, 'Pause');
    await seen(page, 'paused');
    const overview = await browser.signIn(instances.provider);
    await overview.goto(`${instances.provider.url}/admin/plugins/orderbridge`);
    await overview.getByRole('row', { name: /Nordwind Logistics[\s\S]*paused/ }).waitFor();
    await overview.close();
    await use(page, 'Resume');
    await seen(page, 'live');
    const { data } = await (await instances.provider.admin()).get('/orderbridge/connections');
    expect(data[0].health).toMatchObject({ state: 'active', live: true });
  });

  it('renews the keys of both sides, and says until when the old ones are good', async () => {
    const page = await openConnection('consumer');
    await use(page, 'Rotate keys');
    await seen(page, 'Old keys end');
    const rotation = await waitUntil('both sides to have the same new keys', async () => {
      const found = await Promise.all(
        (['provider', 'consumer'] as const).map(
          async (side) =>
            (await instances[side]
              .rows('orderbridge_link_keys')
              .where({ state: 'current' })
              .whereNotNull('rotation')
              .distinct('rotation')
              .pluck('rotation')) as string[],
        ),
      );
      return found[0]?.length === 1 && found[0][0] === found[1]?.[0] ? found[0][0] : undefined;
    });
    expect(rotation).toMatch(/^[\w-]{36}$/);
    await seen(await openConnection('provider'), 'Old keys end');
  });

  it.each([
    ['light', 'en', 'Parked', 'Release connection/keys', 'Rotate keys'],
    ['dark', 'de', 'Angehalten', 'connection/keys freigeben', 'Schlüssel erneuern'],
  ] as const)(
    'shows what is parked, and releases it, with nothing serious against it in %s (%s)',
    async (theme, locale, heading, release, rotate) => {
      const stream = () =>
        instances.provider.rows('orderbridge_streams_out').where({ stream_key: 'connection/keys' });
      await instances.provider
        .rows('orderbridge_outbox')
        .whereIn('stream_id', stream().select('id'))
        .update({ state: 'pending' });
      await stream().update({
        pending: true,
        blocked_reason: '422 bridge.type_unknown This side does not know connection.key_offered.',
        blocked_since: 1_767_225_600_000,
      });
      const page = await openConnection('provider', { theme, locale });
      await page.getByRole('heading', { name: heading }).waitFor();
      await page.getByText(/422 bridge.type_unknown/).waitFor();
      await page.getByText(/: 1, [\s\S]*connection.key_confirmed/).waitFor();
      expect(await findSeriousDefects(page, 'aside')).toEqual([]);
      await takePicture(page, `connection-${theme}`, { height: 1400 });
      await press(page, rotate);
      expect(await findSeriousDefects(page, '[role="dialog"]')).toEqual([]);
      await takePicture(page, `connection-rotate-${theme}`);
      await page.keyboard.press('Escape');
      const overview = await browser.signIn(instances.provider, { theme, locale });
      await overview.goto(`${instances.provider.url}/admin/plugins/orderbridge`);
      await overview.getByText(locale === 'de' ? '1 angehalten' : '1 parked').waitFor();
      await takePicture(overview, `connections-overview-${theme}`);
      await overview.close();
      await press(page, release);
      await page.getByRole('heading', { name: heading }).waitFor({ state: 'detached' });
      // It was sent again, and the consumer knew it.
      await waitUntil('nothing to wait', async () => {
        const waiting = await stream().where({ pending: true });
        return waiting.length === 0;
      });
    },
  );

  it('opens a webhook connection and replaces its secret, and shows each secret once', async () => {
    const page = await openConsumer('provider');
    await use(page, 'Connect webhooks', {
      'Short code': 'HOOK',
      Address: 'http://127.0.0.1:9/hook',
    });
    const dialog = page.getByRole('dialog');
    const secretOf = async () => {
      const field = dialog.getByRole('textbox', { name: 'Secret' });
      await field.waitFor();
      return field.inputValue();
    };
    const first = await secretOf();
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await page.goto(
      `${instances.provider.url}${TYPES}.connection/${await connectionAt('provider', /^Nordwind$/)}`,
    );
    await press(page, 'Replace the secret');
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Replace the secret', exact: true }).click();
    const second = await secretOf();
    for (const secret of [first, second]) expect(secret).toMatch(/^whsec_/);
    expect(second).not.toBe(first);
    await takePicture(page, 'connections-secret');
    await page.reload();
    await seen(page, 'Last contact');
    expect(await page.getByText(second).count()).toBe(0);
  });

  it.each([
    ['light', 'en', 'End', /there is no way back/],
    ['dark', 'de', 'Beenden', /es gibt keinen Weg zurück/],
  ] as const)(
    'says what the end of a connection means before it is used, with nothing serious against it in %s (%s)',
    async (theme, locale, end, warning) => {
      const page = await openConnection('consumer', { theme, locale });
      await press(page, end);
      const dialog = page.getByRole('dialog');
      await dialog.getByText(warning).waitFor();
      expect(await findSeriousDefects(page, '[role="dialog"]')).toEqual([]);
      await takePicture(page, `connection-end-${theme}`);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    },
  );

  it('ends a connection, and offers nothing more to do with it; the other side shows that it has', async () => {
    const page = await openConnection('provider');
    await use(page, 'End');
    await seen(page, 'ended');
    await aside(page)
      .getByRole('button', { name: 'End', exact: true })
      .waitFor({ state: 'detached' });
    await page.getByText('Why not the rest').click();
    const reason = aside(page)
      .locator('details')
      .getByText(/^End: /);
    expect(await reason.innerText()).toBe('End: The connection has ended.');
    await takePicture(page, 'connection-ended');
    await seen(await openConnection('consumer'), 'ended by the peer');
  });
});
