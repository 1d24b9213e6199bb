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

const ask = async (sql, bindings = []) => {
  const answer = await strapi.db.connection.raw(sql, bindings);
  return answer.rows ?? answer;
};

const readSetting = async (sql) => {
  const [row] = await ask(sql);
  return Object.values(row)[0];
};

const DATABASES = {
  sqlite: async () => {
    const journalMode = await readSetting('PRAGMA journal_mode');
    const synchronous = SYNCHRONOUS[await readSetting('PRAGMA synchronous')];
    return `SQLite with journal_mode ${journalMode} and synchronous ${synchronous}`;
  },
  postgres: async () => {
    const version = await readSetting('SHOW server_version');
    const fsync = await readSetting('SHOW fsync');
    const commit = await readSetting('SHOW synchronous_commit');
    return `PostgreSQL ${version} with fsync ${fsync} and synchronous_commit ${commit}`;
  },
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

const noteStatement = ({ __knexQueryUid: id, sql, bindings = [] }) =>
  statements.push({ id, sql, bindings, startedAt: performance.now() });

/** What begins and ends a transaction has no id, and is not timed. */
const noteAnswer = (_answer, { __knexQueryUid: id }) => {
  const statement = id && statements.findLast((noted) => noted.id === id);
  if (statement) statement.ms = performance.now() - statement.startedAt;
};

const startStatements = () => {
  statements = [];
  strapi.db.connection.on('query', noteStatement);
  strapi.db.connection.on('query-response', noteAnswer);
};

const stopStatements = () => {
  strapi.db.connection.off('query', noteStatement);
  strapi.db.connection.off('query-response', noteAnswer);
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
    database: await DATABASES[strapi.db.dialect.client](),
  },
);
