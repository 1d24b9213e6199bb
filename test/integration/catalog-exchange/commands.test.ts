import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '../../support/database';

const ROOT = path.resolve(__dirname, '../../..');
const CATALOG = path.join(ROOT, 'scripts/demo/catalog');

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'orderbridge-commands-'));
  database = await createTestDatabase(folder);
});

afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command of the checkout on the instance of the folder, as npm does. */
const run = (name: 'import' | 'export', ...words: string[]) =>
  new Promise<{ code: number; output: string; complaint: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [path.join(ROOT, `scripts/catalog-${name}.mjs`), ...words],
      { cwd: folder, env: { ...process.env, ...database.env }, maxBuffer: 2 ** 26 },
      (_error, output, complaint) => {
        resolve({ code: child.exitCode ?? -1, output, complaint });
      },
    );
  });

describe('the commands for catalogue files', () => {
  it('import a folder, write it out again, and find nothing new in what they wrote', async () => {
    const first = await run('import', CATALOG, '--publish', '--json');
    // What drivers have to say on standard error is no failure.
    if (first.code !== 0) throw new Error(first.complaint);
    const report = JSON.parse(first.output) as Record<string, unknown[]>;
    expect(report['created']?.length).toBeGreaterThan(10);
    expect(report['published']?.length).toBeGreaterThan(0);

    const written = path.join(folder, 'written');
    expect(await run('export', written)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^\d+ files written to /) as unknown,
    });
    const again = await run('import', written);
    expect(again.code).toBe(0);
    expect(again.output).toMatch(/^Unchanged: \d+$/m);
    expect(again.output).not.toMatch(/^(Created|Changed|Refused)/m);
  });

  it('say by their exit code whether something was refused, or nothing could begin', async () => {
    const bad = path.join(folder, 'bad');
    mkdirSync(bad);
    writeFileSync(
      path.join(bad, 'bad.json'),
      JSON.stringify({ '@type': 'ProductSpecification', id: 'X', name: '' }),
    );
    expect(await run('import', bad)).toMatchObject({
      code: 1,
      output: expect.stringContaining('Nothing was written') as unknown,
    });
    expect(await run('import', path.join(folder, 'missing'))).toMatchObject({ code: 2 });
    expect(await run('import')).toMatchObject({
      code: 2,
      complaint: expect.stringContaining('Usage: npm run catalog:import') as unknown,
    });
  });
});
