/** The catalogue as a folder of JSON files: how one is read, and how one is written. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A file whose JSON cannot be read is an entry too, so that the import refuses it by its name. */
const readEntry = (dir, file) => {
  try {
    const text = readFileSync(path.join(dir, file), 'utf8');
    return { file, document: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    return { file, problem: `The file cannot be read: ${error.message}` };
  }
};

/**
 * The JSON files of a folder, by their names; folders in it are left alone.
 *
 * @param {string} dir
 * @returns {({ file: string, document: unknown } | { file: string, problem: string })[]}
 */
export const readCatalogFolder = (dir) =>
  readdirSync(dir)
    .filter((file) => file.endsWith('.json') && !statSync(path.join(dir, file)).isDirectory())
    .sort()
    .map((file) => readEntry(dir, file));

const slugOf = (text) =>
  text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);

/**
 * Writes an export, one file for each document, and answers the names of the files.
 *
 * @param {string} dir
 * @param {Record<string, { id: string, name?: string }[]>} catalog
 */
export const writeCatalogFolder = (dir, catalog) => {
  mkdirSync(dir, { recursive: true });
  const files = new Set();
  for (const [kind, documents] of Object.entries(catalog)) {
    for (const document of documents) {
      const name = `${kind}-${slugOf(document.name ?? '') || slugOf(document.id)}`;
      let file = `${name}.json`;
      for (let count = 2; files.has(file); count += 1) file = `${name}-${count}.json`;
      files.add(file);
      writeFileSync(path.join(dir, file), `${JSON.stringify(document, null, 2)}\n`);
    }
  }
  return [...files];
};
