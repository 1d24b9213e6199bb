import {
  FINAL_ORDER_STATES,
  INITIAL_ORDER_STATE,
  ORDER_TRANSITIONS,
} from '../../shared/order-states';
import { findVerbDefects } from '../../shared/order-verbs';
import { PRODUCER_TRANSITIONS } from '../../shared/producer-states';
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
      name: 'remote record producer',
      table: PRODUCER_TRANSITIONS,
      initial: ['draft'],
      final: ['archived', 'retired'],
    }),
    ...findVerbDefects(),
  ];
  if (defects.length > 0) throw new Error(`Unsound transition tables:\n${defects.join('\n')}`);
};
