import assert from 'node:assert/strict';
import { publishForms } from '../catalog-steps.mjs';
import { activateItems, readItem } from '../items.mjs';
import { conclude } from '../order-steps.mjs';
import { actionOf, submitRequest } from '../request.mjs';

const ANSWERS = {
  characteristics: {
    subject: 'Video calls break up',
    description: 'Every morning from nine to ten, in all meeting rooms.',
    priority: 'high',
  },
};

const WORK_NOTE = 'The third one this week: have a look at their uplink, too.';

/** The form for help comes with the plugin, as a draft. */
const offerHelp = async ({ provider, consumer, timeline }) => {
  const [form] = await provider.find(
    'remote-record-producer',
    'filters[kind][$eq]=help&filters[state][$eq]=draft',
  );
  assert.equal(form?.sourceType, 'ready-made', 'the form for help comes with the plugin');
  await publishForms(provider, [form], timeline);
  const [itemId] = await activateItems(consumer, { identities: [form.identity] }, timeline);
  return itemId;
};

/** Somebody asks for help: a question back, a solution that is none, and one that is. */
export const runHelpRequest = async (sides) => {
  const { provider, requester, timeline } = sides;
  const item = await readItem(requester, await offerHelp(sides));
  assert.equal(item.kind, 'help');
  timeline.event('consumer', `requester fills in "${item.name}"`);
  const line = { item: item.documentId, quantity: 1, answers: ANSWERS };
  const request = await submitRequest(sides, line);
  const { title, order, serviceRequest } = await request.read('consumer');
  assert.equal(title, ANSWERS.characteristics.subject);
  assert.equal(order, null);
  assert.deepEqual(
    serviceRequest.answers.map(({ value }) => value),
    Object.values(ANSWERS.characteristics),
  );

  await request.does('assign', ['work_in_progress', 'in_progress']);
  await provider.post(`${request.parent}/work-notes`, { data: { body: WORK_NOTE } });
  timeline.event('provider', `noted for the staff alone: "${WORK_NOTE}"`);

  const asked = await request.does('request-info', ['awaiting_info', 'awaiting_info'], {
    reason: 'How many people are in those calls?',
  });
  assert.equal(actionOf(asked, 'accept').code, 'service_request.illegal_transition');
  await request.answers('About forty.', ['work_in_progress', 'in_progress']);

  const proposed = await request.does('propose-solution', ['resolved', 'resolved'], {
    resolution: { code: 'workaround', notes: 'Please turn the cameras off.' },
  });
  assert.equal(proposed.serviceRequest.resolution.code, 'workaround');
  await request.asks('reject', ['work_in_progress', 'in_progress'], {
    reason: 'We need to see each other.',
  });

  const again = await request.does('propose-solution', ['resolved', 'resolved'], {
    resolution: { code: 'solved', notes: 'Your line has twice the bandwidth now.' },
  });
  assert.deepEqual(again.serviceRequest.resolution, {
    code: 'solved',
    label: 'Solved',
    notes: 'Your line has twice the bandwidth now.',
  });
  const { commands } = await request.asks('accept', ['closed', 'closed']);
  assert.deepEqual(
    commands.map(({ command, state }) => [command, state]),
    [
      ['task.reject', 'accepted'],
      ['task.accept', 'accepted'],
    ],
  );

  const there = await request.read('provider');
  assert.deepEqual(
    there.serviceRequest.workNotes.map(({ body }) => body),
    [WORK_NOTE],
  );
  assert.ok(!JSON.stringify(await request.read('consumer')).includes(WORK_NOTE));
  timeline.event('consumer', 'knows nothing of the work note');
  await conclude(sides, request);
};
