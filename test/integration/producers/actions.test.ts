import { startTestInstance, type TestInstance } from '../../support/instance';
import { hireAs } from '../../support/people';
import { signInStaff, type RestClient } from '../../support/rest-client';
import { startWebhookSink } from '../../support/webhook-sink';
import { createExchange, inCountry, type Exchange, type Sold } from '../audience/exchange';

const PATH = '/orderbridge/remote-record-producers';

interface Action {
  readonly action: string;
  readonly allowed: boolean;
  readonly code?: string;
  readonly reason?: string;
}

interface Revision {
  readonly documentId: string;
  readonly revision: number;
  readonly state: string;
}

/** What the table of states says, written down again by hand; of what is refused, why. */
const EXPECTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  draft: {
    checkout: 'producer.illegal_transition',
    archive: 'producer.illegal_transition',
    delete: 'producer.illegal_transition',
  },
  published: {
    publish: 'producer.illegal_transition',
    archive: 'producer.illegal_transition',
    delete: 'producer.illegal_transition',
  },
  'published, with a draft beside it': {
    publish: 'producer.illegal_transition',
    checkout: 'producer.draft_exists',
    archive: 'producer.illegal_transition',
    delete: 'producer.illegal_transition',
  },
  inactive: {
    publish: 'producer.illegal_transition',
    checkout: 'producer.illegal_transition',
    delete: 'producer.illegal_transition',
  },
  'archived, with a published one beside it': {
    publish: 'producer.illegal_transition',
    checkout: 'producer.illegal_transition',
    archive: 'producer.illegal_transition',
    delete: 'producer.illegal_transition',
  },
  retired: {
    publish: 'producer.illegal_transition',
    archive: 'producer.illegal_transition',
    retire: 'producer.illegal_transition',
  },
  'retired, and its offering unpublished': {
    publish: 'producer.illegal_transition',
    checkout: 'producer.source_not_published',
    archive: 'producer.illegal_transition',
    retire: 'producer.illegal_transition',
  },
};

describe('what staff can do with a producer', () => {
  let provider: TestInstance;
  let staff: RestClient;
  let exchange: Exchange;
  let sink: Awaited<ReturnType<typeof startWebhookSink>>;
  let norwegians: string;
  let swedes: string;

  beforeAll(async () => {
    sink = await startWebhookSink();
    provider = await startTestInstance('provider');
    const admin = await provider.admin();
    staff = await signInStaff(provider);
    exchange = createExchange(provider, admin);
    for (const [index, country] of ['NO', 'NO', 'SE'].entries()) {
      const name = `${country} ${String(index)}`;
      const { documentId } = await admin.create('consumer', { name, country });
      await admin.post('/orderbridge/connections/webhooks', {
        consumer: documentId,
        shortCode: `C${String(index)}`,
        url: sink.url,
      });
    }
    norwegians = await exchange.createCriteria(inCountry('NO'));
    swedes = await exchange.createCriteria(inCountry('SE'));
  });

  afterAll(async () => {
    await provider.dispose();
    await sink.close();
  });

  const rowsOf = async ({ identity }: Sold): Promise<Revision[]> =>
    (
      await provider
        .rows('orderbridge_remote_record_producers')
        .where({ identity })
        .orderBy('revision')
        .select('document_id', 'revision', 'state')
    ).map((row: { document_id: string; revision: number; state: string }) => ({
      documentId: row.document_id,
      revision: row.revision,
      state: row.state,
    }));

  const revision = async (sold: Sold, number: number): Promise<Revision> => {
    const found = (await rowsOf(sold)).find((row) => row.revision === number);
    if (found === undefined) throw new Error(`There is no revision ${String(number)}`);
    return found;
  };

  const act = async (sold: Sold, number: number, verb: string, body: object = {}) => {
    const { documentId } = await revision(sold, number);
    const { body: answer } = await staff.post(`${PATH}/${documentId}/${verb}`, body).expect(200);
    return answer.data;
  };

  const viewOf = async (sold: Sold, number: number, as = staff) => {
    const { documentId } = await revision(sold, number);
    const { body } = await as.get(`${PATH}/${documentId}`).expect(200);
    return body.data as { state: string; revisions: Revision[]; actions: Action[] };
  };

  const unpublish = async ({ offeringId }: Sold) => {
    const type = '/content-manager/collection-types/plugin::orderbridge.product-offering';
    await staff.post(`${type}/${offeringId}/actions/unpublish`, {}).expect(200);
  };

  /** Checks what is said against the table, and every refusal against what the verb answers. */
  const check = async (sold: Sold, number: number, situation: string) => {
    const { actions } = await viewOf(sold, number);
    const refused = actions.filter(({ allowed }) => !allowed);
    expect([
      situation,
      Object.fromEntries(refused.map(({ action, code }) => [action, code])),
    ]).toEqual([situation, EXPECTED[situation]]);
    expect(actions.map(({ action }) => action)).toEqual([
      'publish',
      'checkout',
      'archive',
      'retire',
      'delete',
    ]);
    const { documentId } = await revision(sold, number);
    for (const { action, code, reason } of refused) {
      const { body } = await staff.post(`${PATH}/${documentId}/${action}`);
      expect([situation, action, body.error.details.code, body.error.message]).toEqual([
        situation,
        action,
        code,
        reason,
      ]);
    }
  };

  it('is what the state allows, and a verb refuses the rest with the code and the reason that were told', async () => {
    const sold = await exchange.sell([norwegians]);
    await check(sold, 1, 'published');
    await act(sold, 1, 'checkout');
    await check(sold, 1, 'published, with a draft beside it');
    await check(sold, 2, 'draft');
    await act(sold, 2, 'publish');
    await check(sold, 1, 'inactive');
    await act(sold, 1, 'archive');
    await check(sold, 1, 'archived, with a published one beside it');
    await act(sold, 2, 'retire');
    await check(sold, 2, 'retired');
    await unpublish(sold);
    await check(sold, 2, 'retired, and its offering unpublished');
    await act(sold, 2, 'delete');
    expect(await rowsOf(sold)).toEqual([]);
  });

  it('is told with the revisions beside it, the newest first', async () => {
    const sold = await exchange.sell([norwegians]);
    await act(sold, 1, 'checkout');
    const { revisions } = await viewOf(sold, 1);
    expect(revisions.map(({ revision: number, state }) => [number, state])).toEqual([
      [2, 'draft'],
      [1, 'published'],
    ]);
  });

  it('is nothing for whoever may only look', async () => {
    const role = 'orderbridge-catalog-admin';
    const clerk = await hireAs(provider, { role, firstname: 'Cara', lastname: 'Catalog' });
    const sold = await exchange.sell([norwegians]);
    const { actions } = await viewOf(sold, 1, clerk);
    expect(actions.map(({ allowed, code }) => [allowed, code])).toEqual(
      actions.map(() => [false, 'request.forbidden']),
    );
    const { documentId } = await revision(sold, 1);
    await clerk.post(`${PATH}/${documentId}/publish-preview`).expect(403);
  });

  describe('is shown before a publish', () => {
    const preview = async (sold: Sold, number: number, criteria?: string[]) => {
      const { documentId } = await revision(sold, number);
      const path = `${PATH}/${documentId}/publish-preview`;
      const { body } = await staff.post(path, criteria ? { criteria } : {}).expect(200);
      return body.data;
    };

    it('with what it makes, who sees it and what is new, as the publish then does it', async () => {
      const sold = await exchange.sell([norwegians]);
      await staff
        .put(
          `/content-manager/collection-types/plugin::orderbridge.product-specification/${sold.specificationId}`,
          {
            characteristics: [
              { name: 'contact', label: 'Who to ring', valueType: 'text', mandatory: false },
              { name: 'floor', label: 'Floor', valueType: 'integer' },
            ],
          },
        )
        .expect(200);
      for (const [type, id] of [
        ['product-specification', sold.specificationId],
        ['product-offering', sold.offeringId],
      ] as const) {
        const path = `/content-manager/collection-types/plugin::orderbridge.${type}/${id}/actions/publish`;
        await staff.post(path).expect(200);
      }
      const before = [await rowsOf(sold), await exchange.entitlementsOf(sold)];
      const seen = await preview(sold, 2, [swedes]);
      expect(seen).toMatchObject({
        revision: 2,
        name: 'Internet access for offices',
        replaces: 1,
        action: { action: 'publish', allowed: true },
        audience: {
          consumers: [{ name: 'NO 0' }, { name: 'NO 1' }, { name: 'SE 2' }],
          totals: { consumers: 3, added: 1, changed: 2, removed: 0 },
        },
        diff: {
          from: 1,
          to: 2,
          added: [{ label: 'Floor' }],
          removed: [],
          changed: [
            {
              label: 'Who to ring',
              changes: expect.arrayContaining([
                { property: 'title', from: 'Contact on site', to: 'Who to ring' },
                { property: 'required', from: true, to: false },
              ]),
            },
          ],
        },
      });
      expect([await rowsOf(sold), await exchange.entitlementsOf(sold)]).toEqual(before);

      await act(sold, 2, 'publish', { criteria: [swedes] });
      const after = await exchange.entitlementsOf(sold);
      expect(after.map((row) => [row['grant'], row['offered_revision']])).toEqual([
        ['granted', 2],
        ['granted', 2],
        ['granted', 2],
      ]);
    });

    it('and a publish that names what was shown does that, or nothing', async () => {
      const sold = await exchange.sell([norwegians]);
      await act(sold, 1, 'checkout');
      const draft = await revision(sold, 2);
      const path = `${PATH}/${draft.documentId}/publish`;
      const before = [await rowsOf(sold), await exchange.entitlementsOf(sold)];
      const refuse = async (digest: string, criteria: string[]) => {
        const { body } = await staff.post(path, { preview: digest, criteria }).expect(409);
        expect(body.error.details.code).toBe('producer.preview_outdated');
      };

      const seen = await preview(sold, 2);
      await refuse(seen.digest, [swedes]);
      const form = `/content-manager/collection-types/plugin::orderbridge.remote-record-producer/${draft.documentId}`;
      const override = { field: '/characteristics/contact', label: 'Who opens the door' };
      await staff.put(form, { overrides: [override] }).expect(200);
      await refuse(seen.digest, []);
      expect(await exchange.entitlementsOf(sold)).toEqual(before[1]);
      expect(await rowsOf(sold)).toMatchObject([{ state: 'published' }, { state: 'draft' }]);

      const again = await preview(sold, 2, [swedes]);
      await staff.post(path, { preview: again.digest, criteria: [swedes] }).expect(200);
      expect((await exchange.entitlementsOf(sold)).map((row) => row['offered_revision'])).toEqual([
        2, 2, 2,
      ]);
    });

    it('with those who lose it, where the criteria of the draft are others', async () => {
      const sold = await exchange.sell([norwegians]);
      await act(sold, 1, 'checkout');
      const draft = await revision(sold, 2);
      await staff
        .put(
          `/content-manager/collection-types/plugin::orderbridge.remote-record-producer/${draft.documentId}`,
          {
            criteria: {
              connect: [{ documentId: swedes }],
              disconnect: [{ documentId: norwegians }],
            },
          },
        )
        .expect(200);
      expect((await preview(sold, 2)).audience.totals).toEqual({
        consumers: 1,
        added: 1,
        changed: 0,
        removed: 2,
      });
    });

    it('with the reason where it is not possible', async () => {
      const { body } = await staff
        .get(
          '/content-manager/collection-types/plugin::orderbridge.remote-record-producer?filters[kind][$eq]=help',
        )
        .expect(200);
      const help = body.results[0].documentId as string;
      const path = `${PATH}/${help}/publish-preview`;
      const { body: without } = await staff.post(path).expect(200);
      expect(without.data).toMatchObject({
        diff: null,
        replaces: null,
        audience: { totals: { consumers: 0 } },
        action: { allowed: false, code: 'producer.criteria_missing' },
      });
      await staff.post(`${PATH}/${help}/publish`).expect(400);
      const { body: chosen } = await staff.post(path, { criteria: [swedes] }).expect(200);
      expect(chosen.data).toMatchObject({
        audience: { totals: { consumers: 1 } },
        action: { allowed: true },
      });
      const { body: unknown } = await staff.post(path, { criteria: ['nobody'] }).expect(404);
      expect(unknown.error.details.code).toBe('criteria.not_found');

      const sold = await exchange.sell([norwegians]);
      expect((await preview(sold, 1)).action).toMatchObject({
        allowed: false,
        code: 'producer.illegal_transition',
      });
    });
  });
});
