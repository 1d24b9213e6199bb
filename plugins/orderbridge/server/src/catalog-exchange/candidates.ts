import { findJsonDefect } from '../kernel/plain-json';
import { OrderbridgeError } from '../kernel/errors';
import { readDocument } from './tm-forum/documents';
import type { ReadDocument } from './tm-forum/document-fields';
import { isObject, readText, type Fields } from './tm-forum/json-fields';
import { findKind, typeOfKind, type Kind } from './tm-forum/kinds';
import { OWN } from './tm-forum/own-fields';
import { Target } from './tm-forum/references';
import type { StoredDocument } from './stored-catalog';
import type { CatalogType } from './tm-forum/shapes';

/** One file of a set as it was read; `problem` where it could not be. */
export interface ImportEntry {
  readonly file?: string | undefined;
  readonly document?: unknown;
  readonly problem?: string | undefined;
}

/** What of an import nothing can be made of, and why. */
export interface Leftover {
  readonly file: string | undefined;
  readonly kind: Kind | null;
  readonly name: string | null;
  readonly reason: OrderbridgeError | string;
}

/** A document of the set on its way into the catalogue. */
export interface Candidate {
  /** Where it stands among the documents of the set; null for one that only the catalogue has. */
  readonly position: number | null;
  readonly file: string | undefined;
  readonly kind: Kind;
  readonly type: CatalogType;
  readonly externalId: string | null;
  readonly number: string | null;
  readonly name: string | null;
  readonly version: string | null;
  /** Whether an Orderbridge has exported it. */
  readonly isOwn: boolean;
  /** Whether the file says that it is sold. */
  readonly isActive: boolean;
  readonly read: ReadDocument | null;
  /** What others link to; shared with the stored document that it is. */
  target: Target;
  stored: StoredDocument | null;
  storedFields: Fields | null;
  fields: Fields;
  refusal: OrderbridgeError | null;
}

const SKIPPED =
  'A service candidate has no place in the catalogue: what is sold says so by its distribution channels.';

const textOf = (tmf: Fields, key: string): string | null => {
  const value = tmf[key];
  return typeof value === 'string' && value !== '' ? value : null;
};

const hasPrototypeKey = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasPrototypeKey);
};

const assertPlain = (document: unknown): void => {
  const defect =
    findJsonDefect(document) ??
    (hasPrototypeKey(document) ? 'a field is called "__proto__"' : undefined);
  if (defect !== undefined) {
    throw new OrderbridgeError('import.document_invalid', `It cannot be taken in: ${defect}.`);
  }
};

/** The error as a refusal; anything else goes on. */
export const toRefusal = (error: unknown): OrderbridgeError => {
  if (error instanceof OrderbridgeError) return error;
  throw error;
};

const readFields = (tmf: Fields, type: CatalogType) => {
  try {
    // An identity that is no text would only be missed.
    readText(tmf, 'id');
    return { read: readDocument(tmf, type), refusal: null };
  } catch (error) {
    return { read: null, refusal: toRefusal(error) };
  }
};

const ACTIVE: readonly string[] = ['active', 'launched'];

const toCandidate = (
  tmf: Fields,
  file: string | undefined,
  [kind, type]: readonly [Kind, CatalogType],
): Candidate => {
  const { read, refusal } = readFields(tmf, type);
  return {
    position: null,
    file,
    kind,
    type,
    externalId: textOf(tmf, 'id'),
    number: textOf(tmf, 'productNumber'),
    name: textOf(tmf, 'name'),
    version: textOf(tmf, 'version'),
    isOwn: Object.hasOwn(tmf, OWN),
    isActive: ACTIVE.includes((textOf(tmf, 'lifecycleStatus') ?? '').toLowerCase()),
    read,
    target: new Target(type, null),
    stored: null,
    storedFields: null,
    fields: read?.fields ?? {},
    refusal,
  };
};

const readOne = (document: unknown, file: string | undefined): Candidate | Leftover => {
  const leave = (reason: Leftover['reason'], kind: Kind | null = null): Leftover => ({
    file,
    kind,
    name: isObject(document) ? textOf(document, 'name') : null,
    reason,
  });
  try {
    assertPlain(document);
    if (!isObject(document)) {
      throw new OrderbridgeError('import.document_invalid', 'It is no JSON object.');
    }
    const kind = findKind(document, file);
    const type = typeOfKind(kind);
    if (type === null) return leave(SKIPPED, kind);
    const candidate = toCandidate(document, file, [kind, type]);
    const isNamed = candidate.externalId ?? candidate.number ?? candidate.name;
    if (isNamed !== null) return candidate;
    const problem = 'It has neither an id nor a number nor a name.';
    return leave(
      candidate.refusal ?? new OrderbridgeError('import.document_invalid', problem),
      kind,
    );
  } catch (error) {
    return leave(toRefusal(error));
  }
};

const readEntry = ({ file, document, problem }: ImportEntry): (Candidate | Leftover)[] => {
  if (problem !== undefined) {
    const reason = new OrderbridgeError('import.document_invalid', problem);
    return [{ file, kind: null, name: null, reason }];
  }
  const documents: readonly unknown[] = Array.isArray(document) ? document : [document];
  return documents.map((each) => readOne(each, file));
};

/** Reads what each file holds, one document or a list of them; none refuses the others. */
export const readCandidates = (
  entries: readonly ImportEntry[],
): { candidates: Candidate[]; leftovers: Leftover[] } => {
  const all = entries.flatMap(readEntry);
  return {
    candidates: all
      .filter((each) => 'target' in each)
      .map((candidate, position) => ({ ...candidate, position })),
    leftovers: all.filter((each) => 'reason' in each),
  };
};
