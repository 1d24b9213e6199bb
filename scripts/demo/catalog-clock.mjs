/** The moment at which a catalogue is valid: the demo's clock decides that, and not the calendar. */

export const DAY_MS = 24 * 60 * 60 * 1000;

/** The documents of a folder's files: a file holds one, or a list of them. */
const documentsOf = (entries) =>
  entries.flatMap(({ document }) => document ?? []).filter((each) => typeof each === 'object');

/** The ends of all windows, as numbers; what is no moment is for the import to refuse. */
const momentsOf = (documents, end) =>
  documents
    .map(({ validFor }) => Date.parse(validFor?.[end] ?? ''))
    .filter((moment) => Number.isFinite(moment));

const toDay = (moment) => new Date(moment).toISOString().slice(0, 10);

/**
 * A day after the last document has begun to be valid, or earlier where the first of them ends before.
 *
 * @param {{ document?: unknown, problem?: unknown }[]} entries
 * @param {Date} [now] what is taken where no document says when it begins
 */
export const findValidMoment = (entries, now = new Date()) => {
  const documents = documentsOf(entries);
  const start = momentsOf(documents, 'startDateTime').reduce(
    (latest, each) => Math.max(latest, each),
    -Infinity,
  );
  const end = momentsOf(documents, 'endDateTime').reduce(
    (earliest, each) => Math.min(earliest, each),
    Infinity,
  );
  if (start >= end) {
    throw new Error(
      `At no moment is all of the catalogue valid: something begins on ${toDay(start)}, and something has ended by ${toDay(end)}.`,
    );
  }
  const wanted = start === -Infinity ? now.getTime() : start + DAY_MS;
  if (wanted < end) return new Date(wanted);
  return new Date(start === -Infinity ? end - DAY_MS : (start + end) / 2);
};
