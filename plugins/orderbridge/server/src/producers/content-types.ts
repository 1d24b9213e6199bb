import { PRODUCER_STATES, type ProducerState } from '../../../shared/producer-states';
import type { Form } from '../../../shared/form';
import {
  contentType,
  integer,
  json,
  longText,
  oneOf,
  reference,
  relation,
  text,
} from '../kernel/schema';
import { createRepository, type StoredRow } from '../kernel/repository';
import { uid } from '../kernel/plugin-id';

/** One revision of an orderable form. */
export interface ProducerRow extends StoredRow {
  /** The same for every revision, on both sides, for ever. */
  readonly identity: string;
  readonly revision: number;
  readonly state: ProducerState;
  readonly name: string;
  readonly description: string | null;
  readonly offeringId: string;
  readonly form: Form;
  readonly catalogVersion?: { readonly id: number; readonly hash: string } | null;
  readonly criteria?: readonly { readonly id: number; readonly rule: unknown }[];
}

const remoteRecordProducer = contentType({
  singularName: 'remote-record-producer',
  pluralName: 'remote-record-producers',
  displayName: 'Remote record producer',
  description: 'An orderable form, made by publishing an offering; its criteria say who gets it',
  owned: ['criteria'],
  shownTo: 'provider',
  mainField: 'name',
  list: ['name', 'revision', 'state'],
  attributes: {
    name: text({ required: true }),
    identity: text({ required: true }),
    revision: integer({ required: true }),
    state: oneOf(PRODUCER_STATES, { required: true }),
    description: longText(),
    offeringId: text({ required: true }),
    form: json({ required: true }),
    catalogVersion: reference('catalog-version'),
    criteria: relation('manyToMany', 'consumer-criteria'),
  },
  unique: [['identity', 'revision']],
  indexes: [['offering_id']],
});

export const producerTypes = [remoteRecordProducer];
export const PRODUCER = uid('remote-record-producer');
export const producers = createRepository<ProducerRow>(PRODUCER);
