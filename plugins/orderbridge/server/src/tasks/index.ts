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
    contentApiRoute('POST', '/provider-tasks', `${NAME}.create`),
    contentApiRoute('GET', '/provider-tasks', `${NAME}.find`),
    contentApiRoute('GET', ONE, `${NAME}.findOne`),
    contentApiRoute('POST', `${ONE}/cancel`, `${NAME}.cancel`),
    contentApiRoute('POST', `${ONE}/accept`, `${NAME}.accept`),
    contentApiRoute('POST', `${ONE}/reject`, `${NAME}.reject`),
    contentApiRoute('GET', `${ONE}/comments`, `${NAME}.findComments`),
    contentApiRoute('POST', `${ONE}/comments`, `${NAME}.comment`),
    contentApiRoute('PATCH', COMMENT, `${NAME}.editComment`),
    contentApiRoute('DELETE', COMMENT, `${NAME}.deleteComment`),
    adminRoute('GET', '/provider-tasks', `${STAFF}.find`, `${NAME}.read`),
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
