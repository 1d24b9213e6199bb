/**
 * Provider tasks: one request, the same on both sides. `open-task.ts` is how one comes to be on the
 * provider, `follow-order.ts` how it moves with its order, `mirror-task.ts` how the consumer's copy
 * keeps up.
 */
import type { Feature } from '../kernel/feature';
import {
  commentAdded,
  orderChanged,
  taskAccepted,
  taskCreate,
  taskDeclined,
  taskStateChanged,
} from '../../../shared/messages';
import { registerMessageType } from '../bridge';
import { adminRoute, contentApiRoute } from '../kernel/routes';
import { onOrderMoved } from '../orders';
import { taskTypes } from './content-types';
import { taskController } from './controller';
import { followOrder } from './follow-order';
import {
  applyCommentAdded,
  applyOrderChanged,
  applyTaskAccepted,
  applyTaskCreate,
  applyTaskDeclined,
  applyTaskStateChanged,
  refuseTaskCreate,
} from './mirror-task';
import { tasksService } from './service';

const NAME = 'provider-task';
const subCategory = 'provider tasks';

export const tasks: Feature = {
  contentTypes: taskTypes,
  services: [tasksService],
  controllers: { [NAME]: taskController },
  actions: [
    { uid: `${NAME}.read`, displayName: 'Read', subCategory },
    { uid: `${NAME}.comment`, displayName: 'Comment', subCategory },
  ],
  routes: [
    contentApiRoute('POST', '/provider-tasks', `${NAME}.create`),
    contentApiRoute('GET', '/provider-tasks', `${NAME}.find`),
    contentApiRoute('GET', '/provider-tasks/:documentId', `${NAME}.findOne`),
    contentApiRoute('GET', '/provider-tasks/:documentId/comments', `${NAME}.findComments`),
    contentApiRoute('POST', '/provider-tasks/:documentId/comments', `${NAME}.comment`),
    adminRoute('GET', '/provider-tasks', `${NAME}.findAll`, `${NAME}.read`),
    adminRoute('GET', '/provider-tasks/:documentId', `${NAME}.findAny`, `${NAME}.read`),
    adminRoute(
      'POST',
      '/provider-tasks/:documentId/comments',
      `${NAME}.commentAsStaff`,
      `${NAME}.comment`,
    ),
  ],
  register({ strapi }) {
    onOrderMoved(strapi, followOrder);
    registerMessageType(strapi, {
      type: 'task.create',
      sentBy: 'consumer',
      schema: taskCreate,
      apply: applyTaskCreate,
      refuse: refuseTaskCreate,
    });
    registerMessageType(strapi, {
      type: 'task.accepted',
      sentBy: 'provider',
      schema: taskAccepted,
      apply: applyTaskAccepted,
    });
    registerMessageType(strapi, {
      type: 'task.declined',
      sentBy: 'provider',
      schema: taskDeclined,
      apply: applyTaskDeclined,
    });
    registerMessageType(strapi, {
      type: 'task.state_changed',
      sentBy: 'provider',
      schema: taskStateChanged,
      apply: applyTaskStateChanged,
    });
    registerMessageType(strapi, {
      type: 'order.changed',
      sentBy: 'provider',
      schema: orderChanged,
      apply: applyOrderChanged,
    });
    registerMessageType(strapi, {
      type: 'comment.added',
      sentBy: 'either',
      schema: commentAdded,
      apply: applyCommentAdded,
    });
  },
};
