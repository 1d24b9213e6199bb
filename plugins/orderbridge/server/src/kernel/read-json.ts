import { cutText } from './cut-text';
import { OrderbridgeError } from './errors';

const invalid = (message: string) => new OrderbridgeError('request.invalid', message);

/** Where the text ends that begins at a place of valid JSON; a pattern would fail at a long one. */
const endOfText = (json: string, start: number): number => {
  for (let end = json.indexOf('"', start + 1); ; end = json.indexOf('"', end + 1)) {
    let slashes = 0;
    while (json[end - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return end;
  }
};

/**
 * Says which key cannot be taken in, or nothing: one that stands twice means two things to two readers,
 * and `__proto__` something else than a field to careless ones.
 */
const findKeyDefect = (valid: string): string | undefined => {
  const open: (Set<string> | null)[] = [];
  let text = { start: 0, end: 0 };
  for (let at = 0; at < valid.length; at += 1) {
    const character = valid[at];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(null);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      text = { start: at, end: endOfText(valid, at) };
      at = text.end;
    } else if (character === ':') {
      const keys = open.at(-1);
      const key = JSON.parse(valid.slice(text.start, text.end + 1)) as string;
      if (key === '__proto__') return 'a key is "__proto__"';
      if (keys?.has(key)) return `the key "${cutText(key)}" stands twice in one object`;
      keys?.add(key);
    }
  }
  return undefined;
};

/**
 * Reads a body as JSON: an object or a list, in UTF-8, without a key that stands twice.
 *
 * @throws `request.invalid`
 */
export const readJson = (body: Buffer): unknown => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw invalid('The body is not in UTF-8.');
  }
  if (text.trim() === '') return {};
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw invalid('The body is no JSON.');
  }
  if (typeof json !== 'object' || json === null) {
    throw invalid('The body is neither an object nor a list.');
  }
  const defect = findKeyDefect(text);
  if (defect !== undefined) throw invalid(`The body cannot be taken in: ${defect}.`);
  return json;
};
