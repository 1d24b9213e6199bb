import { followTrail, type StoredEntry } from '../../support/audit-trail';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';
import { hireStaff } from '../../support/people';
import { signInStaff, type RestClient } from '../../support/rest-client';

const ENTRIES = '/orderbridge/audit-entries';
const DAY_MS = 86_400_000;

const fieldsOf = ({ fields }: StoredEntry): unknown =>
  typeof fields === 'string' ? JSON.parse(fields) : fields;

describe('the audit of edits in the content manager', () => {
  let idle: RestClient;
  let provider: TestInstance;
  let admin: AdminClient;
  let trail: () => Promise<StoredEntry[]>;

  beforeAll(async () => {
    provider = await startTestInstance('provider');
    admin = await provider.admin();
    idle = await hireStaff(provider, { firstname: 'Ida', lastname: 'Idle', rights: [] });
    trail = await followTrail(provider.rows);
  });

  afterAll(async () => {
    await provider.dispose();
  });

  it('has an entry for each write, which names the fields that changed and no others', async () => {
    const { documentId } = await admin.create('consumer', { name: 'Nordwind', tags: ['pilot'] });
    expect(await trail()).toMatchObject([
      {
        actor_kind: 'admin',
        action: 'consumer.create',
        subject_type: 'consumer',
        subject_id: documentId,
        subject_name: 'Nordwind',
        fields: null,
        via: 'content-manager',
      },
    ]);

    const form = await admin.findOne('consumer', documentId);
    await admin.update('consumer', documentId, { ...form, country: 'NO', tags: ['pilot', 'new'] });
    const [edited] = await trail();
    expect(edited).toMatchObject({ action: 'consumer.update', subject_name: 'Nordwind' });
    expect(fieldsOf(edited as StoredEntry)).toEqual(expect.arrayContaining(['country', 'tags']));
    expect(fieldsOf(edited as StoredEntry)).toHaveLength(2);
    expect(JSON.stringify(edited)).not.toContain('pilot');

    await admin.delete(
      `/content-manager/collection-types/plugin::orderbridge.consumer/${documentId}`,
    );
    expect(await trail()).toMatchObject([
      { action: 'consumer.delete', subject_id: documentId, subject_name: 'Nordwind' },
    ]);
  });

  it('has one entry for a publish and for an unpublish, and two for a save and publish at once', async () => {
    const { documentId } = await admin.create('product-specification', { name: 'Line' });
    await trail();
    await admin.publish('product-specification', documentId);
    const path = `/content-manager/collection-types/plugin::orderbridge.product-specification/${documentId}`;
    await admin.put(path, {
      characteristics: [{ name: 'size', label: 'Size', valueType: 'text' }],
    });
    const { name, characteristics } = await admin.findOne('product-specification', documentId);
    const form = { name, characteristics, description: 'Thicker' };
    await admin.post(`${path}/actions/publish`, form);
    await admin.post(`${path}/actions/unpublish`);
    const entries = await trail();
    expect(entries.map(({ action, subject_id }) => [action, subject_id])).toEqual(
      [
        'product-specification.publish',
        'product-specification.update',
        'product-specification.update',
        'product-specification.publish',
        'product-specification.unpublish',
      ].map((action) => [action, documentId]),
    );
    expect(entries.map(fieldsOf)).toEqual([null, ['characteristics'], ['description'], null, null]);
  });

  it('has an entry for each document of a publish of many', async () => {
    const documentIds: string[] = [];
    for (const name of ['One', 'Two']) {
      documentIds.push((await admin.create('resource-specification', { name })).documentId);
    }
    await trail();
    await admin.post(
      '/content-manager/collection-types/plugin::orderbridge.resource-specification/actions/bulkPublish',
      { documentIds },
    );
    const entries = await trail();
    expect(entries.map(({ subject_id }) => subject_id).sort()).toEqual(documentIds.sort());
  });

  it('has an entry for a clone, under the document that came of it', async () => {
    const { documentId } = await admin.create('category', { name: 'Networks' });
    await trail();
    const clone = await admin.post(
      `/content-manager/collection-types/plugin::orderbridge.category/clone/${documentId as string}`,
      { name: 'Networks 2' },
    );
    const copy: string = clone.data?.documentId ?? clone.documentId;
    expect(copy).not.toBe(documentId);
    expect(await trail()).toMatchObject([
      { action: 'category.clone', subject_id: copy, subject_name: 'Networks 2' },
    ]);
  });

  it.each([
    ['PUT', 'plugin%3A%3Aorderbridge.consumer/some-id', 'consumer.update', 'some-id'],
    ['POST', 'plugin::orderbridge.consumer/clone/some-id', 'consumer.clone', 'some-id'],
    [
      'DELETE',
      `plugin::orderbridge.consumer/${'a'.repeat(400)}`,
      'consumer.delete',
      'a'.repeat(255),
    ],
    ['DELETE', 'plugin::orderbridge.consumer/%00', 'consumer.delete', null],
  ])(
    'has an entry for a refusal, however the address is written: %s %s',
    async (method, address, action, id) => {
      await trail();
      const path = `/Content-Manager/collection-types/${address}`;
      await idle.send(method, path, method === 'DELETE' ? undefined : {}).expect(403);
      expect(await trail()).toMatchObject([
        { action, subject_id: id, outcome: 'refused', code: 'request.forbidden' },
      ]);
    },
  );

  it('has no entry of a save that is refused by the catalogue', async () => {
    const { documentId } = await admin.create('product-specification', { name: 'Wrong' });
    await admin.update('product-specification', documentId, {
      characteristics: [{ name: 'size', label: 'Size', valueType: 'choice' }],
    });
    await trail();
    await expect(admin.publish('product-specification', documentId)).rejects.toMatchObject({
      status: 400,
    });
    expect(await trail()).toEqual([]);
  });
});

describe('the audit', () => {
  let provider: TestInstance;
  let admin: AdminClient;
  let staff: RestClient;
  let auditor: RestClient;

  beforeAll(async () => {
    provider = await startTestInstance('provider');
    admin = await provider.admin();
    staff = await signInStaff(provider);
    auditor = await hireStaff(provider, {
      firstname: 'Anna',
      lastname: 'Audit',
      rights: ['audit.read'],
    });
    for (const name of ['First', 'Second', 'Third']) await admin.create('consumer', { name });
  });

  afterAll(async () => {
    await provider.dispose();
  });

  it('is read by whoever has the right, newest first, and by nobody else', async () => {
    const { body } = await auditor.get(ENTRIES).expect(200);
    expect(body.data.map((entry: { subject: { name: string } }) => entry.subject.name)).toEqual([
      'Third',
      'Second',
      'First',
    ]);
    expect(body.data[0]).toEqual({
      documentId: expect.any(String),
      at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
      actor: { kind: 'admin', id: expect.any(String), name: expect.any(String) },
      action: 'consumer.create',
      subject: { type: 'consumer', documentId: expect.any(String), name: 'Third' },
      outcome: 'done',
      code: null,
      fields: null,
      via: 'content-manager',
      ip: expect.stringContaining('127.0.0.1'),
    });
    const other = await hireStaff(provider, {
      firstname: 'Otto',
      lastname: 'Other',
      rights: ['order.read'],
    });
    await other.get(ENTRIES).expect(403);
  });

  it('is filtered, sorted and paged like other lists', async () => {
    const { body } = await auditor
      .get(
        `${ENTRIES}?filters[subjectName][$in][0]=First&filters[subjectName][$in][1]=Third&filters[outcome]=done&sort=subjectName:asc&pagination[pageSize]=1`,
      )
      .expect(200);
    expect(body.data).toMatchObject([{ subject: { name: 'First' } }]);
    expect(body.meta.pagination).toMatchObject({ pageCount: 2, total: 2 });
    const tomorrow = new Date(Date.now() + DAY_MS).toISOString();
    const later = await auditor.get(`${ENTRIES}?filters[at][$gt]=${tomorrow}`).expect(200);
    expect(later.body.data).toEqual([]);
    await auditor.get(`${ENTRIES}?filters[unknown]=1`).expect(400);
  });

  it('is written and deleted by nobody, over no API', async () => {
    const before = await provider.rows('orderbridge_audit_entries').orderBy('id');
    const { documentId } = (await auditor.get(ENTRIES)).body.data[0];
    const content = '/content-manager/collection-types/plugin::orderbridge.audit-entry';
    await staff.post(content, { action: 'forged' }).expect(403);
    await staff.put(`${content}/${documentId as string}`, { actorName: 'Else' }).expect(403);
    await staff.delete(`${content}/${documentId as string}`).expect(403);
    await staff.post(`${content}/actions/bulkDelete`, { documentIds: [documentId] }).expect(403);
    for (const path of [ENTRIES, '/api/orderbridge/audit-entries']) {
      for (const [method, at] of [
        ['post', path],
        ['put', `${path}/${documentId as string}`],
        ['delete', `${path}/${documentId as string}`],
      ] as const) {
        const { status } = await staff[method](at, {});
        expect([401, 404, 405]).toContain(status);
      }
    }
    const after = await provider.rows('orderbridge_audit_entries').orderBy('id');
    // Nobody has the right, so that nothing but the entries themselves is there to be noted.
    expect(after).toEqual(before);
    expect(await admin.find('audit-entry')).toHaveLength(after.length);
  });
});

describe('the audit where it is kept for a time', () => {
  it('deletes what is older, and nothing else', async () => {
    const provider = await startTestInstance('provider', {
      ORDERBRIDGE_AUDIT_KEPT_MS: String(30 * DAY_MS),
    });
    const admin = await provider.admin();
    const entry = { actor_kind: 'admin', actor_name: 'A', action: 'a.b', outcome: 'done' };
    for (const days of [29, 31]) {
      await provider.rows('orderbridge_audit_entries').insert({
        ...entry,
        document_id: `days-${String(days)}`,
        at: new Date(Date.now() - days * DAY_MS),
        published_at: new Date(),
      });
    }
    await admin.create('consumer', { name: 'Now' });
    const kept = await provider.rows('orderbridge_audit_entries').orderBy('id');
    expect(kept.map(({ action }) => action)).toEqual(['a.b', 'consumer.create']);
    expect(kept[0]).toMatchObject({ document_id: 'days-29' });
    await provider.dispose();
  });
});
