import type { ImageSnapshot, Validity } from '../../../shared/catalog-snapshot';
import type { Form } from '../../../shared/form';
import { judgeValidity, type Orderable } from '../../../shared/judge-validity';
import type { CatalogItemMessage } from '../../../shared/messages';
import type { ProducerKind } from '../../../shared/producer-states';
import type { RemoteCatalogItemRow } from './content-types';

/** An item as requesters and applications see it. */
export interface ItemView {
  readonly documentId: string;
  readonly name: string;
  readonly description: string | null;
  readonly kind: ProducerKind;
  readonly image: ImageSnapshot | null;
  readonly category: string | null;
  readonly provider: string;
  readonly revision: number;
  /** The revision that is offered besides, and that nobody here has activated yet. */
  readonly newerRevision: number | null;
  readonly validity: Validity;
  readonly orderable: Orderable;
  readonly form: Form;
}

/** What is active of a mirrored item, or nothing. */
export const findActivePart = ({
  activeRevision: revision,
  activeForm: form,
  activeValidity: validity,
}: RemoteCatalogItemRow): { revision: number; form: Form; validity: Validity } | null =>
  revision === null || form === null || validity === null ? null : { revision, form, validity };

/** An item of a consumer's own instance, or nothing where it is not active. */
export const toMirroredView = (row: RemoteCatalogItemRow, at: Date): ItemView | null => {
  const active = findActivePart(row);
  if (active === null) return null;
  const { documentId, name, description, kind, image, category, connection, offeredRevision } = row;
  return {
    documentId,
    name,
    description,
    kind,
    image,
    category,
    provider: connection?.name ?? '',
    revision: active.revision,
    newerRevision: offeredRevision > active.revision ? offeredRevision : null,
    validity: active.validity,
    orderable: judgeValidity(name, active.validity, at),
    form: active.form,
  };
};

/** An item of a provider, as an application of a consumer without an instance sees it there. */
export const toGrantedView = (
  { revision, name, description, kind, image, validity, form }: CatalogItemMessage,
  { documentId, provider, at }: { documentId: string; provider: string; at: Date },
): ItemView => ({
  documentId,
  name,
  description,
  kind,
  image,
  category: null,
  provider,
  revision,
  newerRevision: null,
  validity,
  orderable: judgeValidity(name, validity, at),
  form,
});
