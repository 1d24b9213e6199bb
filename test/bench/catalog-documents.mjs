/** Makes a catalogue as TM Forum documents: the same one each time, and of any size. */

export const OFFERINGS_PER_SPECIFICATION = 4;

const VALUES = ['bronze', 'silver', 'gold', 'platinum'];

const choice = (name, mandatory) => ({
  name,
  minCardinality: mandatory ? 1 : 0,
  maxCardinality: 1,
  productSpecCharacteristicValue: VALUES.map((value, index) => ({ value, isDefault: index === 0 })),
});

/** What a specification of a usual size asks: some choices, a number, a yes or no, and a text. */
const CHARACTERISTICS = [
  choice('level', true),
  choice('support', false),
  choice('access', false),
  {
    name: 'sites',
    valueType: 'number',
    minCardinality: 1,
    productSpecCharacteristicValue: [{ valueFrom: 1, valueTo: 64 }],
  },
  { name: 'monitoring', valueType: 'boolean' },
  { name: 'contact', valueType: 'string', minCardinality: 1 },
];

const listOf = (count, makeOne) => Array.from({ length: count }, (_, index) => makeOne(index));

const specification = (id) => ({
  '@type': 'ProductSpecification',
  id,
  name: `Specification ${id}`,
  description: 'A service with a usual number of questions',
  version: '1.0',
  lifecycleStatus: 'Active',
  productSpecCharacteristic: CHARACTERISTICS,
});

const offering = (id, specificationId) => ({
  '@type': 'ProductOffering',
  id,
  name: `Offering ${id}`,
  description: 'Something that is sold',
  version: '1.0',
  lifecycleStatus: 'Active',
  isSellable: true,
  productSpecification: { id: specificationId },
});

/** @returns entries as an import takes them; ids begin with `prefix` */
export const makeCatalog = (prefix, specificationCount) => {
  const specifications = listOf(specificationCount, (index) =>
    specification(`${prefix}-SPEC-${index + 1}`),
  );
  const offerings = specifications.flatMap(({ id }) =>
    listOf(OFFERINGS_PER_SPECIFICATION, (index) => offering(`${id}-${index + 1}`, id)),
  );
  return [...specifications, ...offerings].map((document) => ({ document }));
};

/** Of a specification far above the usual size, as the content manager takes it. */
export const makeCharacteristics = (count, valuesOfEach) =>
  listOf(count, (index) => ({
    name: `question${index + 1}`,
    label: `Question ${index + 1}`,
    valueType: 'choice',
    mandatory: index % 2 === 0,
    values: listOf(valuesOfEach, (value) => ({
      value: `v${value + 1}`,
      label: `Value ${value + 1}`,
      isDefault: value === 0,
    })),
  }));
