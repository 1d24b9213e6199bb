import { DEFAULT_TASK_STATE_BY_ORDER_STATE, SHARED_TASK_STATES } from '../../../shared/task-states';
import { contentType, oneOf, relation, text } from '../kernel/schema';
import { createRepository, type StoredRow } from '../kernel/repository';
import { uid } from '../kernel/plugin-id';
import { byAttribute, type StoredStates } from './map-states';

export interface TaskStateMapRow extends StoredRow, StoredStates {
  readonly name: string;
  /** Nothing on the default, which holds for every connection without a map of its own. */
  readonly connection?: { readonly id: number; readonly role: 'provider' | 'consumer' } | null;
}

const taskStateMap = contentType({
  singularName: 'task-state-map',
  pluralName: 'task-state-maps',
  displayName: 'Task state map',
  description: 'Which state a provider task shows for each state of its order',
  shownTo: 'provider',
  mainField: 'name',
  list: ['name', 'connection'],
  edit: [
    ['name', 'connection'],
    ['draft', 'submitted'],
    ['enrichmentInProgress', 'enrichmentOnHold'],
    ['new', 'rejected'],
    ['acknowledged', 'scheduled'],
    ['inProgress', 'revisionInProgress'],
    ['awaitingInformation', 'onHold'],
    ['assessingCancellation', 'cancellationInProgress'],
    ['completed', 'cancelled'],
  ],
  attributes: {
    name: text({ required: true, maxLength: 255, help: 'How this map is called in lists' }),
    // In a join table: the content manager cannot save a foreign-key column.
    connection: relation('manyToOne', 'connection', {
      help: 'Whose tasks it is for; without one it is the default for all others',
    }),
    ...byAttribute((state) =>
      oneOf(SHARED_TASK_STATES, {
        required: true,
        default: DEFAULT_TASK_STATE_BY_ORDER_STATE[state],
      }),
    ),
  },
});

export const taskStateMapTypes = [taskStateMap];
export const TASK_STATE_MAP = uid('task-state-map');
export const taskStateMaps = createRepository<TaskStateMapRow>(TASK_STATE_MAP);
