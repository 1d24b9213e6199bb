import {
  isServiceRequestOver,
  SERVICE_REQUEST_STATES,
  SERVICE_REQUEST_TRANSITIONS,
} from '../../../shared/service-request-states';
import { toServiceRequestSnapshot } from './request-snapshot';
import { valuesOfMove } from './request-values';

const AT = new Date('2026-01-01T08:00:00.000Z');
const MOMENT = AT.toISOString();
const RESOLUTION = {
  resolutionCode: 'solved',
  resolutionLabel: 'Solved',
  resolutionNotes: 'Cable replaced',
};
const UNRESOLVED = {
  resolutionCode: null,
  resolutionLabel: null,
  resolutionNotes: null,
  resolvedAt: null,
};
const at = { at: AT, resolution: undefined };

describe('what a request keeps besides its state', () => {
  it('is the solution and when it was proposed', () => {
    const values = valuesOfMove(
      { from: 'in_progress', to: 'resolved' },
      { at: AT, resolution: RESOLUTION },
    );
    expect(values).toEqual({ ...RESOLUTION, resolvedAt: MOMENT, closedAt: null });
  });

  it('is the same solution when it is accepted, and the end', () => {
    expect(valuesOfMove({ from: 'resolved', to: 'closed' }, at)).toEqual({ closedAt: MOMENT });
  });

  it.each([
    ['rejected', 'resolved'],
    ['reopened', 'closed'],
  ] as const)('is no solution and no end once it is %s', (_how, from) => {
    expect(valuesOfMove({ from, to: 'in_progress' }, at)).toEqual({
      ...UNRESOLVED,
      closedAt: null,
    });
  });

  it('is the end alone when it is cancelled', () => {
    expect(valuesOfMove({ from: 'resolved', to: 'cancelled' }, at)).toEqual({
      ...UNRESOLVED,
      closedAt: MOMENT,
    });
  });

  it('is what it was where the state stays', () => {
    expect(valuesOfMove({ from: 'in_progress', to: 'in_progress' }, at)).toEqual({});
  });

  it('has an end on every way into a state that is over, and on no other', () => {
    for (const from of SERVICE_REQUEST_STATES) {
      for (const to of SERVICE_REQUEST_TRANSITIONS[from]) {
        const { closedAt } = valuesOfMove({ from, to }, at);
        expect([from, to, closedAt]).toEqual([from, to, isServiceRequestOver(to) ? MOMENT : null]);
      }
    }
  });
});

describe('the snapshot of a request', () => {
  const row = {
    number: 'HLP0000001',
    kind: 'help' as const,
    state: 'resolved' as const,
    version: 3,
    name: 'Ask for help',
    answers: [{ field: '/subject', label: 'Subject', value: 'Router', valueLabel: 'Router' }],
  };

  it('has the solution while there is one', () => {
    expect(toServiceRequestSnapshot({ ...row, ...RESOLUTION })).toEqual({
      ...row,
      resolution: { code: 'solved', label: 'Solved', notes: 'Cable replaced' },
    });
    expect(toServiceRequestSnapshot({ ...row, ...UNRESOLVED }).resolution).toBeNull();
  });

  it('leaves out what is the provider’s own', () => {
    const whole = { ...row, ...UNRESOLVED, identity: 'x', assigneeName: 'Ada', openedAt: MOMENT };
    expect(toServiceRequestSnapshot(whole)).toEqual({ ...row, resolution: null });
  });
});
