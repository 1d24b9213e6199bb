import { DISTRIBUTION_CHANNELS } from '../../../../shared/catalog-snapshot';
import {
  asList,
  asObject,
  isObject,
  readObject,
  readObjects,
  readText,
  restOf,
  type Fields,
} from './json-fields';
import { OWN, ownFieldsOf } from './own-fields';
import type { Reference } from './references';

/** Says of a document that another one, its owner, links to it. */
export interface Belonging {
  readonly owner: Reference;
  readonly attribute: 'prices' | 'categories' | 'parent';
}

/** A TM Forum document as the catalogue would have it, with references for links. */
export interface ReadDocument {
  readonly fields: Fields;
  /** Attributes that the document says nothing about: they stay as they are. */
  readonly unsaid: readonly string[];
  readonly belongsTo: readonly Belonging[];
  /** Values that an offering leaves to choose, as JSON has them. */
  readonly usedValues: readonly {
    readonly characteristic: string;
    readonly values: readonly unknown[];
  }[];
}

const COMMON = ['id', 'name', 'description', 'version', 'validFor', '@type', OWN];
const PERIOD = ['startDateTime', 'endDateTime'];

/** What every document of TM Forum has. */
export const readCommon = (tmf: Fields): Fields => {
  const period = readObject(tmf, 'validFor') ?? {};
  return {
    name: readText(tmf, 'name'),
    description: readText(tmf, 'description'),
    externalId: readText(tmf, 'id'),
    version: readText(tmf, 'version'),
    validFrom: readText(period, 'startDateTime'),
    validTo: readText(period, 'endDateTime'),
  };
};

/** Everything that was not read, and what is kept of it. */
export const readExtensions = (tmf: Fields, read: readonly string[], kept: Fields): Fields => ({
  ...restOf(tmf, [...COMMON, ...read]),
  ...restOf({ validFor: restOf(asObject(tmf['validFor']), PERIOD) ?? undefined, ...kept }, []),
});

/** A word of the file that says the same as ours, kept for the export. */
export const keepWord = (key: string, word: unknown, ours: string): Fields =>
  typeof word === 'string' && word !== ours ? { [key]: word } : {};

const withoutMilliseconds = (moment: unknown): unknown =>
  typeof moment === 'string' ? moment.replace(/\.000Z$/, 'Z') : undefined;

export const writeCommon = (fields: Fields, extensions: Fields): Fields => {
  const { name, description, version, validFrom, validTo } = fields;
  const validFor = restOf(
    {
      ...asObject(extensions['validFor']),
      startDateTime: withoutMilliseconds(validFrom),
      endDateTime: withoutMilliseconds(validTo),
    },
    [],
  );
  return {
    name: name ?? undefined,
    description: description ?? undefined,
    version: version ?? undefined,
    validFor: validFor ?? undefined,
  };
};

const channelOf = (entry: Fields): string | undefined => {
  const names = [readText(entry, 'id'), readText(entry, 'name')];
  return DISTRIBUTION_CHANNELS.find((channel) =>
    names.some((name) => name?.toLowerCase() === channel),
  );
};

/** The channels that Orderbridge knows, and the entries of all others. */
export const readChannels = (tmf: Fields) => {
  const entries = readObjects(tmf, 'channel');
  const known = entries.map(channelOf);
  const others = entries.filter((entry) => channelOf(entry) === undefined);
  return {
    distributionChannels: toChannels(known),
    isSaid: tmf['channel'] !== undefined || ownFieldsOf(tmf)['distributionChannels'] !== undefined,
    kept: { channel: others.length === 0 ? undefined : others },
  };
};

/** Each channel once, in one order. */
export const toChannels = (names: readonly unknown[]): readonly Fields[] =>
  DISTRIBUTION_CHANNELS.filter((channel) => names.includes(channel)).map((channel) => ({
    channel,
  }));

/** The entries of a list of TM Forum: ours, and after them those that were kept. */
export const withKept = (
  ours: readonly Fields[],
  kept: unknown,
): readonly unknown[] | undefined => {
  const all = [...ours, ...asList(kept)];
  return all.length === 0 ? undefined : all;
};

export const writeChannels = (channels: unknown): readonly Fields[] =>
  asList(channels)
    .filter(isObject)
    .map(({ channel }) => ({ id: channel, name: channel }));
