/**
 * The streams of a connection, in both directions: what is told of one thing travels in one stream, for
 * order holds within a stream only.
 */

/** Everything about a request. */
export const taskStream = (number: string): string => `task/${number}`;

/** Everything about an item of the catalogue. */
export const itemStream = (identity: string): string => `catalog_item/${identity}`;

/** Everything about the keys that the connection is signed with. */
export const KEYS_STREAM = 'connection/keys';
