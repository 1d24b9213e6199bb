import type { Knex } from 'knex';
import { DATABASE } from '../support/database';

/** A text from its end to its beginning. */
export const reversed = (text: string): string => Array.from(text).reverse().join('');

/** JSON that says everything beyond ASCII by its code. */
const toAscii = (text: string): string =>
  text.replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** What a text looks like inside Base64, wherever in a group of three bytes it begins. */
const inBase64 = (text: string): string[] =>
  [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text, 'utf8')]);
    // Characters at either end stand for bits of what is before and behind, too.
    const from = Math.ceil((shift * 8) / 6);
    return bytes.toString('base64').slice(from, Math.floor((bytes.length * 8) / 6));
  });

/** The forms in which a text can stand in bytes without being recognised at once. */
const disguisesOf = (text: string): string[] => {
  const escaped = JSON.stringify(text).slice(1, -1);
  const twice = JSON.stringify(escaped).slice(1, -1);
  const plain = [text, escaped, twice, toAscii(escaped), encodeURIComponent(text)];
  const encoded = [text, escaped, reversed(text)].flatMap(inBase64);
  return [
    ...plain,
    ...plain.map(reversed),
    ...[text, escaped].map((said) => Buffer.from(said, 'utf8').toString('hex')),
    ...encoded,
    ...encoded.map((base64) => base64.replace(/\+/g, '-').replace(/\//g, '_')),
  ];
};

/** Which of some texts have another one in them, in whatever form. */
export const findText = (
  text: string,
  places: readonly (readonly [where: string, content: string])[],
): string[] => {
  const forms = disguisesOf(text);
  return places
    .filter(([, content]) => forms.some((form) => content.includes(form)))
    .map(([where]) => where);
};

const tablesOf = async (rows: Knex): Promise<string[]> => {
  if (DATABASE === 'postgres') {
    const { rows: found } = await rows.raw<{ rows: { name: string }[] }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    return found.map(({ name }) => name);
  }
  const found = await rows.raw<{ name: string }[]>(
    "select name from sqlite_master where type = 'table'",
  );
  return found.map(({ name }) => name);
};

/** Everything that lies in a database: for each table, what stands in its cells. */
export const everythingIn = async (rows: Knex): Promise<[table: string, content: string][]> => {
  const places: [string, string][] = [];
  for (const table of await tablesOf(rows)) {
    const found = await rows(table).select<Record<string, unknown>[]>();
    const cells = found
      .flatMap((row) => Object.values(row))
      .map((cell) => (typeof cell === 'string' ? cell : JSON.stringify(cell)));
    places.push([table, cells.join('\n')]);
  }
  return places;
};
