import {
  PRODUCER_KINDS,
  PRODUCER_STATES,
  type ProducerKind,
  type ProducerState,
} from '../../../shared/producer-states';
import type { FrozenSnapshot, ImageSnapshot, Translations } from '../../../shared/catalog-snapshot';
import type { Form } from '../../../shared/form';
import type { FormOverride } from '../../../shared/form-overrides';
import {
  contentType,
  integer,
  json,
  longText,
  moment,
  oneOf,
  reference,
  relation,
  text,
} from '../kernel/schema';
import { createRepository, type StoredRow } from '../kernel/repository';
import { uid } from '../kernel/plugin-id';

/** What a producer is derived from. The ready-made ones come with the plugin. */
const SOURCE_TYPES = ['product-offering', 'service-specification', 'ready-made'] as const;
type SourceType = (typeof SOURCE_TYPES)[number];

export interface Source {
  readonly type: SourceType;
  /** The document of the catalogue, or the kind of a ready-made producer. */
  readonly documentId: string;
}

/** One revision of an orderable form. */
export interface ProducerRow extends StoredRow {
  /** The same for every revision, on both sides, for ever. */
  readonly identity: string;
  readonly revision: number;
  readonly state: ProducerState;
  readonly kind: ProducerKind;
  readonly name: string;
  readonly description: string | null;
  readonly translations: Translations;
  readonly image: ImageSnapshot | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly sourceType: SourceType;
  readonly sourceId: string;
  readonly form: Form;
  readonly overrides: readonly FormOverride[] | null;
  /** Of the form as it was derived, before overrides: another one makes another revision. */
  readonly derivedHash: string;
  /** Of everything that consumers are sent. */
  readonly contentHash: string;
  readonly catalogVersion?: { readonly id: number; readonly snapshot: FrozenSnapshot } | null;
  readonly criteria?: readonly {
    readonly id: number;
    readonly documentId: string;
    readonly name: string;
    readonly rule: unknown;
  }[];
}

const remoteRecordProducer = contentType({
  singularName: 'remote-record-producer',
  pluralName: 'remote-record-producers',
  displayName: 'Remote record producer',
  description: 'An orderable form, made by publishing an offering; its criteria say who gets it',
  owned: ['criteria', 'overrides'],
  shownTo: 'provider',
  mainField: 'name',
  list: ['name', 'kind', 'revision', 'state'],
  edit: [
    ['name', 'kind'],
    ['revision', 'state'],
    ['criteria', 'catalogVersion'],
    ['description'],
    ['overrides'],
    ['form'],
    ['sourceType', 'sourceId'],
    ['validFrom', 'validTo'],
  ],
  attributes: {
    name: text({ required: true }),
    identity: text({ required: true }),
    revision: integer({ required: true }),
    state: oneOf(PRODUCER_STATES, { required: true }),
    kind: oneOf(PRODUCER_KINDS, { required: true, help: 'What a request over it becomes' }),
    description: longText(),
    translations: json(),
    image: json(),
    validFrom: moment(),
    validTo: moment(),
    sourceType: oneOf(SOURCE_TYPES, { required: true }),
    sourceId: text({ required: true }),
    form: json({ required: true }),
    overrides: json({
      help: 'Changes of the form of a draft, for example [{"field": "/requestedDate", "hidden": true}]',
    }),
    derivedHash: text({ required: true }),
    contentHash: text({ required: true }),
    catalogVersion: reference('catalog-version'),
    criteria: relation('manyToMany', 'consumer-criteria', {
      help: 'Who is offered it: a consumer that one of these holds for',
    }),
  },
  unique: [['identity', 'revision']],
  indexes: [['source_id'], ['state']],
});

export const producerTypes = [remoteRecordProducer];
export const PRODUCER = uid('remote-record-producer');
export const PRODUCERS_TABLE = 'orderbridge_remote_record_producers';
export const producers = createRepository<ProducerRow>(PRODUCER);
export const WITH_RELATIONS = { populate: ['criteria', 'catalogVersion'] };
