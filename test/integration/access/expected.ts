/** What the roles of the staff may do, as it was decided: written down again by hand. */
export interface Expected {
  /** Rights of the plugin. */
  readonly rights: readonly string[];
  /** Of each type: create, read, update, delete, publish. What is not named is not there. */
  readonly types: Readonly<Record<string, string>>;
}

const DESK_TYPES = {
  order: 'r',
  'order-line': 'r',
  'order-mirror': 'r',
  'order-line-mirror': 'r',
  'service-request': 'r',
  'service-request-mirror': 'r',
  'provider-task': 'r',
  'task-comment': 'r',
  'work-note': 'r',
  'state-change': 'r',
  'catalog-version': 'r',
  'remote-catalog-item': 'r',
  consumer: 'r',
};

const AGENT_RIGHTS = [
  'order.read',
  'order.add-work-note',
  'order.assign',
  'order.start',
  'order.request-information',
  'order.hold',
  'order.resume',
  'order.complete',
  'service-request.read',
  'service-request.add-work-note',
  'service-request.assign',
  'service-request.request-info',
  'service-request.resume',
  'service-request.propose-solution',
  'service-request.cancel',
  'provider-task.read',
  'provider-task.comment',
];

/** On an instance that is a provider and a consumer. */
export const EXPECTED: Readonly<Record<string, Expected>> = {
  'orderbridge-catalog-admin': {
    rights: [
      'product-offering.republish',
      'catalog.import',
      'catalog.export',
      'catalog.publication',
      'remote-record-producer.read',
      'remote-record-producer.diff',
    ],
    types: {
      catalog: 'crud',
      category: 'crud',
      'product-offering-price': 'crud',
      'product-offering': 'crudp',
      'product-specification': 'crudp',
      'service-specification': 'crudp',
      'resource-specification': 'crudp',
      'catalog-version': 'r',
      'remote-record-producer': 'r',
      'remote-catalog-item': 'ru',
    },
  },
  'orderbridge-exchange-admin': {
    rights: [
      'catalog.publication',
      'remote-record-producer.read',
      'remote-record-producer.publish',
      'remote-record-producer.checkout',
      'remote-record-producer.archive',
      'remote-record-producer.retire',
      'remote-record-producer.delete',
      'remote-record-producer.diff',
      'consumer-criteria.preview',
      'task-state-map.preview',
      'connection.read',
      'connection.pair',
      'connection.pause',
      'connection.release',
      'connection.rotate-keys',
      'connection.end',
      'membership.manage',
      'audit.read',
      'remote-catalog-item.activate',
    ],
    types: {
      'remote-record-producer': 'ru',
      'consumer-criteria': 'crud',
      'task-state-map': 'crud',
      consumer: 'crud',
      connection: 'ru',
      membership: 'r',
      'audit-entry': 'r',
      entitlement: 'r',
      'catalog-version': 'r',
      'product-offering': 'r',
      'service-specification': 'r',
      'remote-catalog-item': 'ru',
    },
  },
  'orderbridge-order-manager': {
    rights: [
      ...AGENT_RIGHTS,
      'order.submit',
      'order.approve',
      'order.reject',
      'order.correct',
      'order.schedule',
      'order.reach-point-of-no-return',
      'order.request-cancel',
      'order.begin-cancel',
      'order.decline-cancel',
      'order.finish-cancel',
      'service-request.close',
      'service-request.reopen',
      'provider-task.moderate',
    ],
    types: { ...DESK_TYPES, 'resolution-code': 'crud', 'task-state-map': 'r' },
  },
  'orderbridge-agent': {
    rights: AGENT_RIGHTS,
    types: { ...DESK_TYPES, 'resolution-code': 'r' },
  },
  'strapi-editor': { rights: [], types: {} },
  'strapi-author': { rights: [], types: {} },
};
