/** Runs the bench's application in this process, and looks into it where the parent asks. */
import { createRequire } from 'node:module';
import { Session } from 'node:inspector/promises';
import { applyInstanceEnv } from '../../scripts/instance-env.mjs';
import { untilDatabaseIsQuiet } from '../../scripts/quiet-database.mjs';
import { answerParent } from './child.mjs';

const SYNCHRONOUS = ['OFF', 'NORMAL', 'FULL', 'EXTRA'];

applyInstanceEnv({ nodeEnv: 'production' });
const require = createRequire(import.meta.url);
// Required, not imported: Strapi's plugins are CommonJS and have to find this same copy.
const { createStrapi } = require('@strapi/strapi');
const folder = process.cwd();
const strapi = await createStrapi({ appDir: folder, distDir: folder }).start();

const readPragma = async (name) => {
  const [row] = await strapi.db.connection.raw(`PRAGMA ${name}`);
  return Object.values(row)[0];
};

const session = new Session();

const startCpuProfile = async () => {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
};

const stopCpuProfile = async () => {
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return profile;
};

let statements = [];
const noteStatement = ({ sql }) => statements.push(sql);

const startStatements = () => {
  statements = [];
  strapi.db.connection.on('query', noteStatement);
};

const stopStatements = () => {
  strapi.db.connection.off('query', noteStatement);
  return statements;
};

const serviceOf = (name) => strapi.plugin('orderbridge').service(name);

/**
 * Without HTTP, as `npm run catalog:import` does it. After the commit Strapi reads each document once
 * more, for whoever listens to its events; that is part of what an import costs.
 */
const importCatalog = async ({ documents, options }) => {
  const report = await serviceOf('catalog-exchange').importCatalog(documents, options);
  await untilDatabaseIsQuiet(strapi);
  return report;
};

/** From now on nothing is delivered: messages stay where their transaction has put them. */
const stopBridge = () => serviceOf('bridge').stop();

answerParent(
  { startCpuProfile, stopCpuProfile, startStatements, stopStatements, importCatalog, stopBridge },
  {
    strapi: strapi.config.get('info.strapi'),
    journalMode: await readPragma('journal_mode'),
    synchronous: SYNCHRONOUS[await readPragma('synchronous')],
  },
);
