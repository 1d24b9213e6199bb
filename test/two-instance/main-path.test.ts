import { createTimeline } from '../../scripts/demo/timeline.mjs';
import { runMainPath } from '../../scripts/demo/main-path.mjs';
import { ADMIN, startTestInstance, type TestInstance } from '../support/instance';

describe('the main job', () => {
  let provider: TestInstance;
  let consumer: TestInstance;

  beforeAll(async () => {
    [provider, consumer] = await Promise.all([
      startTestInstance('provider'),
      startTestInstance('consumer'),
    ]);
  });

  afterAll(async () => {
    await Promise.all([provider.dispose(), consumer.dispose()]);
  });

  it('goes from a published offering to an order that is closed on both sides', async () => {
    const seen: string[] = [];
    await runMainPath({
      providerUrl: provider.url,
      consumerUrl: consumer.url,
      admin: ADMIN,
      requesterPassword: 'Requester-password-1',
      timeline: createTimeline({ print: (line: string) => seen.push(line) }),
    });
    expect(seen.at(-1)).toContain('task is closed');
  });
});
