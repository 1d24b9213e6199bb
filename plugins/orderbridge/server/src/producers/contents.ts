import type { CatalogSnapshot, CatalogTexts } from '../../../shared/catalog-snapshot';
import type { AnswerValue, FieldSchema, Form } from '../../../shared/form';
import { applyOverrides, type FormOverride } from '../../../shared/form-overrides';
import { catalogItem, type CatalogItemMessage } from '../../../shared/messages';
import {
  assertFormCompiles,
  compileSchema,
  deriveForm,
  languagesOfSnapshot,
  textIn,
  toLanguages,
  type DeriveOptions,
} from '../forms';
import { digestOf } from '../kernel/digest';
import { OrderbridgeError } from '../kernel/errors';
import { findJsonDefect } from '../kernel/plain-json';
import type { ProducerRow } from './content-types';
import { READY_MADE } from './ready-made';

/** The largest form, in bytes of its JSON: with room to spare it fits into one message of the bridge. */
const MAX_FORM_BYTES = 256 * 1024;

/** Whether a value satisfies the schema of a field. */
export const accepts = (field: FieldSchema, value: AnswerValue): boolean =>
  compileSchema({ ...field, default: undefined })(value);

/** What a producer takes over from the catalogue besides its form. */
export type Texts = Pick<
  ProducerRow,
  'name' | 'description' | 'translations' | 'image' | 'validFrom' | 'validTo'
>;

export const textsOf = (snapshot: CatalogSnapshot): Texts => ({
  name: snapshot.name,
  description: snapshot.description,
  translations: snapshot.translations,
  image: snapshot.image,
  validFrom: snapshot.orderable.validity.from,
  validTo: snapshot.orderable.validity.to,
});

/** The same of a revision that is there, as a snapshot has them. */
export const textsOfRow = ({
  name,
  description,
  translations,
  image,
}: ProducerRow): CatalogTexts => ({ name, description, translations, image });

/** The form of a revision as it is derived, before its overrides. */
export interface DerivedForm {
  readonly form: Form;
  /** Of the form in every language that the catalogue has: another one makes another revision. */
  readonly derivedHash: string;
}

export const deriveFrom = (snapshot: CatalogSnapshot, options: DeriveOptions): DerivedForm => {
  const form = deriveForm(snapshot, options);
  const localized = languagesOfSnapshot(snapshot).map((language) =>
    deriveForm(snapshot, { ...options, language }),
  );
  return { form, derivedHash: digestOf([form, ...localized]) };
};

/** Digest of everything that consumers are sent of a producer, in whatever language. */
export const contentHashOf = (
  texts: Texts,
  derivedHash: string,
  overrides: readonly FormOverride[],
): string =>
  digestOf({
    ...texts,
    validFrom: toMoment(texts.validFrom),
    validTo: toMoment(texts.validTo),
    derivedHash,
    overrides,
  });

/** Dates are compared as moments: a database may write them in another way. */
const toMoment = (date: string | null): string | null =>
  date === null ? null : new Date(date).toISOString();

/** What a revision was derived from. */
export const snapshotOf = ({
  sourceType,
  sourceId,
  catalogVersion,
}: ProducerRow): CatalogSnapshot | undefined =>
  sourceType === 'ready-made'
    ? READY_MADE.find(({ kind }) => kind === sourceId)?.snapshot
    : catalogVersion?.snapshot.catalog;

/** Orders may wish for a date; of service requests only a change may. */
export const optionsOf = ({ kind }: Pick<ProducerRow, 'kind'>): DeriveOptions => ({
  asksForDate: READY_MADE.find((each) => each.kind === kind)?.asksForDate ?? true,
});

/** What a consumer of a language is sent of a revision. */
export const toItem = (row: ProducerRow, language: string | null): CatalogItemMessage => {
  const languages = toLanguages(language);
  const snapshot = languages.length > 0 ? snapshotOf(row) : undefined;
  return {
    identity: row.identity,
    revision: row.revision,
    kind: row.kind,
    name: textIn(row.translations, languages, 'label') ?? row.name,
    description: textIn(row.translations, languages, 'description') ?? row.description,
    image: row.image,
    validity: { from: toMoment(row.validFrom), to: toMoment(row.validTo) },
    form:
      snapshot === undefined
        ? row.form
        : applyOverrides(
            deriveForm(snapshot, { ...optionsOf(row), language }),
            row.overrides ?? [],
            languages,
          ),
  };
};

/**
 * Makes sure that a revision can be offered: its form compiles, and what consumers are sent of it is a
 * message that they take in.
 *
 * @throws `producer.form_invalid`, `producer.form_too_large`
 */
export const assertUsable = (row: ProducerRow): void => {
  assertFormCompiles(row.form);
  const bytes = Buffer.byteLength(JSON.stringify(row.form));
  if (bytes > MAX_FORM_BYTES) {
    throw new OrderbridgeError(
      'producer.form_too_large',
      `The form takes ${String(bytes)} bytes; no more than ${String(MAX_FORM_BYTES)} can be sent.`,
    );
  }
  const item = toItem(row, null);
  // As deep as it is in a message.
  const depth = findJsonDefect({ data: item });
  const parsed = catalogItem.safeParse(item);
  if (depth === undefined && parsed.success) return;
  const [issue] = parsed.error?.issues ?? [];
  const reason = depth ?? `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
  throw new OrderbridgeError('producer.form_invalid', `No consumer could take it in: ${reason}`);
};
