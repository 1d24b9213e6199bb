import type { OrderbridgeError } from '../kernel/errors';
import type { Candidate, Leftover } from './candidates';
import { changeOf, type Change } from './compare-candidates';
import type { Kind } from './tm-forum/kinds';
import type { ImportPlan } from './plan-import';

/** One document of the set, by what a person knows it by. */
export interface ReportEntry {
  readonly kind: Kind | null;
  readonly name: string | null;
  readonly externalId: string | null;
  readonly version: string | null;
  readonly documentId?: string;
  readonly file?: string;
}
interface Refused extends ReportEntry {
  readonly code: string;
  readonly message: string;
}
interface Explained extends ReportEntry {
  readonly message: string;
}

/** What an import did, or would have done where `committed` is false. */
export interface ImportReport {
  readonly committed: boolean;
  readonly created: readonly ReportEntry[];
  readonly changed: readonly ReportEntry[];
  readonly unchanged: readonly ReportEntry[];
  readonly refused: readonly Refused[];
  /** Prices that no offering has: none or several fit their name. */
  readonly unpaired: readonly Explained[];
  readonly skipped: readonly Explained[];
  /** Only where publishing was asked for. */
  readonly published?: readonly ReportEntry[];
  readonly notPublished?: readonly Refused[];
}

export const toEntry = ({
  kind,
  name,
  externalId,
  version,
  target,
  file,
}: Candidate): ReportEntry => ({
  kind,
  name,
  externalId,
  version,
  ...(target.documentId !== null && { documentId: target.documentId }),
  ...(file !== undefined && { file }),
});

const toLeftoverEntry = ({ kind, name, file }: Leftover): ReportEntry => ({
  kind,
  name,
  externalId: null,
  version: null,
  ...(file !== undefined && { file }),
});

const toRefused = (entry: ReportEntry, { code, message }: OrderbridgeError): Refused => ({
  ...entry,
  code,
  message,
});

/** What of a plan is refused: documents that were read, and files that could not be. */
const findRefused = ({ candidates, leftovers }: ImportPlan): readonly Refused[] => [
  ...leftovers.flatMap((leftover) =>
    typeof leftover.reason === 'string'
      ? []
      : [toRefused(toLeftoverEntry(leftover), leftover.reason)],
  ),
  ...candidates.flatMap((candidate) =>
    candidate.refusal === null ? [] : [toRefused(toEntry(candidate), candidate.refusal)],
  ),
];

/** What is to be written, with what becomes of each. */
export const findChanges = ({ candidates }: ImportPlan): ReadonlyMap<Candidate, Change> =>
  new Map(
    candidates
      .filter(({ refusal }) => refusal === null)
      .map((candidate) => [candidate, changeOf(candidate)]),
  );

export const hasRefusals = (plan: ImportPlan): boolean => findRefused(plan).length > 0;

/** The report of an import, made when everything has been written that is. */
export const toReport = (
  plan: ImportPlan,
  changes: ReadonlyMap<Candidate, Change>,
  committed: boolean,
): ImportReport => {
  const listOf = (change: Change) =>
    [...changes].flatMap(([candidate, is]) => (is === change ? [toEntry(candidate)] : []));
  return {
    committed,
    created: listOf('created'),
    changed: listOf('changed'),
    unchanged: listOf('unchanged'),
    refused: findRefused(plan),
    unpaired: plan.unpaired.map(({ candidate, offerings }) => ({
      ...toEntry(candidate),
      message:
        offerings === 0
          ? 'No offering has the name that stands before " - " in it.'
          : `${offerings} offerings have the name that stands before " - " in it.`,
    })),
    skipped: plan.leftovers.flatMap((leftover) =>
      typeof leftover.reason === 'string'
        ? [{ ...toLeftoverEntry(leftover), message: leftover.reason }]
        : [],
    ),
  };
};
