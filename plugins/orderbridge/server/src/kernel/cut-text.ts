/** What a column of one line takes, and a name or a title in a message. */
export const MAX_LINE_LENGTH = 255;

/**
 * A text that is not longer than a line takes, counted as JavaScript counts. A character of two halves
 * is not cut in the middle: no database stores one half, and no peer takes it in.
 */
export const cutText = (text: string): string => {
  const cut = text.slice(0, MAX_LINE_LENGTH);
  return /[\uD800-\uDBFF]$/.test(cut) && cut.length < text.length ? cut.slice(0, -1) : cut;
};
