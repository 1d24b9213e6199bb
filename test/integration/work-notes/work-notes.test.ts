import { ANSWERS } from '../../../scripts/demo/catalog.mjs';
import { publishOffering, publishProducer } from '../../../scripts/demo/main-path.mjs';
import { openApplication, type ApplicationClient } from '../../support/application';
import { startTestInstance, type AdminClient, type TestInstance } from '../../support/instance';
import { startWebhookSink } from '../../support/webhook-sink';

const SILENT = { event: () => undefined };
const TASKS = '/api/orderbridge/provider-tasks';

describe('work notes', () => {
  let provider: TestInstance;
  let admin: AdminClient;
  let sink: Awaited<ReturnType<typeof startWebhookSink>>;
  let application: ApplicationClient;
  let order: { path: string; documentId: string; task: string };

  beforeAll(async () => {
    sink = await startWebhookSink();
    provider = await startTestInstance('provider');
    admin = await provider.admin();
    const { producer } = await publishOffering(admin, SILENT);
    await publishProducer(admin, producer, SILENT);
    application = await openApplication(provider, admin, {
      shortCode: 'NORD',
      hookUrl: sink.url,
    });
    const { data: items } = await application.get('/api/orderbridge/remote-catalog-items');
    const { data: task } = await application.post(TASKS, {
      data: { lines: [{ item: items[0].documentId, quantity: 1, answers: ANSWERS }] },
    });
    const { document_id: documentId } = await provider
      .rows('orderbridge_provider_tasks as t')
      .join('orderbridge_orders as o', 'o.id', 't.order_id')
      .where({ 't.number': task.number })
      .first<{ document_id: string }>('o.document_id');
    order = { path: `/orderbridge/orders/${documentId}`, documentId, task: task.documentId };
  });

  afterAll(async () => {
    await provider.dispose();
    await sink.close();
  });

  const write = (body: unknown) => admin.post(`${order.path}/work-notes`, { data: { body } });

  it('are shown on the order, oldest first, with who wrote them', async () => {
    const { data: first } = await write('  First note  ');
    expect(first).toEqual({
      id: expect.any(String),
      author: { name: expect.any(String) },
      body: 'First note',
      writtenAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/),
    });
    const { data: second } = await write('Second note');
    const { data: shown } = await admin.get(order.path);
    expect(shown.workNotes).toEqual([first, second]);
    const [row] = await provider.rows('orderbridge_work_notes').orderBy('id');
    expect(row).toMatchObject({ subject_type: 'order', subject_id: order.documentId });
  });

  it('stay here: no message and no task tells of them', async () => {
    await write('Between ourselves');
    await admin.post(`${order.path}/approve`);
    const told = await provider.rows('orderbridge_outbox').select('body');
    expect(told.length).toBeGreaterThan(0);
    expect(JSON.stringify(told)).not.toContain('Between ourselves');
    const seen = await application.get(`${TASKS}/${order.task}`);
    expect(JSON.stringify(seen)).not.toMatch(/Between ourselves|workNotes/);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['blanks', '   '],
    ['more than a comment takes', 'x'.repeat(20_001)],
  ])('do not consist of %s', async (_what, body) => {
    await expect(write(body)).rejects.toMatchObject({
      status: 400,
      body: { error: { details: { code: 'request.invalid' } } },
    });
  });

  it('cannot be written in the content manager', async () => {
    await expect(
      admin.create('work-note', { subjectType: 'order', subjectId: order.documentId, body: 'x' }),
    ).rejects.toMatchObject({
      status: 403,
      body: { error: { details: { code: 'owned.read_only' } } },
    });
  });
});
