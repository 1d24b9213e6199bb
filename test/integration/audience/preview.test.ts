import { signInAdmin } from '../../../scripts/demo/clients.mjs';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';
import { startWebhookSink } from '../../support/webhook-sink';
import { createExchange, inCountry, type Exchange, type Sold } from './exchange';

const PREVIEW = '/orderbridge/consumer-criteria/preview';
const PILOTS = { in: ['pilot', { var: 'tags' }] };

describe('a preview of criteria', () => {
  let provider: TestInstance;
  let admin: AdminClient;
  let exchange: Exchange;
  let sink: Awaited<ReturnType<typeof startWebhookSink>>;
  let criteria: string;
  let sold: Sold;

  beforeAll(async () => {
    sink = await startWebhookSink();
    provider = await startTestInstance('provider');
    admin = await provider.admin();
    exchange = createExchange(provider, admin);
    const consumers = [
      { name: 'Bergen', country: 'NO' },
      { name: 'Malmö', country: 'SE' },
      { name: 'Oslo', country: 'NO', tags: ['pilot'] },
      { name: 'Uppsala', country: 'SE', tags: ['pilot'] },
    ];
    for (const [index, consumer] of consumers.entries()) {
      const { documentId } = await admin.create('consumer', consumer);
      await admin.post('/orderbridge/connections/webhooks', {
        consumer: documentId,
        shortCode: `C${String(index)}`,
        url: sink.url,
      });
    }
    await admin.create('consumer', { name: 'Stockholm, not connected', country: 'SE' });
    criteria = await exchange.createCriteria(inCountry('NO'));
    sold = await exchange.sell([criteria, await exchange.createCriteria(PILOTS)]);
  });

  afterAll(async () => {
    await provider.dispose();
    await sink.close();
  });

  const namesOf = (grants: { consumer: { name: string } }[]) =>
    grants.map(({ consumer }) => consumer.name).sort();

  const standing = async () =>
    (await exchange.entitlementsOf(sold)).map(({ id, grant }) => [id, grant]);

  it('names whom the rule holds for, and the grants that come and go; other criteria keep theirs', async () => {
    const before = await standing();
    const { data } = await admin.post(PREVIEW, { rule: inCountry('SE'), criteria });
    expect(data.matches.map(({ name }: { name: string }) => name)).toEqual([
      'Malmö',
      'Stockholm, not connected',
      'Uppsala',
    ]);
    // Oslo and Uppsala are pilots: what the other criteria say of them does not change.
    expect(namesOf(data.added)).toEqual(['Malmö']);
    expect(namesOf(data.removed)).toEqual(['Bergen']);
    expect(data.added[0].producer).toEqual({
      identity: sold.identity,
      name: 'Internet access for offices',
      revision: 1,
    });
    expect(data).toMatchObject({ producers: 1, totals: { matches: 3, added: 1, removed: 1 } });
    expect(await standing()).toEqual(before);
  });

  it('says without stored criteria whom the rule holds for, and nothing else', async () => {
    const { data } = await admin.post(PREVIEW, { rule: PILOTS });
    expect(data).toMatchObject({ added: [], removed: [], producers: 0, totals: { matches: 2 } });
  });

  it('finds nothing to do where the stored rule is asked for', async () => {
    const { data } = await admin.post(PREVIEW, { rule: inCountry('NO'), criteria });
    expect(data).toMatchObject({ added: [], removed: [], producers: 1, totals: { matches: 2 } });
  });

  it('says what saving the rule then does', async () => {
    const rule = inCountry('SE');
    const { data } = await admin.post(PREVIEW, { rule, criteria });
    await admin.update('consumer-criteria', criteria, { rule });
    try {
      const after = await standing();
      expect(after.filter(([, grant]) => grant === 'withdrawn')).toHaveLength(data.removed.length);
      expect(after.filter(([, grant]) => grant === 'granted')).toHaveLength(3);
      const { data: again } = await admin.post(PREVIEW, { rule, criteria });
      expect(again).toMatchObject({ added: [], removed: [] });
    } finally {
      await admin.update('consumer-criteria', criteria, { rule: inCountry('NO') });
    }
  });

  it.each<[string, unknown]>([
    ['an unknown operator', { noSuchOperator: [1] }],
    ['an attribute that consumers do not have', { '==': [{ var: 'contry' }, 'NO'] }],
    ['a text', 'NO'],
    ['nothing', null],
  ])('refuses %s as the save does, at the rule', async (_what, rule) => {
    const refusal = {
      status: 400,
      body: { error: { details: { code: 'criteria.invalid_rule', errors: [{ path: ['rule'] }] } } },
    };
    await expect(admin.post(PREVIEW, { rule })).rejects.toMatchObject(refusal);
    await expect(admin.create('consumer-criteria', { name: 'Broken', rule })).rejects.toMatchObject(
      refusal,
    );
  });

  it('refuses criteria that there are not', async () => {
    await expect(admin.post(PREVIEW, { rule: true, criteria: 'none' })).rejects.toMatchObject({
      status: 404,
      body: { error: { details: { code: 'criteria.not_found' } } },
    });
  });

  it('needs its right', async () => {
    const roles = await admin.get('/admin/roles');
    const editor = roles.data.find(({ code }: { code: string }) => code === 'strapi-editor');
    const password = 'Editor-password-1';
    const email = 'editor@example.com';
    const { data: invited } = await admin.post('/admin/users', {
      email,
      firstname: 'Eve',
      lastname: 'Editor',
      roles: [editor.id],
    });
    await admin.post('/admin/register', {
      registrationToken: invited.registrationToken,
      userInfo: { firstname: 'Eve', lastname: 'Editor', password },
    });
    const other = await signInAdmin(provider.url, { email, password });
    await expect(other.post(PREVIEW, { rule: true })).rejects.toMatchObject({ status: 403 });
  });

  it('lets a rule be typed into the panel, which sends it as text', async () => {
    const created = await admin.create('consumer-criteria', {
      name: 'Typed',
      rule: JSON.stringify(inCountry('FI')),
    });
    const [stored] = await admin.find(
      'consumer-criteria',
      `filters[documentId][$eq]=${String(created.documentId)}`,
    );
    expect(stored.rule).toEqual(inCountry('FI'));
    const everybody = await admin.create('consumer-criteria', { name: 'All typed', rule: 'true' });
    const { rule } = everybody as { rule: unknown };
    // As the panel sends it back with another name.
    await admin.update('consumer-criteria', everybody.documentId, { name: 'All', rule });
  });
});
