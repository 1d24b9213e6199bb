import path from 'node:path';
import type { Core } from '@strapi/strapi';

/** The part of better-sqlite3's connection that is used here. */
interface SqliteConnection {
  pragma(source: string): unknown;
}

/** Strapi's type asks for a host, a user and so on even where the URL holds all of them. */
type PostgresConnection = Core.Config.Database<'postgres'>['connection']['connection'];

const config = ({ env }: Core.Config.Shared.ConfigParams): Core.Config.Database => {
  if (env('DATABASE_CLIENT', 'sqlite') === 'postgres') {
    return {
      connection: {
        client: 'postgres',
        connection: { connectionString: env('DATABASE_URL', '') } as PostgresConnection,
        pool: { min: 0, max: env.int('DATABASE_POOL_MAX', 10) },
      },
    };
  }
  return {
    connection: {
      client: 'sqlite',
      connection: { filename: path.resolve(env('DATABASE_FILENAME', '.tmp/data.db')) },
      useNullAsDefault: true,
      pool: {
        // FULL, not NORMAL: in WAL mode NORMAL can lose acknowledged commits on a power cut.
        afterCreate(connection: unknown, done: () => void) {
          const sqlite = connection as SqliteConnection;
          sqlite.pragma('journal_mode = WAL');
          sqlite.pragma('synchronous = FULL');
          done();
        },
      },
    },
  };
};

export default config;
