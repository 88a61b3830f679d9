/** Tests run transpiled to CommonJS, in which Jest mocks nothing of ours; the suites in test/start drive the built program. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transformIgnorePatterns: [
    '/node_modules/(?!(@nestjs|file-type|strtok3|token-types|uint8array-extras|@tokenizer|@borewit|uuid|cookie|csv-parse|preact|preact-render-to-string|age-encryption|@noble|@scure)/)',
  ],
  transform: {
    '^.+\\.(ts|tsx|js|mjs)$': ['@swc/jest', {
      jsc: {
        target: 'es2022',
        keepClassNames: true,
        parser: { syntax: 'typescript', tsx: true, decorators: true },
        transform: {
          legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false, react: { runtime: 'automatic', importSource: 'preact' },
        },
      },
      module: { type: 'commonjs' },
    }],
  },
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  workerIdleMemoryLimit: '700MB',
  testTimeout: 60_000,
};
