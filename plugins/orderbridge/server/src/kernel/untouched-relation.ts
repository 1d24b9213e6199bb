/**
 * Whether what was sent of a relation leaves it as it is: the content manager sends empty lists of what
 * is to be connected and disconnected where nobody touched it. A bare list would replace it.
 */
export const isUntouchedRelation = (relation: unknown): boolean => {
  if (relation === null || relation === undefined) return true;
  if (typeof relation !== 'object' || Array.isArray(relation) || 'set' in relation) return false;
  const { connect, disconnect } = relation as Record<string, unknown>;
  const isEmpty = (list: unknown) => !Array.isArray(list) || list.length === 0;
  return isEmpty(connect) && isEmpty(disconnect);
};
