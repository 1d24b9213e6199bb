/** What the address of a request to the content manager says. */
export interface ContentManagerPath {
  /** The uid of a content type: `plugin::orderbridge.order`. */
  readonly type: string;
  /** What follows it, in its parts: `['<documentId>', 'actions', 'publish']`. */
  readonly rest: readonly string[];
}

const decode = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
};

/**
 * Reads the path of a request as Strapi's router does: fixed parts in any case, the others decoded, and
 * with a slash at the end or without.
 */
export const readContentManagerPath = (path: string): ContentManagerPath | undefined => {
  const [root, prefix, kind, ...parts] = path.replace(/\/$/, '').split('/');
  if (root !== '' || prefix?.toLowerCase() !== 'content-manager') return undefined;
  if (!/^(?:collection|single)-types$/i.test(kind ?? '')) return undefined;
  const [type, ...rest] = parts.map(decode);
  if (type === undefined || rest.includes(undefined)) return undefined;
  return { type, rest: rest as string[] };
};
