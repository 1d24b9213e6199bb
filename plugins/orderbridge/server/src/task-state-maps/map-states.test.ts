import { ORDER_STATES } from '../../../shared/order-states';
import { DEFAULT_TASK_STATE_BY_ORDER_STATE, SHARED_TASK_STATES } from '../../../shared/task-states';
import { taskStateMapTypes } from './content-types';
import { attributeOf, byAttribute, diffMaps, findMapDefects, toTaskStateMap } from './map-states';

const SHIPPED = DEFAULT_TASK_STATE_BY_ORDER_STATE;
const shipped = () => byAttribute((state) => SHIPPED[state]);

describe('the attributes of a map', () => {
  it('are the order states in camel case, one each', () => {
    expect(Object.keys(shipped())).toEqual([
      'draft',
      'submitted',
      'enrichmentInProgress',
      'enrichmentOnHold',
      'new',
      'rejected',
      'acknowledged',
      'scheduled',
      'inProgress',
      'awaitingInformation',
      'onHold',
      'revisionInProgress',
      'assessingCancellation',
      'cancellationInProgress',
      'completed',
      'cancelled',
    ]);
  });

  it('are drop-downs with the shipped state in them, and a name that can be read', () => {
    const [{ schema }] = taskStateMapTypes as [(typeof taskStateMapTypes)[number]];
    const { attributes, config } = schema as unknown as {
      attributes: Record<string, unknown>;
      config: {
        metadatas: Record<string, { edit: { label: string } }>;
        layouts: { edit: { name: string; size: number }[][] };
      };
    };
    for (const state of ORDER_STATES) {
      expect(attributes[attributeOf(state)]).toEqual({
        type: 'enumeration',
        enum: [...SHARED_TASK_STATES],
        required: true,
        default: SHIPPED[state],
      });
    }
    expect(config.metadatas['awaitingInformation']?.edit.label).toBe('Awaiting information');
    const shown = config.layouts.edit.flat().map(({ name }) => name);
    expect(shown.sort()).toEqual(['name', 'connection', ...Object.keys(shipped())].sort());
  });
});

describe('a stored map', () => {
  it('gives each order state its task state', () => {
    const stored = { ...shipped(), awaitingInformation: 'received' as const };
    expect(toTaskStateMap(stored)).toEqual({ ...SHIPPED, awaiting_information: 'received' });
  });

  it('shows what is shipped where a row says nothing', () => {
    expect(toTaskStateMap({ ...shipped(), completed: null })).toEqual(SHIPPED);
  });
});

describe('the check of a map', () => {
  it('finds nothing in the shipped one', () => {
    expect(findMapDefects(shipped(), { isWhole: true })).toEqual([]);
  });

  it('asks for every state of a new map, and for none of a change', () => {
    expect(findMapDefects({}, { isWhole: true }).map(({ path }) => path)).toEqual(
      Object.keys(shipped()).map((name) => [name]),
    );
    expect(findMapDefects({ name: 'Other' }, { isWhole: false })).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['an empty field', null],
    ['a state that no task has', 'waiting'],
    ['a state that only a consumer’s task has', 'new'],
    ['an order state', 'in_progress'],
    ['a number', 3],
    ['a list', ['received']],
  ])('refuses %s at its field', (_what, value) => {
    const [defect, ...others] = findMapDefects({ onHold: value }, { isWhole: false });
    expect(defect?.path).toEqual(['onHold']);
    expect(others).toEqual([]);
  });
});

describe('the difference between two maps', () => {
  it('is the order states that show something else', () => {
    expect(diffMaps(SHIPPED, { ...SHIPPED, on_hold: 'work_in_progress' })).toEqual([
      { orderState: 'on_hold', from: 'awaiting_info', to: 'work_in_progress' },
    ]);
  });

  it('leaves out what the other map says nothing of', () => {
    expect(diffMaps(SHIPPED, {})).toEqual([]);
    expect(diffMaps(SHIPPED, { new: 'received', completed: 'resolved' })).toEqual([
      { orderState: 'completed', from: 'closed', to: 'resolved' },
    ]);
  });
});
