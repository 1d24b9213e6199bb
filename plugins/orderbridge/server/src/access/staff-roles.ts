import { ORDER_VERB_NAMES } from '../../../shared/order-verbs';
import type { Role as Side } from '../kernel/config';

/**
 * What a role may do with a type in the content manager: everything that the type allows, look at it, or
 * look at it and edit the fields that are named. `see` names the fields that it may look at.
 */
export type TypeGrant =
  'manage' | 'read' | { readonly edit: readonly string[] } | { readonly see: readonly string[] };

/** Rights of the plugin, and types of the plugin, by their short names; others by their whole ids. */
export interface Grants {
  readonly actions: readonly string[];
  readonly types: Readonly<Record<string, TypeGrant>>;
}

/** A role of the admin panel that the plugin creates, with what it may do on each kind of instance. */
export interface StaffRole {
  /** What the role is found by for ever; people may rename it. */
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly grants: Readonly<Record<Side, Grants>>;
}

const SERVICE_REQUEST_AGENT_VERBS = [
  'assign',
  'request-info',
  'resume',
  'propose-solution',
  'cancel',
];

const AGENT_ORDER_VERBS = ['assign', 'start', 'request-information', 'hold', 'resume', 'complete'];

const rightsTo = (subject: string, verbs: readonly string[]): string[] =>
  verbs.map((verb) => `${subject}.${verb}`);

/** What the desks of both sides read. */
const REQUESTS_OF_PROVIDER = {
  order: 'read',
  'order-line': 'read',
  'service-request': 'read',
  'provider-task': 'read',
  'task-comment': 'read',
  'work-note': 'read',
  'state-change': 'read',
  'catalog-version': 'read',
  consumer: 'read',
} as const;

const REQUESTS_OF_CONSUMER = {
  'order-mirror': 'read',
  'order-line-mirror': 'read',
  'service-request-mirror': 'read',
  'provider-task': 'read',
  'task-comment': 'read',
  'state-change': 'read',
  'remote-catalog-item': 'read',
  consumer: 'read',
} as const;

/** To put pictures on offerings. */
const PICTURES = [
  'plugin::upload.read',
  'plugin::upload.assets.create',
  'plugin::upload.assets.update',
  'plugin::upload.assets.download',
  'plugin::upload.assets.copy-link',
];

/** To connect, to keep connections going, and to look at who did what. */
const CONNECTING = [
  ...rightsTo('connection', ['read', 'pair', 'pause', 'release', 'rotate-keys', 'end']),
  'membership.manage',
  'audit.read',
];

/** Consumers, who they are connected to and who acts for them. */
const PARTNERS = {
  consumer: 'manage',
  connection: { edit: ['name', 'autoActivate'] },
  membership: 'read',
  'audit-entry': 'read',
  // A membership names a user by its id; more of people than it takes to find them is not shown.
  'plugin::users-permissions.user': { see: ['username', 'email'] },
} as const;

/** The roles of the staff. They are data: a test compares them with the rights and types that exist. */
export const STAFF_ROLES: readonly StaffRole[] = [
  {
    code: 'orderbridge-catalog-admin',
    name: 'Catalog admin',
    description: 'Edits and publishes what is sold; at a consumer, sorts what providers offer.',
    grants: {
      provider: {
        actions: [
          'product-offering.republish',
          'catalog.import',
          'catalog.export',
          'catalog.publication',
          'remote-record-producer.read',
          'remote-record-producer.diff',
          ...PICTURES,
        ],
        types: {
          catalog: 'manage',
          category: 'manage',
          'product-offering': 'manage',
          'product-offering-price': 'manage',
          'product-specification': 'manage',
          'service-specification': 'manage',
          'resource-specification': 'manage',
          'catalog-version': 'read',
          'remote-record-producer': 'read',
        },
      },
      consumer: {
        actions: [],
        types: { 'remote-catalog-item': { edit: ['category'] } },
      },
    },
  },
  {
    code: 'orderbridge-exchange-admin',
    name: 'Exchange admin',
    description:
      'Decides what is offered to whom, and who is connected; at a consumer, what can be ordered.',
    grants: {
      provider: {
        actions: [
          'catalog.publication',
          ...rightsTo('remote-record-producer', [
            'read',
            'publish',
            'checkout',
            'archive',
            'retire',
            'delete',
            'diff',
          ]),
          'consumer-criteria.preview',
          'task-state-map.preview',
          ...CONNECTING,
        ],
        types: {
          'remote-record-producer': { edit: ['criteria', 'overrides'] },
          'consumer-criteria': 'manage',
          'task-state-map': 'manage',
          ...PARTNERS,
          entitlement: 'read',
          'catalog-version': 'read',
          'product-offering': 'read',
          'service-specification': 'read',
        },
      },
      consumer: {
        actions: ['remote-catalog-item.activate', ...CONNECTING],
        types: { 'remote-catalog-item': { edit: ['category'] }, ...PARTNERS },
      },
    },
  },
  {
    code: 'orderbridge-order-manager',
    name: 'Order manager',
    description: 'Decides about orders and service requests, and does all that agents do.',
    grants: {
      provider: {
        actions: [
          ...rightsTo('order', ['read', 'add-work-note', ...ORDER_VERB_NAMES]),
          ...rightsTo('service-request', [
            'read',
            'add-work-note',
            ...SERVICE_REQUEST_AGENT_VERBS,
            'close',
            'reopen',
          ]),
          ...rightsTo('provider-task', ['read', 'comment', 'moderate']),
        ],
        types: { ...REQUESTS_OF_PROVIDER, 'resolution-code': 'manage', 'task-state-map': 'read' },
      },
      consumer: {
        actions: rightsTo('provider-task', ['read', 'comment', 'moderate']),
        types: REQUESTS_OF_CONSUMER,
      },
    },
  },
  {
    code: 'orderbridge-agent',
    name: 'Agent',
    description: 'Fulfils orders and service requests; at a consumer, follows what was asked for.',
    grants: {
      provider: {
        actions: [
          ...rightsTo('order', ['read', 'add-work-note', ...AGENT_ORDER_VERBS]),
          ...rightsTo('service-request', ['read', 'add-work-note', ...SERVICE_REQUEST_AGENT_VERBS]),
          ...rightsTo('provider-task', ['read', 'comment']),
        ],
        types: { ...REQUESTS_OF_PROVIDER, 'resolution-code': 'read' },
      },
      consumer: {
        actions: rightsTo('provider-task', ['read', 'comment']),
        types: REQUESTS_OF_CONSUMER,
      },
    },
  },
];
