/**
 * The bench's helpers run in processes of their own, so that none of them takes time from another
 * one's event loop. The parent asks, the child answers; a child ends with its parent, however that
 * one ends.
 */
import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const STOP_LIMIT_MS = 15_000;
const LOG_TAIL_LINES = 40;

/** Only what Node itself needs: the caller's settings must not reach what is measured. */
const bareEnvironment = () => ({ PATH: process.env.PATH, HOME: process.env.HOME });

const tailOf = (file) =>
  readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');

/**
 * Starts a module as a child and waits for its greeting.
 *
 * @param {URL} module
 * @param {{ logFile: string, cwd?: string, env?: Record<string, string>, execArgv?: string[] }} options
 */
export const startChild = async (module, { logFile, cwd, env = {}, execArgv = [] }) => {
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const child = fork(fileURLToPath(module), {
    cwd,
    execArgv,
    env: { ...bareEnvironment(), ...env },
    serialization: 'advanced',
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);

  const waiting = new Map();
  child.on('message', ({ id, answer, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(answer);
    else reject(new Error(`${path.basename(logFile, '.log')}: ${error}`));
  });
  const exit = new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      const end = new Error(
        `${path.basename(module.pathname)} ended (${signal ?? code}).\n${tailOf(logFile)}`,
      );
      for (const { reject } of waiting.values()) reject(end);
      resolve();
    });
  });
  const expectAnswer = (id) =>
    new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));

  let lastId = 0;
  const greeting = await expectAnswer(lastId);
  return {
    greeting,
    ask(question, input) {
      lastId += 1;
      const answer = expectAnswer(lastId);
      child.send({ id: lastId, question, input });
      return answer;
    },
    async stop() {
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      child.kill('SIGTERM');
      await exit;
      clearTimeout(timer);
    },
  };
};

/** In a child: greets the parent and answers each of its questions with the handler of that name. */
export const answerParent = (handlers, greeting) => {
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ id, question, input }) => {
    try {
      process.send({ id, answer: await handlers[question](input) });
    } catch (error) {
      process.send({ id, error: error.message });
    }
  });
  process.send({ id: 0, answer: greeting });
};
