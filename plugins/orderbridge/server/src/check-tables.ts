import {
  FINAL_ORDER_STATES,
  INITIAL_ORDER_STATE,
  ORDER_TRANSITIONS,
} from '../../shared/order-states';
import { findVerbDefects } from '../../shared/order-verbs';
import { PRODUCER_TRANSITIONS } from '../../shared/producer-states';
import {
  FINAL_SERVICE_REQUEST_STATES,
  findServiceRequestVerbDefects,
  INITIAL_SERVICE_REQUEST_STATE,
  SERVICE_REQUEST_TRANSITIONS,
} from '../../shared/service-request-states';
import { findTableDefects } from '../../shared/transition-table';

/**
 * Walks every transition table.
 *
 * @throws with one line per defect: a plugin with an unsound table must not start.
 */
export const assertSoundTables = (): void => {
  const defects = [
    ...findTableDefects({
      name: 'order',
      table: ORDER_TRANSITIONS,
      initial: [INITIAL_ORDER_STATE],
      final: FINAL_ORDER_STATES,
    }),
    ...findTableDefects({
      name: 'service request',
      table: SERVICE_REQUEST_TRANSITIONS,
      initial: [INITIAL_SERVICE_REQUEST_STATE],
      final: FINAL_SERVICE_REQUEST_STATES,
    }),
    ...findTableDefects({
      name: 'remote record producer',
      table: PRODUCER_TRANSITIONS,
      initial: ['draft'],
      final: ['archived', 'retired'],
    }),
    ...findVerbDefects(),
    ...findServiceRequestVerbDefects(),
  ];
  if (defects.length > 0) throw new Error(`Unsound transition tables:\n${defects.join('\n')}`);
};
