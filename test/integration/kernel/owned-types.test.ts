import { HttpError } from '../../../scripts/demo/clients.mjs';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';

/** Types that domain services alone write, with a row of each and a change that somebody might try. */
const OWNED: Record<string, { row: Record<string, unknown>; change: Record<string, unknown> }> = {
  order: {
    row: { number: 'ORD1', state: 'new', version: 1 },
    change: { state: 'completed' },
  },
  'order-line': {
    row: { line_number: 1, action: 'add', state: 'new', name: 'Line', quantity: 1 },
    change: { quantity: 5 },
  },
  'order-mirror': { row: { number: 'ORD1', state: 'new', version: 1 }, change: { state: 'draft' } },
  'order-line-mirror': {
    row: { line_number: 1, action: 'add', state: 'new', name: 'Line', quantity: 1 },
    change: { name: 'Other' },
  },
  'service-request': {
    row: { number: 'HLP1', kind: 'help', state: 'resolved', version: 1, name: 'Help' },
    change: { state: 'closed' },
  },
  'service-request-mirror': {
    row: { number: 'HLP1', kind: 'help', state: 'resolved', version: 1, name: 'Help' },
    change: { state: 'closed' },
  },
  'work-note': {
    row: { subject_type: 'order', subject_id: 's', body: 'text', author_name: 'A' },
    change: { body: 'forged' },
  },
  'provider-task': {
    row: { number: 'PT1', side: 'provider', title: 'Task', state: 'received', version: 1 },
    change: { state: 'closed' },
  },
  'task-comment': {
    row: { comment_id: 'c1', author_side: 'provider', author_name: 'A', body: 'text' },
    change: { body: 'forged' },
  },
  'catalog-version': {
    row: { subject_type: 'product-offering', subject_id: 's', version: 1, hash: 'h' },
    change: { version: 9 },
  },
  entitlement: {
    row: { identity: 'i', grant: 'granted', activation: 'pending', offered_revision: 1 },
    change: { grant: 'withdrawn' },
  },
  'state-change': {
    row: { subject_type: 'order', subject_id: 's', to_state: 'new', actor_name: 'A' },
    change: { actorName: 'Somebody else' },
  },
  'remote-record-producer': {
    row: { identity: 'i', revision: 1, state: 'draft', name: 'Form' },
    change: { state: 'published' },
  },
  'remote-catalog-item': {
    row: { identity: 'i', name: 'Item', state: 'pending', offered_revision: 1 },
    change: { state: 'active' },
  },
  connection: {
    row: { name: 'C', key: 'k', role: 'provider', kind: 'instance', short_code: 'C' },
    change: { peerUrl: 'http://elsewhere.example' },
  },
  membership: { row: {}, change: { apiToken: { connect: [{ id: 1 }] } } },
};

const tableOf = (type: string) => `orderbridge_${type.replace(/-/g, '_')}s`;

describe('the owned types', () => {
  let instance: TestInstance;
  let admin: AdminClient;

  beforeAll(async () => {
    // Both roles, so that every type can be reached in the content manager.
    instance = await startTestInstance('provider', { ORDERBRIDGE_ROLES: 'provider,consumer' });
    admin = await instance.admin();
    for (const [type, { row }] of Object.entries(OWNED)) {
      await instance.rows(tableOf(type)).insert({
        document_id: `doc-${type}`,
        published_at: new Date(),
        ...row,
      });
    }
  });

  afterAll(async () => {
    await instance.dispose();
  });

  const rowsOf = async (type: string) => {
    const rows = (await instance.rows(tableOf(type)).orderBy('id')) as Record<string, unknown>[];
    return JSON.stringify(rows);
  };

  const statusOf = async (request: Promise<unknown>): Promise<number> => {
    try {
      await request;
      return 200;
    } catch (error) {
      if (error instanceof HttpError) return error.status;
      throw error;
    }
  };

  for (const [type, { row, change }] of Object.entries(OWNED)) {
    const path = `/content-manager/collection-types/plugin::orderbridge.${type}`;
    const documentId = `doc-${type}`;
    const writes: Record<string, (client: AdminClient) => Promise<unknown>> = {
      create: (client) => client.post(path, { ...row, name: 'Forged' }),
      update: (client) => client.put(`${path}/${documentId}`, change),
      clone: (client) => client.post(`${path}/clone/${documentId}`, change),
      'auto-clone': (client) => client.post(`${path}/auto-clone/${documentId}`),
      delete: (client) => client.delete(`${path}/${documentId}`),
      'bulk delete': (client) =>
        client.post(`${path}/actions/bulkDelete`, { documentIds: [documentId] }),
      publish: (client) => client.post(`${path}/${documentId}/actions/publish`, change),
      'publish of a new document': (client) => client.post(`${path}/actions/publish`, change),
      'bulk publish': (client) =>
        client.post(`${path}/actions/bulkPublish`, { documentIds: [documentId] }),
      unpublish: (client) => client.post(`${path}/${documentId}/actions/unpublish`),
      'bulk unpublish': (client) =>
        client.post(`${path}/actions/bulkUnpublish`, { documentIds: [documentId] }),
      discard: (client) => client.post(`${path}/${documentId}/actions/discard`),
    };

    it.each(Object.keys(writes))(`refuse %s of ${type} in the content manager`, async (write) => {
      const before = await rowsOf(type);
      const status = await statusOf(writes[write]?.(admin) ?? Promise.resolve());
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(await rowsOf(type)).toBe(before);
    });

    it(`can be read: ${type}`, async () => {
      const found = await admin.find(type);
      expect(found.length).toBeGreaterThan(0);
    });
  }

  it('say why they refuse, with a code', async () => {
    await expect(admin.update('order', 'doc-order', { state: 'completed' })).rejects.toMatchObject({
      status: 403,
      body: { error: { details: { code: 'owned.read_only' } } },
    });
  });

  it('let people edit the fields that are theirs, also where the form sends the others along', async () => {
    const path = '/content-manager/collection-types/plugin::orderbridge.remote-catalog-item';
    const { data } = await admin.get(`${path}/doc-remote-catalog-item`);
    await admin.put(`${path}/doc-remote-catalog-item`, { ...data, category: 'Networks' });
    const [row] = await instance.rows('orderbridge_remote_catalog_items');
    expect(row).toMatchObject({ category: 'Networks', state: 'pending', identity: 'i' });
  });
});
