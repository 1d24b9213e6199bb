/**
 * `npm run catalog:export -- DIR` writes the catalogue of the instance of the current environment
 * into a folder, one TM Forum JSON file for each document.
 */
import { parseArgs } from 'node:util';
import { writeCatalogFolder } from './catalog-files.mjs';
import { withoutHttp } from './without-http.mjs';

const run = async () => {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [dir, ...others] = positionals;
  if (dir === undefined || others.length > 0) throw new Error('It takes one folder.');
  const catalog = await withoutHttp((strapi) =>
    strapi.plugin('orderbridge').service('catalog-exchange').exportCatalog(),
  );
  const files = writeCatalogFolder(dir, catalog);
  console.log(`${files.length} files written to ${dir}.`);
};

try {
  await run();
  process.exit(0);
} catch (error) {
  console.error(`${error.message}\n\nUsage: npm run catalog:export -- DIR`);
  process.exit(2);
}
