import { OrderbridgeError } from '../kernel/errors';
import type { Candidate } from './candidates';
import type { CatalogReader } from './import-options';
import { asList, isObject, type Fields } from './tm-forum/json-fields';
import { isSame } from './compare-candidates';
import type { Addition } from './link-candidates';
import { findTargets, isTarget, type Target } from './tm-forum/references';
import type { StoredDocument } from './stored-catalog';
import { isOfType } from './tm-forum/value-types';

/** Values that an offering leaves must be of the type that its specification gives them. */
export const refuseWrongValues = (
  candidate: Candidate,
  fieldsOf: (target: Target) => Fields | undefined,
): void => {
  const specification = candidate.fields['productSpecification'];
  if (!isTarget(specification)) return;
  const characteristics = asList(fieldsOf(specification)?.['characteristics']).filter(isObject);
  for (const { characteristic, values } of candidate.read?.usedValues ?? []) {
    const type = characteristics.find(({ name }) => name === characteristic)?.['valueType'];
    const wrong = values.find((value) => type !== undefined && !isOfType(type, value));
    if (wrong === undefined) continue;
    candidate.refusal ??= new OrderbridgeError(
      'import.value_type_wrong',
      `"${characteristic}" takes no ${JSON.stringify(wrong)}: its specification has it as ${String(type).replace('_', ' ')}.`,
    );
  }
};

/** No two offerings share a SKU; what had one before keeps it. */
export const refuseTakenSkus = (
  candidates: readonly Candidate[],
  stored: readonly StoredDocument[],
): void => {
  const offerings = candidates.filter(({ type }) => type === 'product-offering');
  const inSet = new Set(offerings.map(({ stored: document }) => document));
  const owners = new Map<unknown, string[]>();
  const add = (sku: unknown, name: string | null) =>
    owners.set(sku, [...(owners.get(sku) ?? []), `"${name ?? ''}"`]);
  for (const document of stored) {
    if (document.target.type === 'product-offering' && !inSet.has(document)) {
      add(document.number, document.name);
    }
  }
  for (const { fields, name } of offerings) add(fields['sku'], name);
  for (const candidate of offerings) {
    const sku = candidate.fields['sku'];
    const names = owners.get(sku) ?? [];
    const isKept = sku === null || sku === candidate.storedFields?.['sku'];
    if (candidate.refusal !== null || isKept || names.length < 2) continue;
    candidate.refusal = new OrderbridgeError(
      'import.sku_taken',
      `The SKU ${JSON.stringify(sku)} belongs to ${names.join(' and ')}.`,
    );
  }
};

/** What the content type would not take; what is there already stays as it is. */
export const refuseDefects = (candidates: readonly Candidate[], reader: CatalogReader): void => {
  for (const candidate of candidates) {
    if (candidate.refusal !== null || isSame(candidate)) continue;
    const defect = reader.findDefect(candidate.fields, candidate.type);
    if (defect === undefined) continue;
    candidate.refusal = new OrderbridgeError('import.document_invalid', `${defect}.`);
  }
};

/** What refers to something that is refused is refused with it. */
export const refuseDependents = (
  candidates: readonly Candidate[],
  additions: readonly Addition[],
): void => {
  const byTarget = new Map(candidates.map((candidate) => [candidate.target, candidate]));
  const dependents = new Map<Candidate, Candidate[]>();
  const depend = (from: Candidate, target: Target) => {
    const on = byTarget.get(target);
    if (on !== undefined) dependents.set(on, [...(dependents.get(on) ?? []), from]);
  };
  for (const candidate of candidates) {
    for (const target of findTargets(candidate.fields)) depend(candidate, target);
  }
  for (const { from, owner } of additions) depend(from, owner);

  const open = candidates.filter(({ refusal }) => refusal !== null);
  for (let refused = open.pop(); refused !== undefined; refused = open.pop()) {
    for (const dependent of dependents.get(refused) ?? []) {
      if (dependent.refusal !== null) continue;
      dependent.refusal = new OrderbridgeError(
        'import.reference_refused',
        `It refers to the ${refused.kind} "${refused.name ?? ''}", which is refused.`,
      );
      open.push(dependent);
    }
  }
};
