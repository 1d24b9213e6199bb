import {
  boolean,
  contentType,
  json,
  longText,
  moment,
  oneOf,
  reference,
  text,
} from '../kernel/schema';
import { createRepository, type StoredRow } from '../kernel/repository';
import type { TableModel } from '../kernel/feature';
import { uid } from '../kernel/plugin-id';

export interface ConsumerRow extends StoredRow {
  readonly name: string;
  readonly externalId: string | null;
  readonly country: string | null;
  readonly segment: string | null;
  /** BCP 47 tag: what the organisation is offered says its labels in this language. */
  readonly language: string | null;
  readonly tags: unknown;
  readonly customFields: unknown;
}

/** An organisation that orders. On a consumer's instance: the organisation that the instance serves. */
const consumer = contentType({
  singularName: 'consumer',
  pluralName: 'consumers',
  displayName: 'Consumer',
  description: 'An organisation that orders from a provider',
  mainField: 'name',
  list: ['name', 'externalId', 'country', 'segment', 'language'],
  edit: [['name', 'externalId'], ['country', 'language'], ['segment'], ['tags'], ['customFields']],
  attributes: {
    name: text({ required: true, maxLength: 255 }),
    externalId: text({ maxLength: 255, help: 'What other systems know the organisation by' }),
    country: text({ maxLength: 2, regex: '^[A-Z]{2}$', help: 'Two capital letters: NO, DE' }),
    segment: text({ maxLength: 255, help: 'Such as enterprise or public sector' }),
    language: text({
      maxLength: 35,
      regex: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$',
      help: 'Of labels and texts in what is offered: de, nb-NO. Those without a translation stay as they are',
    }),
    tags: json({ help: 'A list of words that criteria can ask for: ["pilot"]' }),
    customFields: json({ help: 'What else criteria can ask for: {"employees": 120}' }),
  },
});

export interface ConnectionRow extends StoredRow {
  readonly name: string;
  readonly key: string;
  readonly role: 'provider' | 'consumer';
  readonly kind: 'instance' | 'webhook';
  readonly shortCode: string;
  readonly peerUrl: string;
  readonly peerName: string;
  readonly autoActivate: boolean;
  readonly pairedAt: string;
  readonly consumer?: ConsumerRow | null;
}

const connection = contentType({
  singularName: 'connection',
  pluralName: 'connections',
  displayName: 'Connection',
  description: 'A paired instance, or a receiver of webhooks',
  owned: ['name', 'autoActivate'],
  mainField: 'name',
  list: ['name', 'role', 'kind', 'shortCode'],
  attributes: {
    name: text({ required: true, maxLength: 255 }),
    /** Shared by both sides; it stands in the addresses of the bridge. */
    key: text({ required: true }),
    role: oneOf(['provider', 'consumer'], { required: true }),
    kind: oneOf(['instance', 'webhook'], { required: true }),
    shortCode: text({ required: true }),
    peerUrl: longText({ required: true }),
    peerName: text({ required: true }),
    /** At a consumer: whether what is offered becomes orderable without anybody's review. */
    autoActivate: boolean({ default: false, required: true }),
    pairedAt: moment({ required: true }),
    consumer: reference('consumer'),
  },
  unique: [['key', 'role']],
});

export interface MembershipRow extends StoredRow {
  readonly consumer?: ConsumerRow | null;
  readonly user?: { readonly id: number; readonly username: string } | null;
  readonly apiToken?: {
    readonly id: number;
    readonly name: string;
    readonly type: string;
    readonly lastUsedAt: string | null;
    readonly expiresAt: string | null;
  } | null;
}

const membership = contentType({
  singularName: 'membership',
  pluralName: 'memberships',
  displayName: 'Membership',
  description: 'For which consumer a user or an API token acts',
  owned: true,
  list: ['createdAt'],
  attributes: {
    consumer: reference('consumer'),
    user: reference('plugin::users-permissions.user'),
    // The row of a token has what its key is checked with.
    apiToken: reference('admin::api-token', { hidden: true }),
  },
  unique: [['user_id'], ['api_token_id']],
});

export interface InvitationRow {
  readonly id: number;
  readonly invitationId: string;
  readonly consumerId: number;
  readonly shortCode: string;
  readonly secret: string;
  readonly expiresAt: number | string;
  readonly state: 'open' | 'used';
  readonly consumerPublicKey: string | null;
  readonly answer: string | null;
}

const required = { notNullable: true };

const invitationModel: TableModel = {
  uid: 'plugin::orderbridge.invitation-table',
  tableName: 'orderbridge_invitations',
  singularName: 'invitation-table',
  attributes: {
    id: { type: 'increments' },
    invitationId: { type: 'string', column: required },
    consumerId: { type: 'integer', column: required },
    shortCode: { type: 'string', column: required },
    secret: { type: 'text', column: required },
    expiresAt: { type: 'biginteger', column: required },
    state: { type: 'string', column: required },
    consumerPublicKey: { type: 'text' },
    answer: { type: 'text' },
  },
  indexes: [
    { name: 'orderbridge_invitations_invitation_id', columns: ['invitation_id'], type: 'unique' },
    { name: 'orderbridge_invitations_short_code', columns: ['short_code'] },
  ],
};

export interface PairingRow {
  readonly id: number;
  readonly invitationId: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly connectionId: number | null;
}

const pairingModel: TableModel = {
  uid: 'plugin::orderbridge.pairing-table',
  tableName: 'orderbridge_pairings',
  singularName: 'pairing-table',
  attributes: {
    id: { type: 'increments' },
    invitationId: { type: 'string', column: required },
    privateKey: { type: 'text', column: required },
    publicKey: { type: 'text', column: required },
    connectionId: { type: 'integer' },
  },
  indexes: [
    { name: 'orderbridge_pairings_invitation_id', columns: ['invitation_id'], type: 'unique' },
  ],
};

/** New keys that this side has offered to its peer. */
interface KeyOfferRow {
  readonly id: number;
  readonly connectionId: number;
  readonly rotation: string;
  /** Encrypted, and gone once the keys are derived or the offer is dropped. */
  readonly privateKey: string;
  readonly publicKey: string;
  readonly state: 'open' | 'confirmed' | 'dropped';
  readonly offeredAt: number | string;
}

const keyOfferModel: TableModel = {
  uid: 'plugin::orderbridge.key-offer-table',
  tableName: 'orderbridge_key_offers',
  singularName: 'key-offer-table',
  attributes: {
    id: { type: 'increments' },
    connectionId: { type: 'integer', column: required },
    rotation: { type: 'string', column: required },
    privateKey: { type: 'text', column: required },
    publicKey: { type: 'text', column: required },
    state: { type: 'string', column: required },
    offeredAt: { type: 'biginteger', column: required },
  },
  indexes: [
    { name: 'orderbridge_key_offers_rotation', columns: ['rotation'], type: 'unique' },
    { name: 'orderbridge_key_offers_connection_id', columns: ['connection_id'] },
  ],
};

export const connectionTypes = [consumer, connection, membership];
export const connectionTables: readonly TableModel[] = [
  invitationModel,
  pairingModel,
  keyOfferModel,
];

export const consumers = createRepository<ConsumerRow>(uid('consumer'));
export const connectionRows = createRepository<ConnectionRow>(uid('connection'));
export const memberships = createRepository<MembershipRow>(uid('membership'));
export const invitations = createRepository<InvitationRow>(invitationModel.uid);
export const pairings = createRepository<PairingRow>(pairingModel.uid);
export const keyOffers = createRepository<KeyOfferRow>(keyOfferModel.uid);
