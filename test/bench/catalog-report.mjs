/** What was measured of a catalogue, as text for people. */
import { CHARACTERISTICS, VALUES_OF_EACH } from './catalog-publish.mjs';
import { figuresText, ms, percent } from './report.mjs';
import { formatTable } from './table.mjs';

const NAMES = {
  import: 'import',
  publish: 'publish what was imported',
  again: 'import the same again, three times',
  forms: 'publish the order forms',
  entitle: 'connect the consumers',
  connect: 'connect one consumer more',
  widen: 'edit criteria: one segment more',
  edit: 'edit a consumer nine times, without effect',
};

const MOST_STATEMENTS = 8;

const seconds = (value) => (value / 1000).toFixed(2);

const stepsText = (sizes) =>
  formatTable(
    ['', ...sizes.flatMap(({ offerings }) => [`${offerings} s`, 'ms each']), 'each'],
    Object.entries(NAMES).map(([step, name]) => [
      name,
      ...sizes.flatMap(({ steps }) => [seconds(steps[step].ms), ms(steps[step].each)]),
      sizes[0].steps[step].item,
    ]),
  );

const costText = ({ name, each, item, busy, owners, sql }) => {
  const most = owners.map((owner) => `${owner.name} ${percent(owner.share)}`);
  const kinds = sql.kinds
    .slice(0, MOST_STATEMENTS)
    .map(({ kind, count }) => `${count.toFixed(2)} ${kind}`);
  return [
    `${NAMES[name]}: ${ms(each)} ms for each ${item}, the processor ${percent(busy)} busy, ${ms(sql.statements)} SQL statements`,
    `  time: ${most.join(', ')}`,
    `  SQL: ${kinds.join(', ')}`,
  ].join('\n');
};

export const catalogText = ({ sizes, consumers, segments, large, cost }, figures) => {
  const sizeNames = sizes.map(
    ({ specifications, offerings }) =>
      `${specifications} specifications and ${offerings} offerings`,
  );
  const lines = [
    `A catalogue, each size on a provider of its own with a fresh database: ${sizeNames.join('; ')}`,
    stepsText(sizes),
    [
      `Each offering is granted to ${consumers / segments} of ${consumers} consumers. Nothing is delivered meanwhile.`,
      'An import ends when Strapi has told its listeners of every document, which it begins after the commit.',
      'Publishing what was imported is a second import with the option to publish, so the comparison of all documents is part of it.',
      `A large publish is one of ${CHARACTERISTICS} characteristics with ${VALUES_OF_EACH} values each, or of an offering of it, after a change; the baseline is a type of the bench with the same components. Medians of ${large.rounds} rounds.`,
      'A goal compares an item of the largest size with one of the smallest; what a request costs whatever it brings counts less the more it brings, so a ratio can be far below 1.',
    ].join('\n'),
    figuresText(figures),
  ];
  if (cost) lines.push('Where the time goes, at the smallest size:', ...cost.map(costText));
  return lines.join('\n\n');
};
