import type { FrozenSnapshot } from '../../../shared/catalog-snapshot';
import type { LabelledAnswer } from '../../../shared/form';
import {
  LINE_ACTIONS,
  ORDER_STATES,
  type LineAction,
  type OrderState,
} from '../../../shared/order-states';
import type { Subject } from '../audit';
import {
  contentType,
  integer,
  json,
  longText,
  moment,
  oneOf,
  reference,
  text,
} from '../kernel/schema';
import { createRepository, type StoredRow } from '../kernel/repository';
import { uid } from '../kernel/plugin-id';

export interface OrderRow extends StoredRow {
  readonly number: string;
  readonly state: OrderState;
  /** Where a declined cancellation returns to. */
  readonly stateBeforeAssessment: OrderState | null;
  /** Counts the changes; who decides on what they saw sends it along. */
  readonly version: number;
  readonly placedAt: string;
  readonly scheduledStart: string | null;
  readonly pointOfNoReturnAt: string | null;
  /** When it came to its end, completed or cancelled. */
  readonly completedAt: string | null;
  /** The highest number that a line has had; of orders from before bundles had lines, nothing. */
  readonly lastLineNumber: number | null;
  /** The admin user who answers for it. */
  readonly assigneeId: string | null;
  readonly assigneeName: string | null;
  readonly connection?: {
    readonly id: number;
    readonly documentId: string;
    readonly name: string;
  } | null;
  readonly consumer?: {
    readonly id: number;
    readonly documentId: string;
    readonly name: string;
  } | null;
}

const orderState = (options: Record<string, unknown> = {}) => oneOf(ORDER_STATES, options);

const order = contentType({
  singularName: 'order',
  pluralName: 'orders',
  displayName: 'Order',
  description: 'What a consumer has ordered; it moves by the verbs of the API only',
  owned: true,
  shownTo: 'provider',
  mainField: 'number',
  list: ['number', 'state', 'placedAt', 'assigneeName'],
  attributes: {
    number: text({ required: true }),
    state: orderState({ required: true }),
    stateBeforeAssessment: orderState(),
    version: integer({ required: true }),
    placedAt: moment({ required: true }),
    scheduledStart: moment(),
    pointOfNoReturnAt: moment(),
    completedAt: moment(),
    lastLineNumber: integer(),
    assigneeId: text(),
    assigneeName: text(),
    connection: reference('connection'),
    consumer: reference('consumer'),
  },
  unique: [['number']],
  indexes: [
    // Of the lists that people work from. The id at the end is what they are sorted and counted by.
    ['placed_at', 'id'],
    ['state', 'id'],
    ['assignee_id', 'completed_at', 'id'],
    ['consumer_id', 'id'],
  ],
});

interface LineColumns {
  readonly lineNumber: number;
  /** The line of the bundle that this one is a part of; nothing where the line itself was asked for. */
  readonly parentLineNumber: number | null;
  /** Where the part stands in the answers to the item's form, a JSON Pointer. */
  readonly part: string | null;
  readonly action: LineAction;
  readonly state: OrderState;
  readonly name: string;
  /** How many; of a part, how many for each one of the line above it. */
  readonly quantity: number;
  /** Those that belong to none of the lines below. */
  readonly answers: readonly LabelledAnswer[];
}

export interface OrderLineRow extends StoredRow, LineColumns {
  readonly identity: string;
  readonly revision: number;
  readonly catalogVersion?: { readonly snapshot: FrozenSnapshot } | null;
}

const lineAttributes = () => ({
  lineNumber: integer({ required: true }),
  parentLineNumber: integer(),
  part: longText(),
  action: oneOf(LINE_ACTIONS, { required: true }),
  state: orderState({ required: true }),
  name: text({ required: true }),
  quantity: integer({ required: true }),
  /** Values with their labels, as they were when the order was placed. */
  answers: json({ required: true }),
});

const orderLine = contentType({
  singularName: 'order-line',
  pluralName: 'order-lines',
  displayName: 'Order line',
  description:
    'One position of an order, or a part of one, on the catalogue version that it was placed on',
  owned: true,
  shownTo: 'provider',
  mainField: 'name',
  list: ['name', 'lineNumber', 'parentLineNumber', 'action', 'state', 'quantity'],
  attributes: {
    order: reference('order'),
    ...lineAttributes(),
    identity: text({ required: true }),
    revision: integer({ required: true }),
    /** What of the catalogue is ordered. */
    subjectType: text({ required: true }),
    subjectId: text({ required: true }),
    catalogVersion: reference('catalog-version'),
  },
  unique: [['order_id', 'line_number']],
  indexes: [['identity'], ['subject_id']],
});

export interface OrderMirrorRow extends StoredRow {
  readonly number: string;
  readonly state: OrderState;
  readonly version: number;
  readonly scheduledStart: string | null;
  readonly pointOfNoReturnAt: string | null;
}

const orderMirror = contentType({
  singularName: 'order-mirror',
  pluralName: 'order-mirrors',
  displayName: 'Order at the provider',
  description: 'The provider’s order as it was last told of',
  owned: true,
  shownTo: 'consumer',
  mainField: 'number',
  list: ['number', 'state'],
  attributes: {
    connection: reference('connection'),
    number: text({ required: true }),
    state: orderState({ required: true }),
    version: integer({ required: true }),
    scheduledStart: moment(),
    pointOfNoReturnAt: moment(),
  },
  unique: [['connection_id', 'number']],
});

export interface OrderLineMirrorRow extends StoredRow, LineColumns {}

const orderLineMirror = contentType({
  singularName: 'order-line-mirror',
  pluralName: 'order-line-mirrors',
  displayName: 'Order line at the provider',
  description: 'A line of the provider’s order as it was last told of',
  owned: true,
  shownTo: 'consumer',
  mainField: 'name',
  list: ['name', 'lineNumber', 'parentLineNumber', 'state', 'quantity'],
  attributes: { order: reference('order-mirror'), ...lineAttributes() },
  unique: [['order_id', 'line_number']],
});

export const orderTypes = [order, orderLine, orderMirror, orderLineMirror];
export const orders = createRepository<OrderRow>(uid('order'));
export const orderLines = createRepository<OrderLineRow>(uid('order-line'));
export const orderMirrors = createRepository<OrderMirrorRow>(uid('order-mirror'));
export const orderLineMirrors = createRepository<OrderLineMirrorRow>(uid('order-line-mirror'));

/** An order as an audit entry names it. */
export const subjectOf = ({ documentId, number }: OrderRow): Subject => ({
  type: 'order',
  documentId,
  name: number,
});
