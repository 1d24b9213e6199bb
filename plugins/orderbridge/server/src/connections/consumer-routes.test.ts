import { isConsumerRoute } from './consumer-routes';

const OWN = { info: { type: 'content-api', pluginName: 'orderbridge' } };
const scope = (name: string) => [`plugin::orderbridge.${name}`];

describe('isConsumerRoute', () => {
  it.each(['provider-task.create', 'provider-task.find', 'remote-catalog-item.findOne'])(
    'knows the route of %s',
    (name) => {
      expect(isConsumerRoute(OWN, scope(name))).toBe(true);
    },
  );

  it.each(['product-offering.find', 'provider-task-staff.find', 'provider-taskx.find'])(
    'does not take the route of %s for one',
    (name) => {
      expect(isConsumerRoute(OWN, scope(name))).toBe(false);
    },
  );

  it.each([
    ['GraphQL', { info: { type: 'content-api' } }],
    ['the admin API', { info: { type: 'admin', pluginName: 'orderbridge' } }],
    ['a route of the host', { info: { type: 'content-api', apiName: 'provider-task' } }],
    ['a route of another plugin', { info: { type: 'content-api', pluginName: 'upload' } }],
    ['nowhere', undefined],
  ])('is none where the right of one is asked for by %s', (_name, route) => {
    expect(isConsumerRoute(route, scope('provider-task.find'))).toBe(false);
  });

  it.each([
    [undefined],
    [[]],
    [[...scope('provider-task.find'), ...scope('product-offering.find')]],
    [[null]],
  ])('is none where the route asks for %j', (asked) => {
    expect(isConsumerRoute(OWN, asked)).toBe(false);
  });
});
