/**
 * Writes what was measured: tables for people, or one JSON object a line for machines. With JSON
 * everything else goes to standard error, so that standard output holds nothing but figures.
 */
import os from 'node:os';

const round = (value) => Number(value.toPrecision(4));
const perSecond = (value) => value.toFixed(value < 100 ? 1 : 0);
const ms = (value) => value.toFixed(1);
const times = (value) => value.toFixed(2);
const percent = (value) => `${(value * 100).toFixed(1)} %`;

const table = (header, rows) => {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
        )
        .join('   '),
    )
    .map((line) => `  ${line.trimEnd()}`)
    .join('\n');
};
