/**
 * The receiver of the webhooks: it answers 204 before it looks at a message, then notes which tasks
 * it was told of. Other paths are for measuring what the load generator can do at most.
 */
import { createServer } from 'node:http';
import { answerParent } from './child.mjs';

const HOOK_PATH = '/hook';

const acceptedTasks = [];

const note = (text) => {
  const { type, data } = JSON.parse(text);
  if (type === 'task.accepted') acceptedTasks.push(data.task.number);
};

const server = createServer((request, response) => {
  response.writeHead(204).end();
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === HOOK_PATH) note(Buffer.concat(chunks).toString('utf8'));
  });
});

server.listen(0, '127.0.0.1', () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  answerParent(
    { acceptedTasks: () => acceptedTasks },
    { hookUrl: origin + HOOK_PATH, trivialUrl: `${origin}/trivial` },
  );
});
