/** JSON Pointers (RFC 6901) into the answers of an order form. */

const escape = (name) => name.replace(/~/g, '~0').replace(/\//g, '~1');
const unescape = (name) => name.replace(/~1/g, '/').replace(/~0/g, '~');

export const toPath = (pointer) => pointer.split('/').slice(1).map(unescape);

/** The pointer of a part of an offering, given the names on the way to it. */
export const partPointer = (...names) =>
  names.map((name) => `/components/${escape(name)}`).join('');

/** The names on the way to a part: of `/components/edge/components/line` they are `edge` and `line`. */
export const toNames = (pointer) => toPath(pointer).filter((_name, index) => index % 2 === 1);
