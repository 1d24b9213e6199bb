import type { Core } from '@strapi/strapi';
import type { ListQuery } from './list-query';
import { isRecord } from './list-values';
import type { Repository, Where } from './repository';

/** More than so many ids are left to the database to find. */
const MAX_IDS = 500;

interface RelationMetadata {
  readonly target: string;
  readonly joinColumn: { readonly name: string };
}

type Condition = Record<string, unknown>;

/**
 * Puts the ids of what a relation's condition holds for in the place of the condition. Strapi's query
 * engine joins for every condition on a relation, and with a join it makes the rows distinct, all of
 * them before it cuts the page; by the foreign key, an index gives the page.
 */
const byForeignKey = async (
  strapi: Core.Strapi,
  uid: string,
  relations: readonly string[],
  where: unknown,
): Promise<unknown> => {
  if (Array.isArray(where)) {
    return Promise.all(where.map((one) => byForeignKey(strapi, uid, relations, one)));
  }
  if (!isRecord(where)) return where;
  const { attributes } = strapi.db.metadata.get(uid);
  const conditions = Object.entries(where).map(async ([key, condition]): Promise<Condition> => {
    if (key.startsWith('$')) {
      return { [key]: await byForeignKey(strapi, uid, relations, condition) };
    }
    if (!relations.includes(key)) return { [key]: condition };
    const { target, joinColumn } = attributes[key] as unknown as RelationMetadata;
    const found = (await strapi.db
      .query(target)
      .findMany({ where: condition, select: ['id'], limit: MAX_IDS + 1 })) as { id: number }[];
    const ids =
      found.length > MAX_IDS
        ? strapi.db
            .queryBuilder(target)
            .init({ where: condition, select: ['id'] })
            .getKnexQuery()
        : found.map(({ id }) => id);
    // The engine takes what is no attribute for a column.
    return { [joinColumn.name]: { $in: ids } };
  });
  return Object.assign({}, ...(await Promise.all(conditions))) as Condition;
};

interface PageOptions<Row> {
  readonly where: Where<Row>;
  /** All columns where none are named. */
  readonly select?: readonly string[];
  readonly populate: readonly string[];
  /** Relations kept in a column of the list's own, over which an index finds what is asked for. */
  readonly relations: readonly string[];
}

/** One page of a list, and how many there are of all pages where that is asked for. */
export const findPage = async <Row extends { readonly id: number }>(
  strapi: Core.Strapi,
  repository: Repository<Row>,
  { orderBy, offset, limit, withCount }: ListQuery,
  { where, select, populate, relations }: PageOptions<Row>,
): Promise<{ rows: Row[]; total: number | undefined }> => {
  const condition = (await byForeignKey(strapi, repository.uid, relations, where)) as Where<Row>;
  const rows = await repository.findMany(strapi, condition, {
    ...(select && { select: [...select] }),
    populate: [...populate],
    orderBy,
    offset,
    limit,
  });
  return { rows, total: withCount ? await repository.count(strapi, condition) : undefined };
};
