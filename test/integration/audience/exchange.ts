import { randomUUID } from 'node:crypto';
import type { AdminClient, TestInstance } from '../../support/instance';

/** A criteria rule: the consumer's country. */
export const inCountry = (country: string) => ({ '==': [{ var: 'country' }, country] });

/** A service with one question, which may be asked in German too. */
const SPECIFICATION = {
  name: 'Internet access',
  characteristics: [
    {
      name: 'contact',
      label: 'Contact on site',
      valueType: 'text',
      mandatory: true,
      translations: [{ locale: 'de', label: 'Kontakt vor Ort' }],
    },
  ],
};

export const ANSWERS = { characteristics: { contact: 'Ada Berg' } };

/** Something that is sold, with the documents of the catalogue behind it. */
export interface Sold {
  readonly identity: string;
  readonly specificationId: string;
  readonly offeringId: string;
}

/** Steps of catalogue and exchange admins, as their panels take them. */
export const createExchange = (provider: TestInstance, admin: AdminClient) => {
  const findProducer = async (where: object): Promise<{ document_id: string; identity: string }> =>
    (await provider
      .rows('orderbridge_remote_record_producers')
      .where(where)
      .orderBy('revision', 'desc')
      .first()) as { document_id: string; identity: string };

  const act = (documentId: string, verb: string, body: object = {}) =>
    admin.post(`/orderbridge/remote-record-producers/${documentId}/${verb}`, body);

  const publishDraft = async (identity: string, criteria: readonly string[] = []) => {
    const { document_id: documentId } = await findProducer({ identity, state: 'draft' });
    await act(documentId, 'publish', { criteria });
  };

  return {
    /** Publishes an offering and its order form for those that the criteria name. */
    async sell(criteria: readonly string[], more: object = {}): Promise<Sold> {
      const specification = await admin.create('product-specification', SPECIFICATION);
      await admin.publish('product-specification', specification.documentId);
      const offering = await admin.create('product-offering', {
        name: 'Internet access for offices',
        sku: `SKU-${randomUUID()}`,
        sellable: true,
        distributionChannels: [{ channel: 'exchange' }],
        productSpecification: { connect: [{ documentId: specification.documentId }] },
        localizedTexts: [{ locale: 'de', label: 'Internetzugang für Büros' }],
        ...more,
      });
      await admin.publish('product-offering', offering.documentId);
      const { identity } = await findProducer({ source_id: offering.documentId });
      await publishDraft(identity, criteria);
      return {
        identity,
        specificationId: specification.documentId,
        offeringId: offering.documentId,
      };
    },

    /** Publishes a revision that asks one question more. */
    async sellNewRevision({ identity, specificationId, offeringId }: Sold): Promise<void> {
      const { data } = await admin.get(
        `/content-manager/collection-types/plugin::orderbridge.product-specification/${specificationId}`,
      );
      const added = { name: `question${randomUUID().slice(0, 8)}`, valueType: 'text' };
      await admin.update('product-specification', specificationId, {
        characteristics: [...data.characteristics, added],
      });
      await admin.publish('product-specification', specificationId);
      await admin.publish('product-offering', offeringId);
      await publishDraft(identity);
    },

    /** Changes what the offering says, not what it asks. */
    async describe({ offeringId }: Sold, texts: object): Promise<void> {
      await admin.update('product-offering', offeringId, texts);
      await admin.publish('product-offering', offeringId);
    },

    async archive({ identity }: Sold, revision: number): Promise<void> {
      const { document_id: documentId } = await findProducer({ identity, revision });
      await act(documentId, 'archive');
    },

    async createCriteria(rule: unknown): Promise<string> {
      const { documentId } = await admin.create('consumer-criteria', {
        name: `Criteria ${randomUUID()}`,
        rule,
      });
      return documentId as string;
    },

    /** The entitlements of something, in the order in which they were made. */
    entitlementsOf: async ({ identity }: Sold) =>
      (await provider.rows('orderbridge_entitlements').where({ identity }).orderBy('id')) as Record<
        string,
        unknown
      >[],

    /** What the outbox holds for catalogue items. */
    async sent(): Promise<{ type: string; link_id: number; data: Record<string, unknown> }[]> {
      const rows = (await provider
        .rows('orderbridge_outbox')
        .where('type', 'like', 'catalog_item.%')
        .orderBy('id')) as { type: string; link_id: number; body: string }[];
      return rows.map(({ type, link_id, body }) => ({
        type,
        link_id,
        data: (JSON.parse(body) as { data: Record<string, unknown> }).data,
      }));
    },
  };
};

export type Exchange = ReturnType<typeof createExchange>;
