/**
 * Loaded into an instance before everything else (`node --import`): reads the plugin's bundle as the
 * fault tests want it. `ORDERBRIDGE_FAULTS` is JSON: `{"control"?: name, "orders": file}`. The file says
 * where to end, `{"point", "after"}`, and is read at a SIGUSR2.
 */
import { AsyncResource } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { ROOT } from '../../scripts/setup.mjs';
import { alter } from './alterations.mjs';

const BUNDLE = path.join(ROOT, 'plugins/orderbridge/dist/server/index.js');
const { control, orders } = JSON.parse(process.env.ORDERBRIDGE_FAULTS);

let crash;
process.on('SIGUSR2', () => {
  crash = JSON.parse(readFileSync(orders, 'utf8'));
});

const root = new AsyncResource('orderbridge-faults');

globalThis.orderbridgeFaults = {
  /** Ends this process, as a power cut would, where it is told to end at this point. */
  reach: (point) => {
    if (crash?.point !== point) return;
    crash.after -= 1;
    if (crash.after < 0) process.kill(process.pid, 'SIGKILL');
  },
  /** Runs something on its own, in no transaction; nobody waits for it. */
  outside: (work) => {
    root.runInAsyncScope(() => setImmediate(() => void work()));
  },
};

const load = Module._extensions['.js'];
Module._extensions['.js'] = (module, file) => {
  if (file === BUNDLE) module._compile(alter(readFileSync(file, 'utf8'), control), file);
  else load(module, file);
};
