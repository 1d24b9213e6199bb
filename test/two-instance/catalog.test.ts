import { readCatalogFolder } from '../../scripts/catalog-files.mjs';
import { findValidMoment } from '../../scripts/demo/catalog-clock.mjs';
import { runCatalogPath } from '../../scripts/demo/catalog-path.mjs';
import { OWN_CATALOG, OWN_CATALOG_FOLDER } from '../../scripts/demo/own-catalog.mjs';
import { runStories } from '../../scripts/demo/stories.mjs';
import { createTimeline } from '../../scripts/demo/timeline.mjs';
import { ADMIN, startTestInstance, type TestInstance } from '../support/instance';

let instances: TestInstance[] = [];

afterEach(async () => {
  await Promise.all(instances.splice(0).map((instance) => instance.dispose()));
});

/** Takes the demo's path on two instances whose clocks stand where the catalogue is valid. */
const takePath = async (
  folder: string,
  { own, withStories = false }: { own?: typeof OWN_CATALOG; withStories?: boolean } = {},
): Promise<string[]> => {
  const entries = readCatalogFolder(folder);
  const now = findValidMoment(entries);
  const offset = now.getTime() - Date.now();
  const clock = { ORDERBRIDGE_CLOCK_OFFSET_MS: String(offset) };
  instances = await Promise.all([
    startTestInstance('provider', clock),
    startTestInstance('consumer', clock),
  ]);
  const [provider, consumer] = instances;
  const seen: string[] = [];
  const { sides, item } = await runCatalogPath({
    providerUrl: provider?.url ?? '',
    consumerUrl: consumer?.url ?? '',
    admin: ADMIN,
    requesterPassword: 'Requester-password-1',
    timeline: createTimeline({ print: (line: string) => seen.push(line) }),
    entries,
    ...(own && { own }),
  });
  if (withStories) await runStories(sides, { item, now });
  return seen;
};

describe('the main job with a whole catalogue', () => {
  it('goes from files to a simple order and a bundle, past a newer revision', async () => {
    const seen = await takePath(OWN_CATALOG_FOLDER, { own: OWN_CATALOG });
    expect(seen.filter((line) => line.includes('task is closed'))).toHaveLength(2);
    expect(seen.join('\n')).toMatch(
      /sees revision 2 beside.*\n.*"SD-WAN for branches", revision 1/,
    );
    expect(seen.at(-1)).toContain('both sides hold the same');
  });

  it('composes a bundle of a catalogue that it knows nothing about, and tells every story', async () => {
    const seen = await takePath(OWN_CATALOG_FOLDER, { withStories: true });
    expect(seen.join('\n')).toContain('composed DEMO-BUNDLE');
    // Two orders of the catalogue, six requests of the stories; the declined one is on one side only.
    expect(seen.filter((line) => line.includes('both sides hold the same'))).toHaveLength(8);
  });
});

const SAMPLE = process.env['ORDERBRIDGE_SAMPLE_CATALOG'];
const describeSample = SAMPLE === undefined ? describe.skip : describe;

describeSample('the catalogue in ORDERBRIDGE_SAMPLE_CATALOG, skipped where that is not set', () => {
  it('goes the same way', async () => {
    const seen = await takePath(SAMPLE ?? '');
    expect(seen.filter((line) => line.includes('task is closed'))).toHaveLength(2);
  });
});
