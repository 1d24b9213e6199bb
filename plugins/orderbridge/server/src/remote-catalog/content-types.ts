import type { ImageSnapshot, Validity } from '../../../shared/catalog-snapshot';
import type { Form } from '../../../shared/form';
import { PRODUCER_KINDS, type ProducerKind } from '../../../shared/producer-states';
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
  readonly kind: ProducerKind;
  readonly name: string;
  readonly description: string | null;
  readonly image: ImageSnapshot | null;
  readonly state: 'pending' | 'active' | 'inactive' | 'withdrawn';
  readonly offeredRevision: number;
  readonly offeredForm: Form;
  readonly offeredValidity: Validity;
  readonly activeRevision: number | null;
  readonly activeForm: Form | null;
  readonly activeValidity: Validity | null;
  readonly category: string | null;
  readonly activatedAt: string | null;
  readonly connection?: ConnectionRow | null;
}

/**
 * An item that a provider offers. What is active stays orderable while a newer revision is offered,
 * until somebody here activates that one or the provider archives this one.
 */
const remoteCatalogItem = contentType({
  singularName: 'remote-catalog-item',
  pluralName: 'remote-catalog-items',
  displayName: 'Remote catalog item',
  description: 'What a provider offers, and whether it can be ordered here',
  owned: ['category'],
  shownTo: 'consumer',
  mainField: 'name',
  list: ['name', 'connection', 'category', 'state', 'offeredRevision', 'activeRevision'],
  edit: [
    ['name', 'category'],
    ['description', 'kind'],
    ['connection', 'state'],
    ['offeredRevision', 'activeRevision'],
    ['activatedAt', 'identity'],
  ],
  attributes: {
    name: text({ required: true, help: 'As the provider calls it' }),
    identity: text({ required: true, help: 'The same for every revision, on both sides' }),
    kind: oneOf(PRODUCER_KINDS, { required: true, help: 'What a request over it becomes' }),
    description: longText(),
    image: json(),
    state: oneOf(['pending', 'active', 'inactive', 'withdrawn'], {
      required: true,
      help: 'pending: offered, not active yet; inactive: taken out here; withdrawn: by the provider',
    }),
    category: text({ maxLength: 255, help: 'Under which requesters find it here' }),
    offeredRevision: integer({ required: true, help: 'The newest that the provider offers' }),
    offeredForm: json({ required: true }),
    offeredValidity: json({ required: true }),
    activeRevision: integer({ help: 'The one that is ordered here' }),
    activeForm: json(),
    activeValidity: json(),
    activatedAt: moment({ help: 'When it was activated last' }),
    connection: reference('connection', { help: 'The provider' }),
  },
  unique: [['connection_id', 'identity']],
});

export const remoteCatalogTypes = [remoteCatalogItem];
export const remoteCatalogItems = createRepository<RemoteCatalogItemRow>(
  uid('remote-catalog-item'),
);
