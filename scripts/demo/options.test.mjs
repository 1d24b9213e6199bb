import { expect, test } from '@jest/globals';
import { readOptions } from './options.mjs';

test('without words the demo keeps running, on its own catalogue and on files', () => {
  expect(readOptions([])).toEqual({ once: false, catalog: undefined, server: undefined });
});

test('its words can be said together', () => {
  const { once, catalog, server } = readOptions([
    '--once',
    '--catalog',
    'folder',
    '--postgres',
    'postgres://me:secret@db.example:6432/postgres?sslmode=require',
  ]);
  expect({ once, catalog, host: server.host }).toEqual({
    once: true,
    catalog: 'folder',
    host: 'db.example:6432',
  });
});

test.each(['127.0.0.1:5432', 'me:secret@db.example', 'mysql://me:secret@db.example/x', ''])(
  'what is no address of a PostgreSQL database is refused, and not repeated: %p',
  (text) => {
    const read = () => readOptions(['--postgres', text]);
    expect(read).toThrow(/--postgres needs the address of a database/);
    expect(read).not.toThrow(/secret/);
  },
);

test('a word that is not known, or has no value, is refused', () => {
  expect(() => readOptions(['--twice'])).toThrow(/--twice/);
  expect(() => readOptions(['--postgres'])).toThrow(/--postgres/);
});
