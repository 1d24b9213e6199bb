import { expect, test } from '@jest/globals';
import { findValidMoment } from './catalog-clock.mjs';

const NOW = new Date('2030-06-01T12:00:00Z');

const entry = (startDateTime, endDateTime) => ({
  document: { validFor: { startDateTime, endDateTime } },
});
const momentOf = (...entries) => findValidMoment(entries, NOW).toISOString();

test('the moment is a day after the last document has begun to be valid', () => {
  const both = [
    entry('2025-01-01T00:00:00Z', '2025-12-31T00:00:00Z'),
    entry('2025-03-15T00:00:00Z', '2026-12-31T00:00:00Z'),
  ];
  expect(momentOf(...both)).toBe('2025-03-16T00:00:00.000Z');
  expect(momentOf({ document: both.map(({ document }) => document) })).toBe(
    '2025-03-16T00:00:00.000Z',
  );
});

test('a window shorter than that is met in its middle', () => {
  expect(momentOf(entry('2025-01-01T00:00:00Z', '2025-01-01T12:00:00Z'))).toBe(
    '2025-01-01T06:00:00.000Z',
  );
});

test('a catalogue without a beginning is taken as of now, or of a day before its end', () => {
  expect(momentOf(entry(undefined, '2031-01-01T00:00:00Z'))).toBe(NOW.toISOString());
  expect(momentOf(entry(undefined, '2026-01-02T00:00:00Z'))).toBe('2026-01-01T00:00:00.000Z');
  expect(momentOf({ document: {} }, { document: null }, { problem: 'not read' })).toBe(
    NOW.toISOString(),
  );
});

test('a catalogue that is never valid as a whole is refused with both dates', () => {
  expect(() =>
    momentOf(
      entry('2025-01-01T00:00:00Z', '2025-02-01T00:00:00Z'),
      entry('2025-03-01T00:00:00Z', undefined),
    ),
  ).toThrow(/begins on 2025-03-01.*ended by 2025-02-01/);
});
