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
  list: ['name'],
  attributes: {
    name: text({ required: true, maxLength: 255 }),
    description: longText(),
    rule: json({ required: true }),
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
  list: ['identity', 'grant', 'activation'],
  attributes: {
    identity: text({ required: true }),
    connection: reference('connection'),
    grant: oneOf(['granted', 'withdrawn'], { required: true }),
    activation: oneOf(['pending', 'active', 'inactive'], { required: true }),
    firstRevision: integer({ required: true }),
    offeredRevision: integer({ required: true }),
    activeRevision: integer(),
    sentHash: text({ required: true }),
  },
  unique: [['connection_id', 'identity']],
  indexes: [['identity']],
});

export const audienceTypes = [consumerCriteria, entitlement];
export const CRITERIA = uid('consumer-criteria');
export const entitlements = createRepository<EntitlementRow>(uid('entitlement'));
