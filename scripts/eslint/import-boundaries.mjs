/**
 * An ESLint rule for the arrows of the architecture: which part of the plugin may import which.
 *
 * A rule of its own rather than patterns of `no-restricted-imports`, because those see the text of
 * an import and not where it leads: `../orders` is a feature's index from one folder and a private
 * file from another.
 */
import path from 'node:path';

/** A file that a reader may trust to compute and do nothing else. */
const PURE_FILE = /^(?:(?:derive|match)-.+|signature|(?:.+-)?states|.+-(?:schedule|snapshot))$/;

const MESSAGES = {
  sharedStrapi:
    'shared/ is what server, admin and portal agree on: it imports nothing of Strapi, types neither.',
  sharedOutward: 'shared/ imports neither server/ nor admin/: they import it.',
  pureStrapi:
    'This file is pure by its name, so it imports nothing of Strapi, types neither. Move what needs Strapi into the service.',
  kernelFeature:
    'kernel/ knows no business: it imports no feature. Hand over what it needs from the feature.',
  featurePrivate:
    "'{{feature}}' is entered through its index only: import '{{index}}', and export there what is missing.",
  serverAdmin: 'server/ imports nothing of admin/: what both need belongs in shared/.',
  adminServer: 'admin/ imports nothing of server/: what both need belongs in shared/.',
};

/** Where a path inside the plugin stands: its part, its feature, and what follows the feature. */
const placeOf = (pathInPlugin) => {
  const [part, ...rest] = pathInPlugin.split('/');
  if (part !== 'server') return { part };
  const [, feature, ...inside] = rest;
  return { part, feature, inside: inside.join('/').replace(/\.\w+$/, '') };
};

const isFolderOf = ({ feature, inside }, folder) => feature === folder && inside !== '';

const problemOf = (file, from, source) => {
  const name = path.basename(file).replace(/(?:\.test)?\.\w+$/, '');
  if (source.startsWith('@strapi/')) {
    if (from.part === 'shared') return { messageId: 'sharedStrapi' };
    return PURE_FILE.test(name) ? { messageId: 'pureStrapi' } : null;
  }
  if (!source.startsWith('.')) return null;

  const to = placeOf(path.posix.join(path.posix.dirname(file), source));
  if (from.part === 'shared' && (to.part === 'server' || to.part === 'admin')) {
    return { messageId: 'sharedOutward' };
  }
  if (from.part === 'server' && to.part === 'admin') return { messageId: 'serverAdmin' };
  if (from.part === 'admin' && to.part === 'server') return { messageId: 'adminServer' };
  if (from.part !== 'server' || to.part !== 'server') return null;

  if (isFolderOf(from, 'kernel'))
    return to.feature === 'kernel' ? null : { messageId: 'kernelFeature' };
  const isPrivate = to.inside !== '' && to.inside !== 'index';
  if (isPrivate && to.feature !== 'kernel' && to.feature !== from.feature) {
    const index = source.slice(0, source.length - (to.inside.length + 1)).replace(/\/$/, '');
    return { messageId: 'featurePrivate', data: { feature: to.feature, index } };
  }
  return null;
};

export const importBoundaries = {
  meta: {
    type: 'problem',
    messages: MESSAGES,
    schema: [{ type: 'object', properties: { plugin: { type: 'string' } }, required: ['plugin'] }],
  },
  create(context) {
    const file = path
      .relative(context.options[0].plugin, context.filename)
      .split(path.sep)
      .join('/');
    const from = placeOf(file);
    const check = (node) => {
      if (typeof node?.value !== 'string') return;
      const problem = problemOf(file, from, node.value);
      if (problem) context.report({ node, ...problem });
    };
    return {
      ImportDeclaration: ({ source }) => check(source),
      ExportNamedDeclaration: ({ source }) => check(source),
      ExportAllDeclaration: ({ source }) => check(source),
      ImportExpression: ({ source }) => check(source),
      TSImportType: ({ source, argument }) => check(source ?? argument?.literal),
      TSExternalModuleReference: ({ expression }) => check(expression),
      CallExpression({ callee, arguments: [argument] }) {
        if (callee.type === 'Identifier' && callee.name === 'require') check(argument);
      },
    };
  },
};
