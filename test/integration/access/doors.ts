import type { ListedRoute } from '../../support/list-routes';

/**
 * Who a route is for: people and applications of a consumer, unbound tokens of the provider's own
 * systems, admin users with a right, or everybody.
 */
export type Door = 'consumers' | 'own-systems' | 'staff' | 'everybody';

type Method = ListedRoute['method'];

const OWN_SYSTEMS = {
  list: { GET: 'own-systems', POST: 'own-systems' },
  one: { GET: 'own-systems', PUT: 'own-systems', DELETE: 'own-systems' },
} as const;

const STAFF_GET = { GET: 'staff' } as const;
const STAFF_POST = { POST: 'staff' } as const;

/** What is expected of every route, by its path and method. A route that is missing here fails a test. */
const DOORS: Readonly<Record<string, Partial<Record<Method, Door>>>> = {
  '/api/orderbridge/openapi.json': { GET: 'everybody' },

  '/api/orderbridge/catalogs': OWN_SYSTEMS.list,
  '/api/orderbridge/catalogs/:id': OWN_SYSTEMS.one,
  '/api/orderbridge/categories': OWN_SYSTEMS.list,
  '/api/orderbridge/categories/:id': OWN_SYSTEMS.one,
  '/api/orderbridge/product-specifications': OWN_SYSTEMS.list,
  '/api/orderbridge/product-specifications/:id': OWN_SYSTEMS.one,
  '/api/orderbridge/service-specifications': OWN_SYSTEMS.list,
  '/api/orderbridge/service-specifications/:id': OWN_SYSTEMS.one,
  '/api/orderbridge/resource-specifications': OWN_SYSTEMS.list,
  '/api/orderbridge/resource-specifications/:id': OWN_SYSTEMS.one,
  '/api/orderbridge/product-offerings': OWN_SYSTEMS.list,
  '/api/orderbridge/product-offerings/:id': OWN_SYSTEMS.one,
  '/api/orderbridge/product-offering-prices': OWN_SYSTEMS.list,
  '/api/orderbridge/product-offering-prices/:id': OWN_SYSTEMS.one,

  '/api/orderbridge/remote-catalog-items': { GET: 'consumers' },
  '/api/orderbridge/remote-catalog-items/:documentId': { GET: 'consumers' },
  '/api/orderbridge/provider-tasks': { GET: 'consumers', POST: 'consumers' },
  '/api/orderbridge/provider-tasks/:documentId': { GET: 'consumers' },
  '/api/orderbridge/provider-tasks/:documentId/cancel': { POST: 'consumers' },
  '/api/orderbridge/provider-tasks/:documentId/accept': { POST: 'consumers' },
  '/api/orderbridge/provider-tasks/:documentId/reject': { POST: 'consumers' },
  '/api/orderbridge/provider-tasks/:documentId/comments': { GET: 'consumers', POST: 'consumers' },
  '/api/orderbridge/provider-tasks/:documentId/comments/:commentId': {
    PATCH: 'consumers',
    DELETE: 'consumers',
  },

  '/orderbridge/connections': STAFF_GET,
  '/orderbridge/connections/:documentId': STAFF_GET,
  '/orderbridge/connections/invitations': STAFF_POST,
  '/orderbridge/connections/accept-invitation': STAFF_POST,
  '/orderbridge/connections/webhooks': STAFF_POST,
  '/orderbridge/connections/:documentId/webhook': { PATCH: 'staff' },
  '/orderbridge/connections/:documentId/webhook-secret': STAFF_POST,
  '/orderbridge/connections/:documentId/parked-streams': STAFF_GET,
  '/orderbridge/consumers/:documentId': STAFF_GET,
  '/orderbridge/connections/:documentId/pause': STAFF_POST,
  '/orderbridge/connections/:documentId/resume': STAFF_POST,
  '/orderbridge/connections/:documentId/release': STAFF_POST,
  '/orderbridge/connections/:documentId/rotate-keys': STAFF_POST,
  '/orderbridge/connections/:documentId/end': STAFF_POST,
  '/orderbridge/memberships': { GET: 'staff', POST: 'staff' },
  '/orderbridge/memberships/tokens': STAFF_POST,
  '/orderbridge/memberships/:documentId': { DELETE: 'staff' },
  '/orderbridge/memberships/:documentId/revoke': STAFF_POST,
  '/orderbridge/audit-entries': STAFF_GET,
  '/orderbridge/consumer-criteria/preview': STAFF_POST,
  '/orderbridge/remote-record-producers/publish': STAFF_POST,
  '/orderbridge/remote-record-producers/:documentId': STAFF_GET,
  '/orderbridge/remote-record-producers/:documentId/diff': STAFF_GET,
  '/orderbridge/remote-record-producers/:documentId/publish-preview': STAFF_POST,
  '/orderbridge/remote-record-producers/:documentId/publish': STAFF_POST,
  '/orderbridge/remote-record-producers/:documentId/checkout': STAFF_POST,
  '/orderbridge/remote-record-producers/:documentId/archive': STAFF_POST,
  '/orderbridge/remote-record-producers/:documentId/retire': STAFF_POST,
  '/orderbridge/remote-record-producers/:documentId/delete': STAFF_POST,
  '/orderbridge/product-offerings/republish': STAFF_POST,
  '/orderbridge/product-offerings/:documentId/publication': STAFF_GET,
  '/orderbridge/service-specifications/:documentId/publication': STAFF_GET,
  '/orderbridge/catalog/import': STAFF_POST,
  '/orderbridge/catalog/export': STAFF_GET,
  '/orderbridge/remote-catalog-items/:documentId/activate': STAFF_POST,
  '/orderbridge/remote-catalog-items/:documentId/deactivate': STAFF_POST,
  '/orderbridge/orders': STAFF_GET,
  '/orderbridge/orders/by-state': STAFF_GET,
  '/orderbridge/orders/:documentId': STAFF_GET,
  '/orderbridge/orders/:documentId/work-notes': STAFF_POST,
  '/orderbridge/orders/:documentId/lines/:lineNumber': { PATCH: 'staff' },
  '/orderbridge/orders/:documentId/submit': STAFF_POST,
  '/orderbridge/orders/:documentId/approve': STAFF_POST,
  '/orderbridge/orders/:documentId/reject': STAFF_POST,
  '/orderbridge/orders/:documentId/correct': STAFF_POST,
  '/orderbridge/orders/:documentId/schedule': STAFF_POST,
  '/orderbridge/orders/:documentId/start': STAFF_POST,
  '/orderbridge/orders/:documentId/request-information': STAFF_POST,
  '/orderbridge/orders/:documentId/hold': STAFF_POST,
  '/orderbridge/orders/:documentId/resume': STAFF_POST,
  '/orderbridge/orders/:documentId/reach-point-of-no-return': STAFF_POST,
  '/orderbridge/orders/:documentId/request-cancel': STAFF_POST,
  '/orderbridge/orders/:documentId/begin-cancel': STAFF_POST,
  '/orderbridge/orders/:documentId/decline-cancel': STAFF_POST,
  '/orderbridge/orders/:documentId/finish-cancel': STAFF_POST,
  '/orderbridge/orders/:documentId/complete': STAFF_POST,
  '/orderbridge/orders/:documentId/assign': STAFF_POST,
  '/orderbridge/orders/:documentId/revise': STAFF_POST,
  '/orderbridge/orders/:documentId/approve-revision': STAFF_POST,
  '/orderbridge/orders/:documentId/withdraw-revision': STAFF_POST,
  '/orderbridge/orders/:documentId/hold-enrichment': STAFF_POST,
  '/orderbridge/orders/:documentId/resume-enrichment': STAFF_POST,
  '/orderbridge/orders/:documentId/finish-enrichment': STAFF_POST,
  '/orderbridge/service-requests': STAFF_GET,
  '/orderbridge/service-requests/by-state': STAFF_GET,
  '/orderbridge/service-requests/:documentId': STAFF_GET,
  '/orderbridge/service-requests/:documentId/work-notes': STAFF_POST,
  '/orderbridge/service-requests/:documentId/assign': STAFF_POST,
  '/orderbridge/service-requests/:documentId/request-info': STAFF_POST,
  '/orderbridge/service-requests/:documentId/resume': STAFF_POST,
  '/orderbridge/service-requests/:documentId/propose-solution': STAFF_POST,
  '/orderbridge/service-requests/:documentId/cancel': STAFF_POST,
  '/orderbridge/service-requests/:documentId/close': STAFF_POST,
  '/orderbridge/service-requests/:documentId/reopen': STAFF_POST,
  '/orderbridge/task-state-maps/preview': STAFF_POST,
  '/orderbridge/provider-tasks': STAFF_GET,
  '/orderbridge/provider-tasks/by-state': STAFF_GET,
  '/orderbridge/provider-tasks/:documentId': STAFF_GET,
  '/orderbridge/provider-tasks/:documentId/comments': STAFF_POST,
  '/orderbridge/provider-tasks/:documentId/comments/:commentId': {
    PATCH: 'staff',
    DELETE: 'staff',
  },
};

/** The table as a list of `METHOD path`, as the router is compared with it. */
export const listDoors = (): string[] =>
  Object.entries(DOORS).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );

/** @throws for a route that the table does not have. */
export const doorOf = ({ method, path }: ListedRoute): Door => {
  const door = DOORS[path]?.[method];
  if (door === undefined) throw new Error(`Nothing is expected of ${method} ${path}`);
  return door;
};
