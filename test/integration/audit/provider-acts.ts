import type supertest from 'supertest';
import { judgeOrderVerb, ORDER_VERB_NAMES } from '../../../plugins/orderbridge/shared/order-verbs';
import { ORDER_STATES } from '../../../plugins/orderbridge/shared/order-states';
import {
  SERVICE_REQUEST_STATES,
  serviceRequestTargetOf,
  serviceRequestVerbsOf,
} from '../../../plugins/orderbridge/shared/service-request-states';
import { createToken } from '../../support/application';
import { pairFakeConsumer } from '../../support/fake-consumer';
import { createRestClient, type RestClient } from '../../support/rest-client';
import { TASKS } from '../../support/selling-provider';
import { specification } from '../catalog-exchange/documents';
import type { OrderDesk } from '../orders/desk';
import { RESOLUTION, type ServiceDesk } from '../service-requests/desk';

type Doer = 'staff' | 'application' | 'system';

/** Something that a route does, and what the audit says of it. */
export interface Act {
  readonly route: string;
  readonly by: Doer;
  readonly at: 'orders' | 'requests';
  readonly action: string;
  readonly subjectType: string;
  /** Brings about what it needs, and answers how to do it. */
  readonly prepare: () => Promise<() => PromiseLike<supertest.Response>>;
}

interface Desks {
  readonly orders: OrderDesk;
  readonly requests: ServiceDesk;
  /** Of the desk of orders: an application that acts for no consumer. */
  readonly system: RestClient;
}

const REASON = { reason: 'Because.' };
const TEXT = { data: { body: 'Words of a person.' } };

const orderVerbs = ({ orders }: Desks): Act[] =>
  ORDER_VERB_NAMES.map((verb) => ({
    route: `POST /orderbridge/orders/:documentId/${verb}`,
    by: 'staff',
    at: 'orders',
    action: `order.${verb}`,
    subjectType: 'order',
    prepare: async () => {
      const order = await orders.place();
      const state = ORDER_STATES.find(
        (each) => judgeOrderVerb(verb, { state: each, pointOfNoReturnAt: null }).allowed,
      );
      if (state === undefined) throw new Error(`${verb} can never be used`);
      await orders.stand(order, state, { before: 'in_progress' });
      const startAt = new Date(Date.now() + 86_400_000).toISOString();
      const body = { ...REASON, ...(verb === 'schedule' && { startAt }) };
      return () => orders.staff.post(`${order.path}/${verb}`, body);
    },
  }));

const requestVerbs = ({ requests }: Desks): Act[] =>
  serviceRequestVerbsOf('provider').map((verb) => ({
    route: `POST /orderbridge/service-requests/:documentId/${verb}`,
    by: 'staff',
    at: 'requests',
    action: `service-request.${verb}`,
    subjectType: 'service-request',
    prepare: async () => {
      const request = await requests.ask();
      const state = SERVICE_REQUEST_STATES.find(
        (each) => serviceRequestTargetOf(verb, each) !== undefined,
      );
      if (state === undefined) throw new Error(`${verb} can never be used`);
      await requests.stand(request, state);
      const body = verb === 'propose-solution' ? { resolution: RESOLUTION } : REASON;
      return () => requests.staff.post(`${request.path}/${verb}`, body);
    },
  }));

const wishes = ({ requests }: Desks): Act[] =>
  (['cancel', 'accept', 'reject'] as const).map((verb) => ({
    route: `POST ${TASKS}/:documentId/${verb}`,
    by: 'application',
    at: 'requests',
    action: `provider-task.${verb}`,
    subjectType: 'provider-task',
    prepare: async () => {
      const request = await requests.ask();
      if (verb !== 'cancel') await requests.stand(request, 'resolved');
      const body = verb === 'accept' ? {} : REASON;
      return () => requests.application.post(`${request.taskPath}/${verb}`, body);
    },
  }));

/** Comments of both sides: the same three routes for each. */
const commentActs = ({ requests }: Desks, by: 'staff' | 'application'): Act[] => {
  const prefix = by === 'staff' ? '/orderbridge/provider-tasks' : TASKS;
  const client = by === 'staff' ? requests.staff : requests.application;
  const common = { by, at: 'requests', subjectType: 'provider-task' } as const;
  const comments = async () => `${prefix}/${(await requests.ask()).taskId}/comments`;
  const written = async () => {
    const path = await comments();
    const { body } = await client.post(path, TEXT).expect(201);
    return `${path}/${body.data.id as string}`;
  };
  return [
    {
      ...common,
      route: `POST ${prefix}/:documentId/comments`,
      action: 'provider-task.comment',
      prepare: async () => {
        const path = await comments();
        return () => client.post(path, TEXT);
      },
    },
    {
      ...common,
      route: `PATCH ${prefix}/:documentId/comments/:commentId`,
      action: 'provider-task.editComment',
      prepare: async () => {
        const path = await written();
        return () => client.patch(path, { data: { body: 'Other words.' } });
      },
    },
    {
      ...common,
      route: `DELETE ${prefix}/:documentId/comments/:commentId`,
      action: 'provider-task.deleteComment',
      prepare: async () => {
        const path = await written();
        return () => client.delete(path);
      },
    },
  ];
};

const deskActs = ({ orders, requests }: Desks): Act[] => [
  {
    route: `POST ${TASKS}`,
    by: 'application',
    at: 'orders',
    action: 'provider-task.create',
    subjectType: 'provider-task',
    prepare: () =>
      Promise.resolve(() => orders.application.post(TASKS, { data: { lines: [orders.line()] } })),
  },
  {
    route: 'POST /orderbridge/orders/:documentId/work-notes',
    by: 'staff',
    at: 'orders',
    action: 'order.addWorkNote',
    subjectType: 'order',
    prepare: async () => {
      const { path } = await orders.place();
      return () => orders.staff.post(`${path}/work-notes`, TEXT);
    },
  },
  {
    route: 'PATCH /orderbridge/orders/:documentId/lines/:lineNumber',
    by: 'staff',
    at: 'orders',
    action: 'order.editLine',
    subjectType: 'order',
    prepare: async () => {
      const order = await orders.place();
      await orders.stand(order, 'draft');
      return () => orders.staff.patch(`${order.path}/lines/1`, { quantity: 2 });
    },
  },
  {
    route: 'POST /orderbridge/service-requests/:documentId/work-notes',
    by: 'staff',
    at: 'requests',
    action: 'service-request.addWorkNote',
    subjectType: 'service-request',
    prepare: async () => {
      const { path } = await requests.ask();
      return () => requests.staff.post(`${path}/work-notes`, TEXT);
    },
  },
];

const connectionActs = ({ orders }: Desks): Act[] => {
  const { admin, staff } = orders;
  const common = { by: 'staff', at: 'orders' } as const;
  const consumer = async (name: string): Promise<string> =>
    (await admin.create('consumer', { name })).documentId;
  const url = 'http://127.0.0.1:9/hook';
  const receiver = async (shortCode: string): Promise<string> => {
    const body = { consumer: await consumer(`Receiver ${shortCode}`), shortCode, url };
    const { data } = await admin.post('/orderbridge/connections/webhooks', body);
    return `/orderbridge/connections/${data.documentId as string}`;
  };
  const MEMBERSHIPS = '/orderbridge/memberships';
  const member = async (subject: object): Promise<string> => {
    const body = { consumer: await consumer('Left again'), ...subject };
    const { data } = await admin.post(MEMBERSHIPS, body);
    return `${MEMBERSHIPS}/${data.documentId as string}`;
  };
  return [
    {
      ...common,
      route: 'POST /orderbridge/connections/invitations',
      action: 'connection.invite',
      subjectType: 'consumer',
      prepare: async () => {
        const body = { consumer: await consumer('Invited'), shortCode: 'INV' };
        return () => staff.post('/orderbridge/connections/invitations', body);
      },
    },
    {
      ...common,
      route: 'POST /orderbridge/connections/webhooks',
      action: 'connection.openWebhook',
      subjectType: 'connection',
      prepare: async () => {
        const body = { consumer: await consumer('Hooked'), shortCode: 'HOOK', url };
        return () => staff.post('/orderbridge/connections/webhooks', body);
      },
    },
    {
      ...common,
      route: 'POST /orderbridge/memberships',
      action: 'membership.create',
      subjectType: 'membership',
      prepare: async () => {
        const { id } = await createToken(admin, 'Member');
        const body = { consumer: await consumer('Joined'), apiToken: id };
        return () => staff.post(MEMBERSHIPS, body);
      },
    },
    {
      ...common,
      route: 'PATCH /orderbridge/connections/:documentId/webhook',
      action: 'connection.changeWebhook',
      subjectType: 'connection',
      prepare: async () => {
        const path = await receiver('MOVED');
        return () => staff.patch(`${path}/webhook`, { url: `${url}/moved` });
      },
    },
    {
      ...common,
      route: 'POST /orderbridge/connections/:documentId/webhook-secret',
      action: 'connection.replaceWebhookSecret',
      subjectType: 'connection',
      prepare: async () => {
        const path = await receiver('NEWKEY');
        return () => staff.post(`${path}/webhook-secret`);
      },
    },
    {
      ...common,
      route: 'POST /orderbridge/connections/:documentId/pause',
      action: 'connection.pause',
      subjectType: 'connection',
      prepare: async () => {
        const path = await receiver('PAUSED');
        return () => staff.post(`${path}/pause`);
      },
    },
    {
      ...common,
      route: 'POST /orderbridge/connections/:documentId/resume',
      action: 'connection.resume',
      subjectType: 'connection',
      prepare: async () => {
        const path = await receiver('RESUMED');
        await staff.post(`${path}/pause`).expect(200);
        return () => staff.post(`${path}/resume`);
      },
    },
    {
      ...common,
      route: 'POST /orderbridge/connections/:documentId/release',
      action: 'connection.release',
      subjectType: 'connection',
      prepare: async () => {
        const path = await receiver('PARKED');
        const { rows } = orders.provider;
        const connection = rows('orderbridge_connections').where({ short_code: 'PARKED' });
        const link = rows('orderbridge_links').whereIn('connection_id', connection.select('id'));
        await rows('orderbridge_streams_out')
          .whereIn('link_id', link.select('id'))
          .update({ blocked_reason: 'refused' });
        return () => staff.post(`${path}/release`);
      },
    },
    {
      ...common,
      route: 'POST /orderbridge/connections/:documentId/rotate-keys',
      action: 'connection.rotateKeys',
      subjectType: 'connection',
      prepare: async () => {
        await pairFakeConsumer(orders.provider, 'ROTATE');
        const { document_id } = (await orders.provider
          .rows('orderbridge_connections')
          .where({ short_code: 'ROTATE' })
          .first()) as { document_id: string };
        return () => staff.post(`/orderbridge/connections/${document_id}/rotate-keys`);
      },
    },
    {
      ...common,
      route: 'POST /orderbridge/connections/:documentId/end',
      action: 'connection.end',
      subjectType: 'connection',
      prepare: async () => {
        const path = await receiver('ENDED');
        return () => staff.post(`${path}/end`);
      },
    },
    {
      ...common,
      route: 'POST /orderbridge/memberships/tokens',
      action: 'membership.createToken',
      subjectType: 'membership',
      prepare: async () => {
        const body = { consumer: await consumer('Served'), name: 'A new token' };
        return () => staff.post(`${MEMBERSHIPS}/tokens`, body);
      },
    },
    {
      ...common,
      route: 'DELETE /orderbridge/memberships/:documentId',
      action: 'membership.remove',
      subjectType: 'membership',
      prepare: async () => {
        const { roles } = await admin.get('/users-permissions/roles');
        const role = roles.find(({ type }: { type: string }) => type === 'requester');
        const user = await admin.create('plugin::users-permissions.user', {
          username: 'leaver',
          email: 'leaver@example.com',
          password: 'Leaver-password-1',
          role: { connect: [{ id: role.id }] },
        });
        const path = await member({ user: user.id });
        return () => staff.delete(path);
      },
    },
    {
      ...common,
      route: 'POST /orderbridge/memberships/:documentId/revoke',
      action: 'membership.revoke',
      subjectType: 'membership',
      prepare: async () => {
        const { id } = await createToken(admin, 'Revoked');
        const path = await member({ apiToken: id });
        return () => staff.post(`${path}/revoke`);
      },
    },
  ];
};

const producerActs = ({ orders }: Desks): Act[] => {
  const { admin, staff } = orders;
  const PATH = '/orderbridge/remote-record-producers';
  let names = 0;
  /** A service on the exchange, whose publish makes the draft of a form. */
  const draft = async (): Promise<string> => {
    names += 1;
    const { documentId } = await admin.create('service-specification', {
      name: `Service ${String(names)}`,
      distributionChannels: [{ channel: 'exchange' }],
    });
    await admin.publish('service-specification', documentId);
    const [producer] = await admin.find(
      'remote-record-producer',
      `filters[sourceId][$eq]=${documentId as string}`,
    );
    return producer.documentId;
  };
  const criteria = async (): Promise<string[]> => {
    const [everybody] = await admin.find('consumer-criteria', 'filters[name][$eq]=All consumers');
    return [everybody.documentId];
  };
  const take = async (documentId: string, ...verbs: string[]) => {
    for (const verb of verbs) {
      const body = verb === 'publish' ? { criteria: await criteria() } : {};
      await staff.post(`${PATH}/${documentId}/${verb}`, body).expect(200);
    }
  };
  const act = (verb: string, before: readonly string[]): Act => ({
    route: `POST ${PATH}/:documentId/${verb}`,
    by: 'staff',
    at: 'orders',
    action: `remote-record-producer.${verb}`,
    subjectType: 'remote-record-producer',
    prepare: async () => {
      const documentId = await draft();
      await take(documentId, ...before);
      const body = verb === 'publish' ? { criteria: await criteria() } : {};
      return () => staff.post(`${PATH}/${documentId}/${verb}`, body);
    },
  });
  return [
    act('publish', []),
    act('checkout', ['publish']),
    act('retire', ['publish']),
    act('delete', ['retire']),
    {
      ...act('archive', []),
      prepare: async () => {
        const documentId = await draft();
        await take(documentId, 'publish', 'checkout');
        const [{ identity }] = await admin.find(
          'remote-record-producer',
          `filters[documentId][$eq]=${documentId}`,
        );
        const [next] = await admin.find(
          'remote-record-producer',
          `filters[identity][$eq]=${identity as string}&filters[state][$eq]=draft`,
        );
        await take(next.documentId, 'publish');
        return () => staff.post(`${PATH}/${documentId}/archive`);
      },
    },
    {
      ...act('publish', []),
      route: `POST ${PATH}/publish`,
      action: 'remote-record-producer.publishMany',
      prepare: async () => {
        const body = { documentIds: [await draft()], criteria: await criteria() };
        return () => staff.post(`${PATH}/publish`, body);
      },
    },
  ];
};

const catalogActs = ({ orders, system }: Desks): Act[] => {
  const TYPES: Readonly<Record<string, readonly [string, object]>> = {
    catalogs: ['catalog', {}],
    categories: ['category', {}],
    'product-specifications': ['product-specification', {}],
    'service-specifications': ['service-specification', {}],
    'resource-specifications': ['resource-specification', {}],
    'product-offerings': ['product-offering', {}],
    'product-offering-prices': [
      'product-offering-price',
      { priceType: 'one_time', value: 1, currency: 'EUR' },
    ],
  };
  const draft = '?status=draft';
  return [
    ...Object.entries(TYPES).flatMap(([plural, [type, more]]): Act[] => {
      const path = `/api/orderbridge/${plural}`;
      const data = { name: `New ${type}`, ...more };
      const create = () => {
        const sku = type === 'product-offering' && { sku: `SKU-${String(Math.random())}` };
        return system.post(path + draft, { data: { ...data, ...sku } });
      };
      const created = async (): Promise<string> =>
        `${path}/${(await create().expect(201)).body.data.documentId as string}`;
      const common = { by: 'system', at: 'orders', subjectType: type } as const;
      return [
        {
          ...common,
          route: `POST ${path}`,
          action: `${type}.create`,
          prepare: () => Promise.resolve(create),
        },
        {
          ...common,
          route: `PUT ${path}/:id`,
          action: `${type}.update`,
          prepare: async () => {
            const one = await created();
            return () => system.put(one + draft, { data: { name: 'Other' } });
          },
        },
        {
          ...common,
          route: `DELETE ${path}/:id`,
          action: `${type}.delete`,
          prepare: async () => {
            const one = await created();
            return () => system.delete(one);
          },
        },
      ];
    }),
    {
      route: 'POST /orderbridge/catalog/import',
      by: 'staff',
      at: 'orders',
      action: 'product-specification.create',
      subjectType: 'product-specification',
      prepare: () =>
        Promise.resolve(() =>
          orders.staff.post('/orderbridge/catalog/import', {
            documents: [{ document: specification() }],
          }),
        ),
    },
    {
      route: 'POST /orderbridge/product-offerings/republish',
      by: 'staff',
      at: 'orders',
      action: 'product-offering.publish',
      subjectType: 'product-offering',
      prepare: async () => {
        const { admin } = orders;
        const used = await admin.create('product-specification', { name: 'Used' });
        await admin.publish('product-specification', used.documentId);
        const offering = await admin.create('product-offering', {
          name: 'Behind',
          sku: 'BEHIND',
          productSpecification: { connect: [{ documentId: used.documentId }] },
        });
        await admin.publish('product-offering', offering.documentId);
        await admin.update('product-specification', used.documentId, {
          characteristics: [{ name: 'size', label: 'Size', valueType: 'text' }],
        });
        await admin.publish('product-specification', used.documentId);
        const body = { documentIds: [offering.documentId] };
        return () => orders.staff.post('/orderbridge/product-offerings/republish', body);
      },
    },
  ];
};

/** An application of the provider itself, which may write the catalogue. */
export const openSystem = async ({ admin, provider }: OrderDesk) => {
  const { id, accessKey } = await createToken(admin, 'System of the provider');
  return { id, client: createRestClient(provider.url, accessKey) };
};

export const actsOnProvider = (desks: Desks): Act[] => [
  ...deskActs(desks),
  ...orderVerbs(desks),
  ...requestVerbs(desks),
  ...wishes(desks),
  ...commentActs(desks, 'staff'),
  ...commentActs(desks, 'application'),
  ...connectionActs(desks),
  ...producerActs(desks),
  ...catalogActs(desks),
];
