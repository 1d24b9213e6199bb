import { SERVICE_REQUEST_STATES } from '../../../shared/service-request-states';
import { SERVICE_REQUEST_VIEWS, whereOfView } from './list-requests';

const OPEN = ['new', 'in_progress', 'awaiting_info', 'resolved'];
const asker = { adminId: '7', ended: [] };

describe('the lists of agents', () => {
  it('show what is open and theirs, or nobody’s', () => {
    const state = { $in: OPEN };
    expect(whereOfView('assigned-to-me', asker)).toEqual({ state, assigneeId: '7' });
    expect(whereOfView('unassigned', asker)).toEqual({ state, assigneeId: { $null: true } });
  });

  it('show as waiting for the consumer what the consumer has to answer, accept or reject', () => {
    expect(whereOfView('waiting-for-consumer', asker)).toEqual({
      state: { $in: ['awaiting_info', 'resolved'] },
    });
    expect(whereOfView('waiting-for-consumer', { ...asker, ended: [4] })).toEqual({
      state: { $in: ['awaiting_info', 'resolved'] },
      $not: { connection: { id: { $in: [4] } } },
    });
  });

  it('ask for known states only, and without a view for everything', () => {
    for (const view of SERVICE_REQUEST_VIEWS) {
      const { state } = whereOfView(view, asker) as { state: { $in: string[] } };
      expect(SERVICE_REQUEST_STATES).toEqual(expect.arrayContaining(state.$in));
    }
    expect(whereOfView(undefined, asker)).toEqual({});
  });
});
