import { OrderbridgeError } from '../../kernel/errors';
import {
  asObject,
  isObject,
  readNumber,
  readObject,
  readObjects,
  readText,
  restOf,
  type Fields,
} from './json-fields';
import {
  keepWord,
  readCommon,
  readExtensions,
  writeCommon,
  type ReadDocument,
} from './document-fields';
import { OWN, ownFieldsOf } from './own-fields';
import { readReference } from './references';

const PRICE_WORDS: Readonly<Record<string, string>> = {
  recurring: 'recurring',
  one_time: 'oneTime',
  usage: 'usage',
};
const PRICE_TYPES = new Map([
  ['recurring', 'recurring'],
  ['recurringcharge', 'recurring'],
  ['onetime', 'one_time'],
  ['onetimecharge', 'one_time'],
  ['nonrecurring', 'one_time'],
  ['usage', 'usage'],
  ['usagecharge', 'usage'],
]);
const PERIODS = new Map(
  Object.entries({
    day: ['day', 'days', 'daily'],
    week: ['week', 'weeks', 'weekly'],
    month: ['month', 'months', 'monthly'],
    year: ['year', 'years', 'yearly', 'annual', 'annually'],
  }).flatMap(([period, words]) => words.map((word) => [word, period] as const)),
);

const simple = (word: string): string => word.toLowerCase().replace(/[^a-z]/g, '');

const refuse = (problem: string): never => {
  throw new OrderbridgeError('import.value_not_storable', problem);
};

const readPriceType = (tmf: Fields): string => {
  const word = readText(tmf, 'priceType');
  if (word === null) {
    return tmf['recurringChargePeriodType'] == null
      ? refuse('priceType: it says neither a type nor a period.')
      : 'recurring';
  }
  return (
    PRICE_TYPES.get(simple(word)) ??
    refuse(`priceType: "${word}" is none of recurring, one time and usage.`)
  );
};

const readPeriod = (word: string | null): string | null =>
  word === null
    ? null
    : (PERIODS.get(simple(word)) ??
      refuse(`recurringChargePeriodType: "${word}" is none of day, week, month and year.`));

const readUnit = (tmf: Fields): Fields => {
  const quantity = readObject(tmf, 'unitOfMeasure') ?? {};
  const amount = readNumber(quantity, 'amount') ?? 1;
  if (amount !== 1) refuse(`unitOfMeasure: a price is for 1 unit here, not for ${amount}.`);
  return {
    unitOfMeasure: readText(quantity, 'units'),
    kept: restOf(quantity, ['amount', 'units']) ?? undefined,
  };
};

const readLength = (tmf: Fields) => {
  const length = readNumber(tmf, 'recurringChargePeriodLength');
  // Zero is TM Forum's word for "not applicable".
  return length === 0 ? { length: null, kept: 0 } : { length, kept: undefined };
};

/** The offerings that a price names, which TM Forum has no field for and some systems send. */
const readOfferings = (tmf: Fields): readonly Fields[] =>
  isObject(tmf['productOffering']) ? [tmf['productOffering']] : readObjects(tmf, 'productOffering');

const READ = [
  'priceType',
  'price',
  'unitOfMeasure',
  'recurringChargePeriodType',
  'recurringChargePeriodLength',
  'productOffering',
];

/** @throws `import.value_not_storable` where it is no plain amount of money. */
export const readPrice = (tmf: Fields): ReadDocument => {
  const money = readObject(tmf, 'price');
  const isOwn = Object.hasOwn(tmf, OWN);
  const amount = money && readNumber(money, 'value');
  if (amount === null && !isOwn) refuse('price: it has no amount.');
  const priceType = readText(ownFieldsOf(tmf), 'priceType') ?? readPriceType(tmf);
  const period = readText(tmf, 'recurringChargePeriodType');
  const recurringChargePeriodType = readPeriod(period);
  const { kept: keptUnit, unitOfMeasure } = readUnit(tmf);
  const { length, kept: keptLength } = readLength(tmf);
  return {
    fields: {
      ...readCommon(tmf),
      priceType,
      value: amount,
      currency: money && readText(money, 'unit'),
      unitOfMeasure,
      recurringChargePeriodType,
      recurringChargePeriodLength: length,
      extensions: readExtensions(tmf, READ, {
        ...keepWord('priceType', tmf['priceType'], PRICE_WORDS[priceType] ?? ''),
        ...keepWord('recurringChargePeriodType', period, recurringChargePeriodType ?? ''),
        recurringChargePeriodLength: keptLength,
        price: restOf(money ?? {}, ['value', 'unit']) ?? undefined,
        unitOfMeasure: keptUnit,
        ...keepWord('@type', tmf['@type'], 'ProductOfferingPrice'),
      }),
    },
    unsaid: [],
    belongsTo: readOfferings(tmf).flatMap((entry) => {
      const owner = readReference(entry, 'product-offering');
      return owner === null ? [] : [{ owner, attribute: 'prices' as const }];
    }),
    usedValues: [],
  };
};

/** The word of the file where it still means what the catalogue says. */
const wordFor = (
  kept: unknown,
  is: unknown,
  understood: ReadonlyMap<string, string>,
  ours: unknown,
): unknown => (typeof kept === 'string' && understood.get(simple(kept)) === is ? kept : ours);

export const writePrice = (fields: Fields): Fields => {
  const extensions = asObject(fields['extensions']);
  const { priceType, value, currency, unitOfMeasure, recurringChargePeriodType: period } = fields;
  const money = restOf(
    {
      ...asObject(extensions['price']),
      unit: currency ?? undefined,
      value: value ?? undefined,
    },
    [],
  );
  return {
    ...restOf(extensions, [OWN]),
    '@type': extensions['@type'] ?? 'ProductOfferingPrice',
    ...writeCommon(fields, extensions),
    priceType: wordFor(
      extensions['priceType'],
      priceType,
      PRICE_TYPES,
      PRICE_WORDS[String(priceType)],
    ),
    price: money ?? undefined,
    unitOfMeasure:
      unitOfMeasure === null
        ? extensions['unitOfMeasure']
        : { ...asObject(extensions['unitOfMeasure']), amount: 1, units: unitOfMeasure },
    recurringChargePeriodType: wordFor(
      extensions['recurringChargePeriodType'],
      period,
      PERIODS,
      period ?? undefined,
    ),
    recurringChargePeriodLength:
      fields['recurringChargePeriodLength'] ??
      (extensions['recurringChargePeriodLength'] === 0 ? 0 : undefined),
  };
};
