/** What the plugin's package has to hold, and what it must not. */
import path from 'node:path';

/** Without one of these an application cannot use it, or nobody knows how. */
const NEEDED = [
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'dist/server/index.js',
  'dist/server/index.mjs',
  'dist/admin/index.js',
  'dist/admin/index.mjs',
];

const ALLOWED = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^dist\/server\/index\.m?js$/,
  /^dist\/admin\/[\w-]+\.m?js$/,
  /^docs\/[\w-]+\.md$/,
  /^docs\/adr\/[\w-]+\.md$/,
  /^docs\/pictures\/[\w-]+\.png$/,
];

/** Links of a page to other files, as paths inside the package. */
const linksOf = (page, text) =>
  [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) =>
    path.posix.join(path.posix.dirname(page), target),
  );

/**
 * @param {string[]} files the packed paths
 * @param {string} readme
 * @returns {string[]} a sentence for each defect
 */
export const findPackageDefects = (files, readme) => [
  ...NEEDED.filter((file) => !files.includes(file)).map((file) => `${file} is missing.`),
  ...files
    .filter((file) => !ALLOWED.some((pattern) => pattern.test(file)))
    .map((file) => `${file} does not belong there.`),
  ...linksOf('README.md', readme)
    .filter((file) => !files.includes(file) && !files.some((each) => each.startsWith(`${file}/`)))
    .map((file) => `The README links to ${file}, which is not there.`),
];
