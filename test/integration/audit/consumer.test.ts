import { followTrail } from '../../support/audit-trail';
import { REQUEST, startPair, type Pair } from '../../support/pair';
import { whoIs } from '../orders/open-desk';
import { signInStaff } from '../../support/rest-client';

const TASKS = '/api/orderbridge/provider-tasks';
const ITEMS = '/orderbridge/remote-catalog-items';

describe('the audit of a consumer', () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await startPair();
  });

  afterAll(async () => {
    await pair.dispose();
  });

  it('has an entry for the invitation that was accepted and for the item that was activated', async () => {
    const { rows } = pair.consumer;
    const { id } = await whoIs(await signInStaff(pair.consumer));
    const entries = await rows('orderbridge_audit_entries')
      .whereNot({ via: 'content-manager' })
      .orderBy('id');
    expect(entries).toMatchObject(
      [
        ['connection.accept', 'connection'],
        ['remote-catalog-item.activate', 'remote-catalog-item'],
        ['membership.create', 'membership'],
      ].map(([action, type]) => ({
        actor_kind: 'admin',
        actor_id: id,
        action,
        subject_type: type,
        outcome: 'done',
      })),
    );
  });

  it('has an entry for what changes an item, and none for what leaves it as it is', async () => {
    const trail = await followTrail(pair.consumer.rows);
    const admin = await pair.consumer.admin();
    for (const verb of ['deactivate', 'deactivate', 'activate', 'activate']) {
      await admin.post(`${ITEMS}/${pair.itemId}/${verb}`);
    }
    expect((await trail()).map(({ action }) => action)).toEqual([
      'remote-catalog-item.deactivate',
      'remote-catalog-item.activate',
    ]);
  });

  it('names the requester on the side where they ask, and nobody on the other', async () => {
    const trail = await followTrail(pair.consumer.rows);
    const atProvider = await followTrail(pair.provider.rows);
    const requester = await pair.requester();
    const { data: task } = await requester.post(TASKS, REQUEST(pair.itemId));
    await pair.atRest();
    await requester.post(`${TASKS}/${task.documentId}/comments`, { data: { body: 'Hello' } });
    await pair.atRest();
    await requester.post(`${TASKS}/${task.documentId}/cancel`, { reason: 'No more' });
    await pair.atRest();
    const subject = { subject_id: task.documentId, subject_name: task.number };
    expect(await trail()).toMatchObject(
      ['create', 'comment', 'cancel'].map((verb) => ({
        actor_kind: 'user',
        actor_name: 'grace',
        action: `provider-task.${verb}`,
        ...subject,
      })),
    );
    // There the history says what a message of a peer has done.
    expect(await atProvider()).toEqual([]);
  });
});
