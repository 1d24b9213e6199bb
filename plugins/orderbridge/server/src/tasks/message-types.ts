import type { Core } from '@strapi/strapi';
import {
  commandAccepted,
  commandRefused,
  commentAdded,
  commentChanged,
  orderChanged,
  serviceRequestChanged,
  taskAccept,
  taskAccepted,
  taskCancel,
  taskCreate,
  taskDeclined,
  taskReject,
  taskStateChanged,
} from '../../../shared/messages';
import { taskStream } from '../../../shared/streams';
import { registerMessageType } from '../bridge';
import { applyCommentAdded, applyCommentChanged } from './comments';
import { applyTaskCreate, refuseTaskCreate } from './create-task';
import {
  applyParentChanged,
  applyTaskAccepted,
  applyTaskDeclined,
  applyTaskStateChanged,
} from './mirror-task';
import {
  applyCommand,
  applyCommandAccepted,
  applyCommandRefused,
  refuseCommand,
} from './take-commands';

const streamOf = ({ number }: { readonly number: string }): string => taskStream(number);
const streamOfWhole = ({ task }: { readonly task: { readonly number: string } }): string =>
  streamOf(task);

/** What a consumer may ask of its provider. */
const registerCommands = (strapi: Core.Strapi): void => {
  registerMessageType(strapi, {
    type: 'task.create',
    sentBy: 'consumer',
    streamOf,
    schema: taskCreate,
    apply: applyTaskCreate,
    refuse: refuseTaskCreate,
  });
  registerMessageType(strapi, {
    type: 'task.cancel',
    sentBy: 'consumer',
    streamOf,
    schema: taskCancel,
    apply: applyCommand('task.cancel'),
    refuse: refuseCommand('task.cancel'),
  });
  registerMessageType(strapi, {
    type: 'task.accept',
    sentBy: 'consumer',
    streamOf,
    schema: taskAccept,
    apply: applyCommand('task.accept'),
    refuse: refuseCommand('task.accept'),
  });
  registerMessageType(strapi, {
    type: 'task.reject',
    sentBy: 'consumer',
    streamOf,
    schema: taskReject,
    apply: applyCommand('task.reject'),
    refuse: refuseCommand('task.reject'),
  });
};

/** What a provider tells of a request. */
const registerNews = (strapi: Core.Strapi): void => {
  registerMessageType(strapi, {
    type: 'task.accepted',
    sentBy: 'provider',
    streamOf: streamOfWhole,
    schema: taskAccepted,
    apply: applyTaskAccepted,
  });
  registerMessageType(strapi, {
    type: 'task.declined',
    sentBy: 'provider',
    streamOf,
    schema: taskDeclined,
    apply: applyTaskDeclined,
  });
  registerMessageType(strapi, {
    type: 'task.state_changed',
    sentBy: 'provider',
    streamOf: streamOfWhole,
    schema: taskStateChanged,
    apply: applyTaskStateChanged,
  });
  registerMessageType(strapi, {
    type: 'order.changed',
    sentBy: 'provider',
    streamOf,
    schema: orderChanged,
    apply: applyParentChanged,
  });
  registerMessageType(strapi, {
    type: 'service_request.changed',
    sentBy: 'provider',
    streamOf,
    schema: serviceRequestChanged,
    apply: applyParentChanged,
  });
  registerMessageType(strapi, {
    type: 'command.accepted',
    sentBy: 'provider',
    streamOf,
    schema: commandAccepted,
    apply: applyCommandAccepted,
  });
  registerMessageType(strapi, {
    type: 'command.refused',
    sentBy: 'provider',
    streamOf,
    schema: commandRefused,
    apply: applyCommandRefused,
  });
};

/** What the sides say to each other. */
const registerComments = (strapi: Core.Strapi): void => {
  registerMessageType(strapi, {
    type: 'comment.added',
    sentBy: 'either',
    streamOf,
    schema: commentAdded,
    apply: applyCommentAdded,
  });
  registerMessageType(strapi, {
    type: 'comment.changed',
    sentBy: 'either',
    streamOf,
    schema: commentChanged,
    apply: applyCommentChanged,
  });
};

/** Makes every message about a task known to the receiver. */
export const registerTaskMessages = (strapi: Core.Strapi): void => {
  registerCommands(strapi);
  registerNews(strapi);
  registerComments(strapi);
};
