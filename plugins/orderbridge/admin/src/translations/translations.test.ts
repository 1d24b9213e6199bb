import { ERROR_STATUS } from '../../../shared/errors';
import { CONNECTING_VERBS, CONNECTION_VERBS } from '../../../shared/connection-verbs';
import { ORDER_STATES } from '../../../shared/order-states';
import { ORDER_VERB_NAMES } from '../../../shared/order-verbs';
import { PRODUCER_STATES, PRODUCER_VERBS } from '../../../shared/producer-states';
import {
  SERVICE_REQUEST_STATES,
  SERVICE_REQUEST_VERBS,
} from '../../../shared/service-request-states';
import { TASK_STATES } from '../../../shared/task-states';
import german from './de.json';
import english from './en.json';

/** What stands in a timeline besides the verbs that people use. */
const DEEDS = ['receive', 'decline', 'edit-line'];

describe('the texts of the panel', () => {
  it('are there in both languages', () => {
    expect(Object.keys(german)).toEqual(Object.keys(english));
    expect(Object.values({ ...german, ...english }).filter((text) => text.trim() === '')).toEqual(
      [],
    );
  });

  it('have a word for every verb and every state', () => {
    const keys = [
      ...[
        ...ORDER_VERB_NAMES,
        ...Object.keys(SERVICE_REQUEST_VERBS),
        ...CONNECTION_VERBS.filter((verb) => verb !== 'change-webhook'),
        ...CONNECTING_VERBS,
        ...PRODUCER_VERBS,
        ...DEEDS,
      ].map((verb) => `verb.${verb}`),
      ...[...ORDER_STATES, ...SERVICE_REQUEST_STATES, ...PRODUCER_STATES, ...TASK_STATES].map(
        (state) => `state.${state}`,
      ),
    ];
    expect(keys.filter((key) => !(key in english))).toEqual([]);
  });

  it('say in both languages why something of an order, a request, a producer or a connection cannot be done', () => {
    const codes = Object.keys(ERROR_STATUS).filter((code) =>
      /^(order|service_request|producer|connection|invitation|consumer)\./.test(code),
    );
    expect(codes.filter((code) => !(`refused.${code}` in german))).toEqual([]);
  });

  it('say nothing of a refusal that the server does not know', () => {
    const known = Object.keys(german).filter((key) => key.startsWith('refused.'));
    expect(known.filter((key) => !(key.slice('refused.'.length) in ERROR_STATUS))).toEqual([]);
  });
});
