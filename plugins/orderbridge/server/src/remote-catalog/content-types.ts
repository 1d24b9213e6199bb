import type { Form } from '../../../shared/form';
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
import type { ConnectionRow } from '../connections';

export interface RemoteCatalogItemRow extends StoredRow {
  readonly identity: string;
  readonly name: string;
  readonly description: string | null;
  readonly state: 'pending' | 'active' | 'inactive' | 'withdrawn';
  readonly offeredRevision: number;
  readonly offeredForm: Form;
  readonly activeRevision: number | null;
  readonly activeForm: Form | null;
  readonly category: string | null;
  readonly activatedAt: string | null;
  readonly connection?: ConnectionRow | null;
}

/**
 * An item that a provider offers. What is active stays orderable while a newer revision is offered,
 * until somebody here activates that one.
 */
const remoteCatalogItem = contentType({
  singularName: 'remote-catalog-item',
  pluralName: 'remote-catalog-items',
  displayName: 'Remote catalog item',
  description: 'What a provider offers, and whether it can be ordered here',
  owned: ['category'],
  shownTo: 'consumer',
  mainField: 'name',
  list: ['name', 'state', 'category'],
  attributes: {
    name: text({ required: true }),
    identity: text({ required: true }),
    description: longText(),
    state: oneOf(['pending', 'active', 'inactive', 'withdrawn'], { required: true }),
    category: text({ maxLength: 255 }),
    offeredRevision: integer({ required: true }),
    offeredForm: json({ required: true }),
    activeRevision: integer(),
    activeForm: json(),
    activatedAt: moment(),
    connection: reference('connection'),
  },
  unique: [['connection_id', 'identity']],
});

export const remoteCatalogTypes = [remoteCatalogItem];
export const remoteCatalogItems = createRepository<RemoteCatalogItemRow>(
  uid('remote-catalog-item'),
);
