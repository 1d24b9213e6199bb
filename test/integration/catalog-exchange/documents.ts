/** TM Forum documents for the tests of files; every call makes other names, so that none meet. */

export type Tmf = Record<string, unknown> & { readonly name: string };

let names = 0;
export const newName = (what: string): string => `${what} ${String((names += 1))}`;

export const specification = (fields: object = {}): Tmf => ({
  '@type': 'ProductSpecification',
  name: newName('Specification'),
  version: '1.0',
  lifecycleStatus: 'Active',
  ...fields,
});

export const offering = (fields: object = {}): Tmf => ({
  '@type': 'ProductOffering',
  name: newName('Offering'),
  version: '1.0',
  lifecycleStatus: 'Active',
  ...fields,
});

export const price = (fields: object = {}): Tmf => ({
  '@type': 'ProductOfferingPrice',
  name: newName('Price'),
  priceType: 'recurring',
  recurringChargePeriodType: 'monthly',
  recurringChargePeriodLength: 1,
  price: { unit: 'EUR', value: 10 },
  ...fields,
});

export const category = (fields: object = {}): Tmf => ({
  '@type': 'Category',
  name: newName('Category'),
  ...fields,
});

export const characteristic = (name: string, ...values: unknown[]) => ({
  name,
  productSpecCharacteristicValue: values.map((value) => ({ value })),
});
