import { spawn } from 'node:child_process';
import path from 'node:path';

/** The folder that commands of the documentation are meant for. */
const ROOT = path.resolve(__dirname, '../..');

/** A shell in which the commands of a page are run, as a reader would run them. */
export interface Shell {
  /** Runs some commands to their end, and answers what they have printed. */
  run(commands: string): Promise<string>;
  /** Everything that was printed, by what runs in the background too. */
  output(): string;
  close(): Promise<void>;
}

export const openShell = (env: Record<string, string>): Shell => {
  // A group of its own, so that what it has started in the background can be ended with it.
  const shell = spawn('sh', ['-eu'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    shell.once('close', () => {
      resolve();
    });
  });
  // Where the shell has ended, what is written to it goes nowhere, and `run` says what it printed.
  shell.stdin.on('error', () => undefined);
  let output = '';
  let runs = 0;
  let onOutput = (): void => undefined;
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      onOutput();
    });
  }

  return {
    run: (commands) => {
      const mark = `--- end of run ${String((runs += 1))} ---`;
      const from = output.length;
      return new Promise((resolve, reject) => {
        const isOver = () => {
          const end = output.indexOf(mark, from);
          if (end !== -1) resolve(output.slice(from, end));
          return end !== -1;
        };
        onOutput = isOver;
        void ended.then(() => {
          if (!isOver()) reject(new Error(`The commands failed:\n${output}`));
        });
        shell.stdin.write(`${commands}\necho '${mark}'\n`);
      });
    },
    output: () => output,
    close: async () => {
      try {
        process.kill(-Number(shell.pid), 'SIGTERM');
      } catch {
        // Nothing is left of the group.
      }
      await ended;
    },
  };
};
