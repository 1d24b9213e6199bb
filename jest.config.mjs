const transform = {
  '\\.m?[jt]s$': [
    '@swc/jest',
    {
      jsc: { parser: { syntax: 'typescript', decorators: false }, target: 'es2022' },
      // Also for the scripts, which are ES modules and which the tests import.
      module: { type: 'commonjs' },
    },
  ],
};

const project = (displayName, roots) => ({
  displayName,
  roots: roots.map((root) => `<rootDir>/${root}`),
  testMatch: ['**/*.test.{ts,mjs}'],
  testEnvironment: 'node',
  transform,
  // Jest cannot require the one ES module that the plugin depends on: it is compiled like the sources.
  transformIgnorePatterns: ['/node_modules/(?!request-filtering-agent/)'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/plugins/orderbridge/dist/'],
});

/** The same tests on each database; `test/support` reads which from the global. */
const onDatabase = (name, database) => ({
  ...project(`${name}-${database}`, [`test/${name}`]),
  globals: { ORDERBRIDGE_TEST_DATABASE: database },
  globalSetup: '<rootDir>/test/support/prepare-templates.ts',
  globalTeardown: '<rootDir>/test/support/drop-templates.ts',
});

export default {
  // One more than the two cores of a small machine: tests wait for processes more than they compute.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  // Some tests boot Strapi, in part several times, beside others that do. It ends a run that stands still.
  // Jest 30 ignores a timeout of one project.
  testTimeout: 300_000,
  projects: [
    project('unit', ['plugins/orderbridge', 'scripts']),
    onDatabase('integration', 'sqlite'),
    onDatabase('integration', 'postgres'),
    onDatabase('two-instance', 'sqlite'),
    onDatabase('two-instance', 'postgres'),
    onDatabase('faults', 'sqlite'),
    {
      ...onDatabase('faults', 'postgres'),
      // What is altered there is the same on both databases.
      testPathIgnorePatterns: ['controls\\.test'],
    },
    onDatabase('browser', 'sqlite'),
  ],
};
