import { publishProducer } from '../../scripts/demo/main-path.mjs';
import type { AdminClient } from './instance';

const SILENT = { event: () => undefined };

export const BRANCH = 'Branch in a box';

const connect = ({ documentId }: { documentId: string }) => ({ connect: [{ documentId }] });

interface Documents {
  readonly documentId: string;
}

/** A part of a bundle, called by a name of its own. */
export const bundledPart = (
  name: string,
  offering: Documents,
  [minQuantity, defaultQuantity, maxQuantity]: readonly [number, number, number],
) => ({ name, productOffering: connect(offering), minQuantity, defaultQuantity, maxQuantity });

const publish = async (
  admin: AdminClient,
  type: 'product-specification' | 'product-offering',
  document: object,
): Promise<Documents> => {
  const made = await admin.create(type, document);
  await admin.publish(type, made.documentId);
  return made as Documents;
};

const question = (name: string, label: string) => ({ name, label, valueType: 'text' });

/** Publishes an offering of parts, and its form for all consumers. */
export const sellBundle = async (admin: AdminClient, document: object): Promise<Documents> => {
  const bundle = await publish(admin, 'product-offering', {
    ...document,
    sellable: true,
    distributionChannels: [{ channel: 'exchange' }],
  });
  const [producer] = await admin.find(
    'remote-record-producer',
    `filters[sourceId][$eq]=${bundle.documentId}`,
  );
  await publishProducer(admin, producer, SILENT);
  return bundle;
};

/**
 * Sells a bundle with a question of its own, of an edge device that has to be there, and a security pack
 * that can be left out. The device is composed of a line; the pack bundles a firewall and, where it is
 * wanted, support.
 */
export const sellBranch = async (admin: AdminClient) => {
  const line = await publish(admin, 'product-specification', {
    name: 'Access line',
    characteristics: [question('bandwidth', 'Bandwidth')],
  });
  const device = await publish(admin, 'product-specification', {
    name: 'Edge device',
    characteristics: [
      {
        name: 'model',
        label: 'Model',
        valueType: 'choice',
        mandatory: true,
        values: [
          { value: 'E20', label: 'E20, up to 40 people' },
          { value: 'E50', label: 'E50, up to 100 people' },
        ],
      },
    ],
    relationships: [
      {
        relationshipType: 'composed_of',
        name: 'line',
        mandatory: false,
        minQuantity: 0,
        defaultQuantity: 0,
        maxQuantity: 2,
        productSpecification: connect(line),
      },
    ],
  });
  const filter = await publish(admin, 'product-specification', {
    name: 'Packet filter',
    characteristics: [question('policy', 'Policy')],
  });
  const site = await publish(admin, 'product-specification', {
    name: 'Site',
    characteristics: [question('siteName', 'Name of the site')],
  });
  const edge = await publish(admin, 'product-offering', {
    name: 'Branch edge',
    sku: 'EDGE',
    productSpecification: connect(device),
  });
  const firewall = await publish(admin, 'product-offering', {
    name: 'Firewall',
    sku: 'FIREWALL',
    productSpecification: connect(filter),
  });
  const security = await publish(admin, 'product-offering', {
    name: 'Security pack',
    sku: 'SECURITY',
    bundledOfferings: [
      bundledPart('firewall', firewall, [1, 1, 4]),
      bundledPart('spare', firewall, [0, 0, 1]),
    ],
  });
  const bundle = await sellBundle(admin, {
    name: BRANCH,
    sku: 'BRANCH-BOX',
    productSpecification: connect(site),
    bundledOfferings: [
      bundledPart('edge', edge, [1, 1, 10]),
      bundledPart('security', security, [0, 0, 2]),
    ],
  });
  return { bundle, edge, device, firewall, security };
};

/** Answers to the form of the branch: all of it, and the least of it. */
export const WHOLE_BRANCH = {
  characteristics: { siteName: 'Oslo' },
  components: {
    edge: {
      quantity: 3,
      characteristics: { model: 'E50' },
      components: { line: { quantity: 2, characteristics: { bandwidth: '1G' } } },
    },
    security: {
      components: { firewall: { quantity: 2, characteristics: { policy: 'strict' } } },
    },
  },
  requestedDate: '2031-01-15',
};
export const SMALL_BRANCH = {
  characteristics: { siteName: 'Bergen' },
  components: { edge: { characteristics: { model: 'E20' } } },
};
