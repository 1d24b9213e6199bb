import { expect, test } from '@jest/globals';
import { Linter } from 'eslint';
import { importBoundaries } from './import-boundaries.mjs';

const problemsOf = (file, code) =>
  new Linter({ cwd: '/' })
    .verify(
      code,
      {
        files: ['**/*.ts'],
        plugins: { local: { rules: { 'import-boundaries': importBoundaries } } },
        rules: { 'local/import-boundaries': ['error', { plugin: '/plugin' }] },
      },
      { filename: `/plugin/${file}` },
    )
    .map(({ messageId, message }) => messageId ?? message);

const importOf = (source) => `import { x } from '${source}';`;

test.each([
  ['shared/form.ts', '@strapi/utils', 'sharedStrapi'],
  ['shared/form.ts', '../server/src/orders', 'sharedOutward'],
  ['shared/form.ts', '../admin/src/pages', 'sharedOutward'],
  ['server/src/producers/derive-form.ts', '@strapi/strapi', 'pureStrapi'],
  ['server/src/audience/match-consumer.ts', '@strapi/strapi', 'pureStrapi'],
  ['server/src/bridge/signature.ts', '@strapi/utils', 'pureStrapi'],
  ['server/src/bridge/retry-schedule.test.ts', '@strapi/utils', 'pureStrapi'],
  ['server/src/catalog/offering-snapshot.ts', '@strapi/utils', 'pureStrapi'],
  ['server/src/orders/states.ts', '@strapi/utils', 'pureStrapi'],
  ['server/src/kernel/clock.ts', '../orders', 'kernelFeature'],
  ['server/src/tasks/service.ts', '../orders/service', 'featurePrivate'],
  ['server/src/tasks/views/list.ts', '../../orders/service', 'featurePrivate'],
  ['server/src/features.ts', './orders/service', 'featurePrivate'],
  ['server/src/orders/service.ts', '../../../admin/src/pages', 'serverAdmin'],
  ['admin/src/pages/orders.ts', '../../../server/src/orders', 'adminServer'],
])('%s may not import %s', (file, source, messageId) => {
  expect(problemsOf(file, importOf(source))).toEqual([messageId]);
});

test.each([
  ['shared/form.ts', 'zod'],
  ['shared/form.ts', './actions'],
  ['server/src/producers/derive-form.ts', '../../../shared/form'],
  ['server/src/orders/service.ts', '@strapi/strapi'],
  ['server/src/orders/service.ts', './move-order'],
  ['server/src/orders/service.ts', '../tasks'],
  ['server/src/orders/service.ts', '../tasks/index'],
  ['server/src/orders/service.ts', '../kernel/errors'],
  ['server/src/kernel/routes.ts', './errors'],
  ['server/src/features.ts', './orders'],
  ['admin/src/pages/orders.ts', '../../../shared/form'],
])('%s may import %s', (file, source) => {
  expect(problemsOf(file, importOf(source))).toEqual([]);
});

test.each([
  "export { x } from '../orders/service';",
  "export * from '../orders/service';",
  "const x = import('../orders/service');",
  "const x = require('../orders/service');",
])('no way round an import declaration: %s', (code) => {
  expect(problemsOf('server/src/tasks/service.ts', code)).toEqual(['featurePrivate']);
});
