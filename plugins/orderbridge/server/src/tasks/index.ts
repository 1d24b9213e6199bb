/**
 * Provider tasks: one request, the same on both sides. `submit-request.ts` is how somebody asks,
 * `open-task.ts` how a task comes to be on the provider, `follow-parent.ts` how it moves with its order
 * or service request, `mirror-task.ts` how the consumer's copy keeps up, `ask.ts` and
 * `take-commands.ts` how a consumer cancels, accepts and rejects.
 */
import type { Feature } from '../kernel/feature';
import { adminRoute, contentApiRoute } from '../kernel/routes';
import { onOrderMoved } from '../orders';
import { onServiceRequestMoved } from '../service-requests';
import { taskTypes } from './content-types';
import { taskContracts } from './contract';
import { taskController } from './controller';
import { fillIn } from './fill-in';
import { followOrder, followServiceRequest } from './follow-parent';
import { registerTaskMessages } from './message-types';
import { tasksService } from './service';
import { staffTaskController } from './staff-controller';

const NAME = 'provider-task';
const STAFF = 'provider-task-staff';
const subCategory = 'provider tasks';

const ONE = '/provider-tasks/:documentId';
const COMMENT = `${ONE}/comments/:commentId`;

/** The routes of requesters and applications. */
const CONTENT_API = [
  ['POST', '/provider-tasks', 'create'],
  ['GET', '/provider-tasks', 'find'],
  ['GET', ONE, 'findOne'],
  ['POST', `${ONE}/cancel`, 'cancel'],
  ['POST', `${ONE}/accept`, 'accept'],
  ['POST', `${ONE}/reject`, 'reject'],
  ['GET', `${ONE}/comments`, 'findComments'],
  ['POST', `${ONE}/comments`, 'comment'],
  ['PATCH', COMMENT, 'editComment'],
  ['DELETE', COMMENT, 'deleteComment'],
] as const;

export const tasks: Feature = {
  contentTypes: taskTypes,
  services: [tasksService],
  controllers: { [NAME]: taskController, [STAFF]: staffTaskController },
  actions: [
    { uid: `${NAME}.read`, displayName: 'Read', subCategory },
    { uid: `${NAME}.comment`, displayName: 'Comment', subCategory },
    { uid: `${NAME}.moderate`, displayName: 'Change comments of colleagues', subCategory },
  ],
  routes: [
    ...CONTENT_API.map(([method, path, name]) =>
      contentApiRoute(method, path, `${NAME}.${name}`, taskContracts[name]),
    ),
    adminRoute('GET', '/provider-tasks', `${STAFF}.find`, `${NAME}.read`),
    adminRoute('GET', '/provider-tasks/by-state', `${STAFF}.countByState`, `${NAME}.read`),
    adminRoute('GET', ONE, `${STAFF}.findOne`, `${NAME}.read`),
    adminRoute('POST', `${ONE}/comments`, `${STAFF}.comment`, `${NAME}.comment`),
    adminRoute('PATCH', COMMENT, `${STAFF}.editComment`, `${NAME}.comment`),
    adminRoute('DELETE', COMMENT, `${STAFF}.deleteComment`, `${NAME}.comment`),
  ],
  register({ strapi }) {
    onOrderMoved(strapi, followOrder);
    onServiceRequestMoved(strapi, followServiceRequest);
    registerTaskMessages(strapi);
  },
  bootstrap: ({ strapi }) => fillIn(strapi),
};
