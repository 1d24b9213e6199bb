import path from 'node:path';
import js from '@eslint/js';
import comments from '@eslint-community/eslint-plugin-eslint-comments';
import jest from 'eslint-plugin-jest';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importBoundaries } from './scripts/eslint/import-boundaries.mjs';

const ROOT = import.meta.dirname;
const TYPED_TESTS = ['**/*.test.ts', 'test/**/*.ts'];

/** Strapi, ESLint and Jest ask for a default export in these; elsewhere a name is exported. */
const DEFAULT_EXPORT_FILES = [
  '*.config.mjs',
  'config/*.ts',
  'src/index.ts',
  'src/admin/app.ts',
  'plugins/orderbridge/{server,admin}/src/index.ts',
  'test/support/{prepare,drop}-templates.ts',
  'test/support/longest-first.mjs',
];

/** What this very Node offers, instead of a list to keep. */
const NODE_GLOBALS = Object.getOwnPropertyNames(globalThis);

export default defineConfig(
  {
    ignores: [
      '**/dist/',
      '**/coverage/',
      '**/.strapi/',
      '**/.tmp/',
      '.instances/',
      'public/',
      'types/generated/',
    ],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { comments, local: { rules: { 'import-boundaries': importBoundaries } } },
    rules: {
      'comments/require-description': ['error', { ignore: ['eslint-enable'] }],
      // == null is the one short way to ask for null and undefined.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"], TSExportAssignment',
          message: 'Export a name: a default export is for files where a tool asks for one.',
        },
      ],
    },
  },
  { files: DEFAULT_EXPORT_FILES, rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.mjs'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: Object.fromEntries(NODE_GLOBALS.map((name) => [name, 'readonly'])),
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        // The host's tsconfig leaves the panel's file to Vite.
        projectService: { allowDefaultProject: ['src/admin/app.ts'] },
        tsconfigRootDir: ROOT,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['plugins/orderbridge/**/*.ts', 'plugins/orderbridge/**/*.tsx'],
    rules: {
      'local/import-boundaries': ['error', { plugin: path.join(ROOT, 'plugins/orderbridge') }],
    },
  },
  {
    files: [...TYPED_TESTS, '**/*.test.mjs'],
    extends: [jest.configs['flat/recommended']],
    settings: { jest: { version: 30 } },
    rules: {
      // A helper that asserts says so in its name; supertest's request asserts too.
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'assert*', '**.expect'] }],
      'jest/valid-expect': 'error',
    },
  },
  {
    files: TYPED_TESTS,
    rules: {
      'jest/unbound-method': 'error',
      '@typescript-eslint/unbound-method': 'off',
      // Answers of a server are untyped JSON here, and checking their shape is what a test does.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
