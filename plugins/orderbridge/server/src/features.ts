import { access } from './access';
import { audience } from './audience';
import { audit } from './audit';
import { bridge } from './bridge';
import { catalog } from './catalog';
import { catalogExchange } from './catalog-exchange';
import { connections } from './connections';
import { history } from './history';
import { openApi } from './openapi';
import { orders } from './orders';
import { producers } from './producers';
import { remoteCatalog } from './remote-catalog';
import { serviceRequests } from './service-requests';
import { taskStateMaps } from './task-state-maps';
import { tasks } from './tasks';
import { upgrade } from './upgrade';
import { workNotes } from './work-notes';
import type { Feature } from './kernel/feature';

/** Every feature of the plugin. Their order is the order of register and bootstrap. */
export const FEATURES: readonly Feature[] = [
  // First: everything else finds rows as they are now.
  upgrade,
  audit,
  history,
  workNotes,
  bridge,
  connections,
  audience,
  producers,
  catalog,
  catalogExchange,
  remoteCatalog,
  orders,
  serviceRequests,
  taskStateMaps,
  tasks,
  openApi,
  access,
];
