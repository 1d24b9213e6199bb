import { contentType, integer, json, longText, oneOf, reference, text } from '../kernel/schema';
import { createRepository, type StoredRow } from '../kernel/repository';
import { uid } from '../kernel/plugin-id';

const consumerCriteria = contentType({
  singularName: 'consumer-criteria',
  pluralName: 'consumer-criterias',
  displayName: 'Consumer criteria',
  description: 'A named rule that says which consumers are entitled',
  shownTo: 'provider',
  mainField: 'name',
  list: ['name', 'description'],
  edit: [['name', 'description'], ['rule']],
  attributes: {
    name: text({ required: true, maxLength: 255, help: 'How this group is called in lists' }),
    description: longText({ help: 'For whom it is meant, in words' }),
    rule: json({
      required: true,
      help: 'true for everybody, or JsonLogic over name, externalId, country, segment, language, tags and customFields: {"==": [{"var": "country"}, "NO"]}',
    }),
  },
});

export interface EntitlementRow extends StoredRow {
  readonly identity: string;
  readonly grant: 'granted' | 'withdrawn';
  readonly activation: 'pending' | 'active' | 'inactive';
  /** The revision that the grant began with; what came before was never offered. */
  readonly firstRevision: number;
  readonly offeredRevision: number;
  readonly activeRevision: number | null;
  /** The newest revision that was archived: news that it was activated, or an older one, is too late. */
  readonly endedRevision: number | null;
  /** What was last sent, so that only a difference is sent. */
  readonly sentHash: string;
  readonly connection?: { readonly id: number; readonly key: string } | null;
}

/** Whether one connection may order one producer; the right is `grant`, the use is `activation`. */
const entitlement = contentType({
  singularName: 'entitlement',
  pluralName: 'entitlements',
  displayName: 'Entitlement',
  description: 'What a consumer may order, and whether it has taken it into its catalogue',
  owned: true,
  shownTo: 'provider',
  mainField: 'identity',
  list: ['identity', 'connection', 'grant', 'activation', 'offeredRevision', 'activeRevision'],
  edit: [
    ['identity', 'connection'],
    ['grant', 'activation'],
    ['offeredRevision', 'activeRevision'],
    ['firstRevision', 'endedRevision'],
  ],
  attributes: {
    identity: text({ required: true, help: 'The same for every revision of a producer' }),
    connection: reference('connection', { help: 'Over which it is offered' }),
    grant: oneOf(['granted', 'withdrawn'], {
      required: true,
      help: 'What the criteria say of this consumer',
    }),
    activation: oneOf(['pending', 'active', 'inactive'], {
      required: true,
      help: 'What the consumer has made of it',
    }),
    firstRevision: integer({ required: true, help: 'With which the grant began' }),
    offeredRevision: integer({ required: true, help: 'The newest that the consumer was sent' }),
    activeRevision: integer({ help: 'The one that the consumer orders' }),
    endedRevision: integer({ help: 'The newest that was archived' }),
    sentHash: text({ required: true }),
  },
  unique: [['connection_id', 'identity']],
  indexes: [['identity']],
});

export const audienceTypes = [consumerCriteria, entitlement];
export const CRITERIA = uid('consumer-criteria');
export const ENTITLEMENTS = 'orderbridge_entitlements';
export const entitlements = createRepository<EntitlementRow>(uid('entitlement'));
