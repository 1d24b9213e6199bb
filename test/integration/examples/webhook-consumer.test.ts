import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Webhook } from 'standardwebhooks';
import { findFreePort } from '../../../scripts/free-port.mjs';
import {
  ADMIN,
  startTestInstance,
  type AdminClient,
  type TestInstance,
} from '../../support/instance';
import { openShell, type Shell } from '../../support/shell';
import { waitUntil } from '../../support/wait-until';

const PAGE = path.resolve(__dirname, '../../../plugins/orderbridge/docs/webhook-consumer.md');

/** The commands of the page, by the name of their step. */
const readSteps = (): Map<string, string> => {
  const text = readFileSync(PAGE, 'utf8');
  const steps = text.matchAll(
    /<!-- step: (?<name>[^>]+) -->\n\n```sh\n(?<commands>[\s\S]*?)\n```/g,
  );
  return new Map(
    [...steps].map(({ groups }) => [groups?.['name'] ?? '', groups?.['commands'] ?? '']),
  );
};

describe('the guide to a consumer without Strapi', () => {
  const steps = readSteps();
  const left = new Set(steps.keys());
  let provider: TestInstance;
  let admin: AdminClient;
  let shell: Shell;
  let port: string;

  beforeAll(async () => {
    provider = await startTestInstance('provider');
    admin = await provider.admin();
    port = String(await findFreePort());
    shell = openShell({
      PROVIDER_URL: provider.url,
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      PORT: port,
    });
  });

  afterAll(async () => {
    await shell.close();
    await provider.dispose();
  });

  const follow = async (name: string): Promise<string> => {
    const commands = steps.get(name);
    if (commands === undefined) throw new Error(`The guide has no step "${name}".`);
    left.delete(name);
    return shell.run(commands);
  };

  const taskOf = async (kind: string) => {
    const { data } = await admin.get(`/orderbridge/provider-tasks?filters[parentKind]=${kind}`);
    const { data: whole } = await admin.get(
      `/orderbridge/provider-tasks/${String(data[0].documentId)}`,
    );
    return whole;
  };

  const answerTo = (kind: string) =>
    waitUntil('the example’s answer', async () => {
      const { comments } = await taskOf(kind);
      return comments.length > 0 ? comments : undefined;
    });

  it('leads from an empty provider to an order and a request for help, both to their ends', async () => {
    await follow('sign in');
    await follow('publish an offering');
    await follow('publish the forms');
    await follow('open the consumer');
    await follow('start the example');
    await waitUntil('the example', () => shell.output().includes('Listening on'));

    expect(await follow('order')).toContain('PT-NORD-000001');
    await follow('work on the order');
    expect(await answerTo('order')).toMatchObject([{ body: 'About forty.', side: 'consumer' }]);
    await follow('complete the order');

    expect(await follow('ask for help')).toContain('PT-NORD-000002');
    expect(await answerTo('service_request')).toHaveLength(1);
    await waitUntil(
      'work on it',
      async () => (await taskOf('service_request')).parentState === 'in_progress',
    );
    await follow('propose a solution');
    await waitUntil(
      'the acceptance',
      async () => (await taskOf('service_request')).parentState === 'closed',
    );
    expect((await taskOf('order')).parentState).toBe('completed');

    const known = await waitUntil('the last news', async () => {
      // What the example prints of itself may stand around it.
      const [printed = '[]'] = /\[[\s\S]*\]/.exec(await follow('look')) ?? [];
      const tasks = JSON.parse(printed) as { state: string }[];
      return tasks.every(({ state }) => state === 'closed') ? tasks : undefined;
    });
    expect(known).toMatchObject([
      { number: 'PT-NORD-000001', state: 'closed', parentState: 'completed' },
      { number: 'PT-NORD-000002', state: 'closed', parentState: 'closed' },
    ]);
    expect([...left]).toEqual([]);
  });

  it('shows an example that takes nothing that is not signed, late or twice', async () => {
    const secret = (await shell.run('echo "$WEBHOOK_SECRET"')).trim();
    const webhook = new Webhook(secret);
    const { number, version } = await taskOf('order');
    const send = async (id: string, news: number, { at = new Date(), signature = '' } = {}) => {
      const task = { number, version: Number(version) + news, state: 'awaiting_info' };
      const body = JSON.stringify({ data: { task, verb: 'request-information', reason: 'Why?' } });
      const { status } = await fetch(`http://127.0.0.1:${port}/webhooks`, {
        method: 'POST',
        body,
        headers: {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': signature || `v1,AAAA ${webhook.sign(id, at, body)}`,
        },
      });
      return status;
    };
    const comments = async () => ((await taskOf('order')).comments as object[]).length;
    const before = await comments();

    expect(await send('msg_forged', 1, { signature: 'v1,AAAA' })).toBe(401);
    expect(await send('msg_late', 1, { at: new Date(Date.now() - 400_000) })).toBe(401);
    expect(await comments()).toBe(before);
    expect(await Promise.all([send('msg_one', 1), send('msg_one', 1)])).toEqual([204, 204]);
    expect(await send('msg_one', 1)).toBe(204);
    expect(await comments()).toBe(before + 1);
    expect(await send('msg_two', 2)).toBe(204);
    expect(await comments()).toBe(before + 2);
  });
});
