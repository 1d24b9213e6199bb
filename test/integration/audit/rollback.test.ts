import { followTrail } from '../../support/audit-trail';
import { failInserts } from '../../support/failing-inserts';
import { openOrderDesk } from '../orders/desk';

describe('the audit', () => {
  it('has no entry of what was rolled back, and rolls back what has no entry', async () => {
    const orders = await openOrderDesk();
    const { rows } = orders.provider;
    const trail = await followTrail(rows);
    const order = await orders.place();
    await trail();
    const healHistory = await failInserts(rows, 'orderbridge_state_changes');
    expect((await orders.staff.post(`${order.path}/approve`)).status).toBe(500);
    await healHistory();
    expect(await trail()).toEqual([]);

    const healAudit = await failInserts(rows, 'orderbridge_audit_entries');
    expect((await orders.staff.post(`${order.path}/approve`)).status).toBe(500);
    const edited = await orders.staff.post(
      '/content-manager/collection-types/plugin::orderbridge.consumer',
      { name: 'Never audited' },
    );
    expect(edited.status).toBe(500);
    await healAudit();
    expect((await orders.recordOf(order)).order.state).toBe('new');
    expect(await rows('orderbridge_consumers').where({ name: 'Never audited' })).toEqual([]);
    await orders.close({ expectErrors: true });
  });
});
